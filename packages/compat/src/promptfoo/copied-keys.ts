import { isObject, withoutKeys } from "@sameseed/core";
import { inside, type Notes, type Place } from "./place.ts";

/** Parts of a benchmark that are data: a text in them is copied, whatever it looks like. */
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
  readonly benchmark: object;
  readonly notes: Notes;
  /** Whether the benchmark becomes a file. */
  readonly isWritten: boolean;
}

/**
 * The benchmark without keys of services, where it becomes a file: without user and password of an address, without parameters
 * of a query, and without settings that are a key. A key in a prompt or a case is data and stays. Warns of each text of the
 * config with a key, whether it is left out or copied.
 */
export function withoutCopiedKeys(config: unknown, place: Place, { benchmark, notes, isWritten }: CopiedKeys): object {
  // An address without its scheme, as apiHost, is seen to have a password in the benchmark alone.
  const all = [...new Set([...keysIn(config), ...keysIn(benchmark)])];
  const cleaned = isWritten ? (clean(benchmark, all) as object) : benchmark;
  const [before, after] = [JSON.stringify(benchmark), JSON.stringify(cleaned)];
  for (const { at, keys } of placesOf(all, config, place)) {
    const isIn = (json: string): boolean => keys.some((key) => json.includes(JSON.stringify(key).slice(1, -1)));
    if (isIn(after))
      notes.warn(at, "looks like a key of a service and is copied as it is: take it from the environment instead");
    else if (isIn(before))
      notes.warn(
        at,
        "holds a key, which is left out, because keys do not belong in a file: add apiKeyEnv, or a header with {env: NAME}, to the benchmark",
      );
  }
  return cleaned;
}

function keysIn(value: unknown): readonly string[] {
  const keys: string[] = [];
  withoutKeys(value, (key) => keys.push(key));
  return keys;
}

interface PlacedKeys {
  readonly at: Place;
  readonly keys: readonly string[];
}

/** The texts of a value that contain one of the keys. */
function placesOf(keys: readonly string[], value: unknown, at: Place): readonly PlacedKeys[] {
  if (Array.isArray(value)) return value.flatMap((member, index) => placesOf(keys, member, inside(at, index)));
  if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => placesOf(keys, one, inside(at, name)));
  const held = typeof value === "string" ? keys.filter((key) => value.includes(key)) : [];
  return held.length === 0 ? [] : [{ at, keys: held }];
}

/** Undefined for a setting that is a key. */
function clean(value: unknown, keys: readonly string[]): unknown {
  if (typeof value === "string")
    return keys.reduce<string | undefined>((text, key) => text && without(text, key), value);
  if (Array.isArray(value)) return value.map((member) => clean(member, keys)).filter((member) => member !== undefined);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    ([name, member]) => [name, DATA.has(name) ? member : clean(member, keys)] as const,
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
