import { SECRET } from "./config-env.ts";
import { withPlainNames } from "./environment-headers.ts";
import type { Place } from "./place.ts";
import { type Fields, type Reading, warnOfKeys } from "./reading.ts";

const ENVIRONMENT_NAME = /\{\{\s*env\.(\w+)\s*\}\}/g;

/** An address with `{{ env.NAME }}` filled in. It is stored, so a part of it that may be a secret is left out. */
export function addressOf(text: unknown, place: Place, { notes }: Reading): string | undefined {
  if (typeof text !== "string") return undefined;
  const names = [...text.matchAll(ENVIRONMENT_NAME)].map(([, name]) => name!);
  const secrets = names.filter((name) => SECRET.test(name) && !/^https?:/.test(process.env[name] ?? ""));
  if (secrets.length > 0)
    notes.warn(
      place,
      `${secrets.join(", ")} may be a secret and is left out, because addresses are stored: use apiKey`,
    );
  if (names.length > secrets.length) notes.warn(place, "was read from the environment when this was translated");
  return text.replaceAll(ENVIRONMENT_NAME, (_, name: string) =>
    secrets.includes(name) ? "" : (process.env[name] ?? ""),
  );
}

/** A text with the environment's values in place of `{{ env.NAME }}`. */
export function withValues(text: string): string {
  return text.replaceAll(ENVIRONMENT_NAME, (_, name: string) => process.env[name] ?? "");
}

/** The environment variable that a text is taken from. */
export function variableOf(text: unknown): string | undefined {
  return typeof text === "string" ? /^\{\{env\.(\w+)\}\}$/.exec(withPlainNames(text))?.[1] : undefined;
}

/** The variable with the key of a service that scores answers. A key that stands in the file is told of, and so are keys not in `known`. */
export function serviceKey(
  config: Fields,
  { known, place, reading }: { known: readonly string[]; place: Place; reading: Reading },
): string | undefined {
  const { apiKeyEnvar, apiKey } = config;
  const named = typeof apiKeyEnvar === "string" ? apiKeyEnvar : variableOf(apiKey);
  const said = {
    apiKey: "a key does not belong into a file: set the environment variable, or name one with apiKeyEnvar",
  };
  const own = variableOf(apiKey) === undefined ? known : [...known, "apiKey"];
  warnOfKeys(config, place, { known: [...own, "apiKeyEnvar"], said, notes: reading.notes });
  return named;
}
