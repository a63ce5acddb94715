import { objectAt } from "./assertion-shape.ts";
import { inside, type Place } from "./place.ts";
import { mistake, pathOf, type Reading, referenceOf, scriptAt } from "./reading.ts";
import type { Filters } from "./templates.ts";

const AsyncFunction = (async () => {}).constructor as typeof Function;

/** `nunjucksFilters`: for the benchmark's prompts, and for texts that are filled when the config is read. */
export interface ReadFilters {
  /** By name, as references of the benchmark; undefined for none. */
  readonly references: Readonly<Record<string, string>> | undefined;
  readonly functions: Filters;
}

/** Reads the filters; promptfoo's paths have no `file://`. Errors: `BAD_BENCHMARK` for one that does not load or is asynchronous. */
export function filtersOf(value: unknown, place: Place, reading: Reading): ReadFilters {
  const references = Object.create(null) as Record<string, string>;
  const functions = Object.create(null) as Record<string, Filters[string]>;
  for (const [name, path] of Object.entries(objectAt(value, place))) {
    references[name] = referenceOf(pathOf(String(path), reading.folder), reading);
    if (/\.py(?::[\w.]+)?$/.test(references[name]))
      throw mistake(
        inside(place, name),
        `the filter ${name} is a Python script`,
        "Write it in JavaScript: templates call filters many times, and wait for none.",
      );
    const { call, value: filter } = scriptAt(references[name], inside(place, name), reading);
    if (filter instanceof AsyncFunction)
      throw mistake(inside(place, name), `the filter ${name} is asynchronous`, "Return the text, not a promise of it.");
    functions[name] = call;
  }
  return { references: Object.keys(references).length === 0 ? undefined : { ...references }, functions };
}
