import { isObject, withoutKeys } from "@sameseed/core";
import type { YamlPath } from "./located-yaml.ts";
import { settingKeys } from "./setting-keys.ts";

/** Parts of a benchmark that are data: their texts are copied, even if they look like keys. */
const DATA: ReadonlySet<string> = new Set([
  "name",
  "description",
  "prompts",
  "vars",
  "expected",
  "metadata",
  "rubric",
  "value",
  "choices",
]);

interface CopiedKeys {
  /** The other tool's file, which warnings name the places of. */
  readonly source: unknown;
  readonly benchmark: object;
  /** Whether the benchmark becomes a file. */
  readonly isWritten: boolean;
  readonly warn: (path: YamlPath, message: string) => void;
}

/** Characters of a key that is sought in every text; a shorter one, such as `test` or `ollama`, may be a word elsewhere. */
const LEAST_SOUGHT = 8;
/** Texts with a copied key that are named each; the others are counted. */
const MOST_NAMED = 5;

/**
 * The benchmark without keys of services, where it becomes a file: without user and password of an address, without parameters
 * of a query, and without settings that are a key. A key in a prompt or a case is data and stays. Warns of each text of the
 * source with a key, whether it is left out or copied.
 */
export function withoutCopiedKeys({ source, benchmark, isWritten, warn }: CopiedKeys): object {
  // An address without its scheme, as apiHost, is seen to have a password in the benchmark alone.
  const found = [...keysIn(source), ...keysIn(benchmark), ...settingKeys(benchmark, (name) => DATA.has(name))];
  const all = [...new Set(found)].toSorted((left, right) => right.length - left.length);
  if (all.length === 0) return benchmark;
  const cleaned = isWritten ? (clean(benchmark, all, "") as object) : benchmark;
  const [before, after] = [keysWithin(benchmark, all), keysWithin(cleaned, all)];
  const copied: YamlPath[] = [];
  const named = new Set<string>();
  for (const { path, keys } of textsWithKeys(source, all)) {
    for (const key of keys) named.add(key);
    if (keys.some((key) => after.has(key))) copied.push(path);
    else if (keys.some((key) => before.has(key)))
      warn(
        path,
        "holds a key, which is left out, because keys do not belong in a file: add apiKeyEnv, or a header with {env: NAME}, to the benchmark",
      );
  }
  for (const path of copied.slice(0, MOST_NAMED))
    warn(path, "looks like a key of a service and is copied as it is: take it from the environment instead");
  const more = copied.length - MOST_NAMED;
  const others = Math.max(more, 0) + [...after].filter((key) => !named.has(key)).length;
  if (others > 0) warn([], copiedTexts(others, more > 0));
  return cleaned;
}

/** The warning for copied keys without a named place. */
export function copiedTexts(count: number, isMore = false): string {
  const more = isMore ? " more" : "";
  const texts =
    count === 1
      ? `1${more} text looks like a key of a service and is`
      : `${count}${more} texts look like keys of services and are`;
  return `${texts} copied: look through the benchmark before you share it`;
}

/** The keys of a value, at places for keys. A reference such as `{{env.NAME}}` is not a key. */
function keysIn(value: unknown): readonly string[] {
  const keys: string[] = [];
  withoutKeys(value, (key) => keys.push(key));
  return keys.filter((key) => !isReference(key));
}

/** Such as `Bearer {{env.NAME}}`, with no key next to the name. */
function isReference(text: string): boolean {
  return (
    text.includes("{{") &&
    !text
      .replaceAll(/\{\{[^{}]*\}\}/g, " ")
      .split(/[\s;=]+/)
      .some(isSought)
  );
}

function isSought(key: string): boolean {
  return key.length >= LEAST_SOUGHT && /\d/.test(key);
}

/** The keys that a text has in a field of that name. */
function keysOfText(text: string, all: readonly string[], name: string): readonly string[] {
  const sought = all.filter((key) => text.includes(key) && (isSought(key) || text.includes(`:${key}@`)));
  return [...new Set([...sought, ...keysIn({ [name]: text })])];
}

function keysWithin(value: object, all: readonly string[]): ReadonlySet<string> {
  return new Set(textsWithKeys(value, all).flatMap(({ keys }) => keys));
}

interface TextWithKeys {
  readonly path: YamlPath;
  readonly keys: readonly string[];
}

function textsWithKeys(value: unknown, all: readonly string[], path: YamlPath = []): readonly TextWithKeys[] {
  if (Array.isArray(value)) return value.flatMap((member, index) => textsWithKeys(member, all, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => textsWithKeys(one, all, [...path, key]));
  const name = path.findLast((part) => typeof part === "string") ?? "";
  const keys = typeof value === "string" ? keysOfText(value, all, name) : [];
  return keys.length === 0 ? [] : [{ path, keys }];
}

/** Undefined for a setting that is a key. */
function clean(value: unknown, all: readonly string[], name: string): unknown {
  if (typeof value === "string")
    return keysOfText(value, all, name).reduce<string | undefined>((text, key) => text && without(text, key), value);
  if (Array.isArray(value))
    return value.map((member) => clean(member, all, name)).filter((member) => member !== undefined);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([key, member]) => [key, DATA.has(key) ? member : clean(member, all, key)] as const,
  );
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function without(text: string, key: string): string | undefined {
  if (!text.includes(key)) return text;
  if (text === key) return undefined;
  const literal = key.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return text
    .replaceAll(new RegExp(String.raw`[^\s/@:]*:${literal}@`, "g"), "") // user and password
    .replaceAll(new RegExp(String.raw`([?&])[^?&=#\s]*=${literal}(?:&|(?=[#\s]|$))`, "g"), "$1")
    .replaceAll(/[?&](?=[#\s]|$)/g, "")
    .replaceAll(key, "[key]");
}
