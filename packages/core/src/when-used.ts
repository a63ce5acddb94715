import { isMadeLate, withShortCycleCheck } from "./cycle-check.ts";

/** Reads the value behind a proxy of `whenUsed`. */
const MADE = Symbol("made");

/**
 * A schema, or the shape of one, that is made when it is first used. A start uses few of all schemas, and each takes about
 * 30 µs (docs/decisions/0264-schemas-when-used.md). zod reads it like any other; for a JSON Schema see `toJSONSchema`.
 */
export function whenUsed<T extends object>(make: () => T): T {
  let made: T | undefined;
  const schema = (): T => (made ??= withShortCycleCheck(make));
  const proxy = new Proxy({} as T, {
    get: (_, key) => (key === MADE ? schema() : (Reflect.get(schema(), key) as unknown)),
    has: (_, key) => Reflect.has(schema(), key),
    ownKeys: () => Reflect.ownKeys(schema()),
    getPrototypeOf: () => Reflect.getPrototypeOf(schema()),
    getOwnPropertyDescriptor(_, key) {
      const found = Reflect.getOwnPropertyDescriptor(schema(), key);
      return found && { ...found, configurable: true }; // a proxy must not reveal more of its target
    },
  });
  return isMadeLate(proxy);
}

/** The schema that `whenUsed` made; any other value unchanged. */
export function madeOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  return (value as { readonly [MADE]?: T })[MADE] ?? value;
}
