import type { Manifest } from "../record/manifest.ts";

/** Whether two variants are the same phrasing of a prompt: what is concluded of them is concluded over all phrasings. */
export function isPhrasingPair(
  { variants }: Pick<Manifest, "variants">,
  { a, b, isControl }: { readonly a: string; readonly b: string; readonly isControl: boolean },
): boolean {
  const of = (id: string) => variants.find((variant) => variant.id === id);
  const phrasingOf = of(b)?.phrasingOf;
  return !isControl && phrasingOf !== undefined && phrasingOf === of(a)?.phrasingOf;
}
