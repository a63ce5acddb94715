import { withoutKeys } from "@sameseed/core";
import { withPlainNames } from "./environment-headers.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, mistake, type Reading, warnOfKeys } from "./reading.ts";
import { isSecretName } from "../translation/secret-name.ts";

const ENVIRONMENT_NAME = /\{\{\s*env\.(\w+)\s*\}\}/g;

/** An address with `{{ env.NAME }}` filled in. It is stored: a part that may be a secret is left out. */
export function addressOf(text: unknown, place: Place, { notes }: Reading): string | undefined {
  if (typeof text !== "string") return undefined;
  const names = [...text.matchAll(ENVIRONMENT_NAME)].map(([, name]) => name!);
  const secrets = names.filter((name) => isSecretName(name) && !/^https?:/.test(process.env[name] ?? ""));
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

/** A text with the environment's values instead of `{{ env.NAME }}`. */
export function withValues(text: string): string {
  return text.replaceAll(ENVIRONMENT_NAME, (_, name: string) => process.env[name] ?? "");
}

/** The environment variable that a text refers to. */
function variableOf(text: unknown): string | undefined {
  return typeof text === "string" ? /^\{\{env\.(\w+)\}\}$/.exec(withPlainNames(text))?.[1] : undefined;
}

/** An API key in the config's text. */
export const KEY_IN_FILE =
  "a key does not belong in a file: set the environment variable, or name one with apiKeyEnvar";

/** The variable that a provider's config names for its key. Errors: `BAD_BENCHMARK` for a name that is not text. */
export function keyVariable(config: Fields, place: Place, { notes }: Reading): string | undefined {
  const { apiKeyEnvar, apiKey } = config;
  if (apiKeyEnvar === undefined || apiKeyEnvar === null) return variableOf(apiKey);
  const at = inside(place, "apiKeyEnvar");
  if (typeof apiKeyEnvar !== "string")
    throw mistake(at, "apiKeyEnvar is not a text", "Write the name of an environment variable.");
  const keys: string[] = [];
  withoutKeys({ text: apiKeyEnvar }, (key) => keys.push(key));
  if (keys.length === 0) return apiKeyEnvar;
  notes.warn(at, "is a key, not the name of an environment variable, and is left out: set the variable and name it");
  return variableOf(apiKey);
}

/**
 * The variable with the key of a service that scores answers. Warns of a key in the file, and of keys not in
 * `known`.
 */
export function serviceKey(
  config: Fields,
  { known, place, reading }: { known: readonly string[]; place: Place; reading: Reading },
): string | undefined {
  const own = variableOf(config["apiKey"]) === undefined ? known : [...known, "apiKey"];
  const said = { apiKey: KEY_IN_FILE };
  warnOfKeys(config, place, { known: [...own, "apiKeyEnvar"], said, notes: reading.notes });
  return keyVariable(config, place, reading);
}
