import type { JSX } from "preact";
import { Untrusted } from "../parts/untrusted.tsx";

/** A note that a case's answers are not in the page's file, with their location. */
export function LeftOut({ id }: { readonly id: string }): JSX.Element {
  return (
    <p class="note">
      The answers to <Untrusted text={id} /> are not in this file: it carries discordant and failing cases first, up to
      a size. All of them are in rows.csv and in <code>sameseed view</code>.
    </p>
  );
}
