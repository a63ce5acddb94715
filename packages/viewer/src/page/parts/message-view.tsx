import type { JSX } from "preact";
import type { ShownCall, ShownMessage } from "../../models/rendered-messages.ts";
import { Untrusted } from "./untrusted.tsx";

/** A message with its pictures and its calls. */
export function MessageView({ role, parts, calls }: ShownMessage): JSX.Element {
  return (
    <div class="message">
      <b>{role}</b>
      {parts.map((part, place) => {
        if (part.kind === "picture") return <img key={place} class="picture" src={part.url} alt="in the message" />;
        return (
          <div key={place} class={part.kind === "text" ? "answer" : "answer empty"} dir="auto">
            <Untrusted text={part.kind === "text" ? part.text : part.name} />
          </div>
        );
      })}
      <Calls calls={calls} />
    </div>
  );
}

/** Calls of functions as code. */
export function Calls({ calls }: { readonly calls: readonly ShownCall[] }): JSX.Element {
  return (
    <>
      {calls.map(({ name, arguments: given }, place) => (
        <pre key={place} class="call">
          <Untrusted text={`${name}(${indented(given)})`} />
        </pre>
      ))}
    </>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
