import { inside, type Place } from "./place.ts";
import { type Fields, keptObject, type Reading } from "./reading.ts";
import { isSecretName } from "../translation/secret-name.ts";

/** Headers that take their secrets from the environment, or hold none. */
export function environmentHeaders(headers: unknown, place: Place, { notes }: Reading): Fields {
  const kept = Object.entries(keptObject(headers, place, { notes })).flatMap(
    ([name, value]): (readonly [string, unknown])[] => {
      const text = withPlainNames(String(value));
      const variable = /^\{\{env\.(\w+)\}\}$/.exec(text)?.[1];
      if (variable !== undefined) return [[name, { env: variable }]];
      if (!isSecretName(name) || text.includes("{{")) return [[name, text]];
      notes.warn(
        inside(place, name),
        "may be a secret and is left out: set an environment variable and write {{env.VARIABLE}}",
      );
      return [];
    },
  );
  return Object.fromEntries(kept);
}

/** `{{ env.NAME }}` and `{{ env["NAME"] }}` as `{{env.NAME}}`. */
export function withPlainNames(text: string): string {
  return text.replaceAll(/\{\{\s*env(?:\.(\w+)|\[["'](\w+)["']\])\s*\}\}/g, (_, dotted?: string, quoted?: string) => {
    return `{{env.${dotted ?? quoted}}}`;
  });
}
