import { isObject, withoutKeys } from "@sameseed/core";
import { inside, type Notes, type Place } from "./place.ts";

/** Warns of each text of the config that looks like a key of a service and is in the benchmark, too. */
export function warnOfCopiedKeys(
  config: unknown,
  place: Place,
  { benchmark, notes }: { readonly benchmark: object; readonly notes: Notes },
): void {
  const written = JSON.stringify(benchmark);
  const look = (value: unknown, at: Place, name: string): void => {
    if (Array.isArray(value)) return value.forEach((member, index) => look(member, inside(at, index), name));
    if (isObject(value)) return Object.entries(value).forEach(([key, member]) => look(member, inside(at, key), key));
    if (typeof value !== "string") return;
    const keys: string[] = [];
    withoutKeys({ [name]: value }, (key) => keys.push(key));
    if (keys.some((key) => written.includes(JSON.stringify(key).slice(1, -1))))
      notes.warn(at, "looks like a key of a service and is copied as it is: take it from the environment instead");
  };
  look(config, place, "");
}
