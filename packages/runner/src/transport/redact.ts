import { hash } from "node:crypto";
import { type Completion, completionMembers, secretForms, withoutSecretForms } from "@sameseed/core";

/** Shorter values are not secrets, and removing them would break words. */
const SHORTEST_SECRET = 6;
/** Only text that is certainly a key is removed from an answer: an answer is data, and `ollama` or `no-key` is a word. */
const SHORTEST_KEY = 16;

/** Removes secrets from text to show or store. */
export interface Redactor {
  clean(text: string): string;
  /** The answer itself if it contains no key, which is cheap to check: this runs for every answer. */
  cleanAnswer(completion: Completion): Completion;
}

export function redactor(secrets: readonly (string | undefined)[]): Redactor {
  const given = secrets.filter((secret) => secret !== undefined);
  const urls = given.filter(isUrl);
  const values = given.flatMap((secret) => (isUrl(secret) ? secretParts(new URL(secret)) : [secret]));
  const parts = secretForms(values.filter(({ length }) => length >= SHORTEST_SECRET));
  const keys = secretForms(values.filter((value) => value.length >= SHORTEST_KEY && /\d/.test(value)));
  const keysInJson = [...new Set(keys.flatMap((key) => [JSON.stringify(key).slice(1, -1), key]))];
  return {
    clean(text) {
      const shown = urls.reduce((clean, url) => clean.replaceAll(url, withoutSecrets(url)), text);
      return withoutSecretForms(shown, parts)
        .replaceAll(/\b(Bearer|Basic)\s+\S+/gi, "$1 [key]")
        .replaceAll(/\/\/[^/\s@]+@/g, "//");
    },
    cleanAnswer(completion) {
      if (keys.length === 0 || !completionMembers().some(({ name }) => tells(completion[name], keys)))
        return completion;
      return JSON.parse(withoutSecretForms(JSON.stringify(completion), keysInJson)) as Completion;
    },
  };
}

/** Whether a service told one of the keys in its own words, at any depth. */
function tells(value: unknown, keys: readonly string[]): boolean {
  if (typeof value === "string") return keys.some((key) => value.includes(key));
  return typeof value === "object" && value !== null && Object.values(value).some((inner) => tells(inner, keys));
}

/** A key may have a colon in it, which makes it a URL of some kind as well. */
function isUrl(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}

/** The secrets of a base URL: user, password, both together, and the values of its query. */
function secretParts({ username, password, searchParams, search }: URL): string[] {
  const raw = search
    .slice(1)
    .split("&")
    .map((pair) => pair.slice(pair.indexOf("=") + 1));
  const parts = [username, password, ...searchParams.values(), ...raw];
  const pair = `${decodeURIComponentSafely(username)}:${decodeURIComponentSafely(password)}`;
  return [...parts, ...parts.map(decodeURIComponentSafely), ...(password === "" ? [] : [pair])];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A base URL without user, password, query and fragment, for the manifest. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "[invalid URL]";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** Replacement of a base URL's query in a manifest, since a query may contain a key or select the backend; undefined without a query. */
export function queryDigest(url: string): string | undefined {
  const search = URL.canParse(url) ? new URL(url).search : "";
  return search === "" ? undefined : hash("sha256", search).slice(0, 16);
}
