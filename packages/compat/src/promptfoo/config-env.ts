import { withPlainNames } from "./environment-headers.ts";
import { inside, type Notes, type Place } from "./place.ts";
import { type Fields, isObject } from "./reading.ts";
import { environmentNames } from "./templates.ts";
import { isSecretName } from "../translation/secret-name.ts";

/** Addresses of services, by the name of promptfoo's provider. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  openai: ["OPENAI_BASE_URL", "OPENAI_API_BASE_URL"],
  ollama: ["OLLAMA_BASE_URL"],
  anthropic: ["ANTHROPIC_BASE_URL"],
};

/** The environment of a config: names and texts without possible secrets, which belong in the shell. */
export function environmentOf(config: Fields, place: Place, notes: Notes): Readonly<Record<string, string>> {
  const { env, ...rest } = config;
  if (env === undefined || env === null) return {};
  const at = inside(place, "env");
  if (!isObject(env)) {
    notes.warn(at, "is not an object and is left out");
    return {};
  }
  const used = environmentNames(JSON.stringify(rest) ?? "");
  const addresses = Object.values(ADDRESSES).flat();
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === null) continue;
    if (isSecretName(name)) {
      notes.warn(inside(at, name), "may be a secret and is left out: set it in the shell, where keys belong");
      continue;
    }
    kept[name] = String(value);
    if (!used.includes(name) && !addresses.includes(name))
      notes.warn(
        inside(at, name),
        "is filled in where the config writes {{env.NAME}}; scripts and services read the shell's environment: set it there",
      );
  }
  return kept;
}

/** The address that the config's environment gives the models of a provider; undefined for none. */
export function addressIn(environment: Readonly<Record<string, string>>, provider: string): string | undefined {
  return ADDRESSES[provider.split(":")[0]!]?.map((name) => environment[name]).find((value) => value !== undefined);
}

/** A value with `{{ env.NAME }}` filled in where the config's environment has it. */
export function withEnvironment<T>(value: T, environment: Readonly<Record<string, string>>): T {
  if (Object.keys(environment).length === 0) return value;
  return filledIn(value, (text) => filledText(text, environment));
}

/** The texts `file://…` of a config with `{{ env.NAME }}` filled in from the shell; names of secrets are unchanged. */
export function withShellPaths<T>(value: T): T {
  return filledIn(value, (text) => {
    if (!text.startsWith("file://")) return text;
    const names = environmentNames(text).filter((name) => !isSecretName(name) && process.env[name] !== undefined);
    return filledText(text, Object.fromEntries(names.map((name) => [name, process.env[name]!])));
  });
}

function filledIn<T>(value: T, fillText: (text: string) => string): T {
  const fill = (part: unknown): unknown => {
    if (typeof part === "string") return fillText(part);
    if (Array.isArray(part)) return part.map(fill);
    if (!isPlain(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, fill(member)]));
  };
  return fill(value) as T;
}

function isPlain(value: unknown): value is Fields {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

function filledText(text: string, environment: Readonly<Record<string, string>>): string {
  if (!text.includes("env")) return text;
  return withPlainNames(text).replaceAll(/\{\{env\.(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(environment, name) ? environment[name]! : whole,
  );
}
