import { isDeepStrictEqual } from "node:util";
import { canonicalJson } from "@sameseed/core";
import { inertTest } from "./data-cells.ts";
import type { Place } from "./place.ts";
import { type Fields, isObject, mistake, type Reading } from "./reading.ts";
import type { RawTest } from "./tests.ts";

/** Whether a hook that gets these tests gets data that must stay text. */
export function holdText(tests: readonly RawTest[], { trustsData }: Reading): boolean {
  return !trustsData && tests.some(({ origin, literal }) => origin !== "config" || (literal?.size ?? 0) > 0);
}

interface Hooked {
  /** Whether the hook got data that must stay text. */
  readonly isText: boolean;
  /** Whether it saw data that may name code and files of the config's folder. */
  readonly isTrusted: boolean;
  readonly reading: Reading;
}

/** The tests that a hook returns. Errors: `BAD_BENCHMARK` for a test that is not an object. */
export function hookedTests(
  tests: readonly RawTest[],
  returned: readonly unknown[],
  {
    extension: { place, reference },
    isText,
    reading,
  }: Pick<Hooked, "isText" | "reading"> & { extension: { readonly place: Place; readonly reference: string } },
): readonly RawTest[] {
  const isTrusted = tests.some(({ origin }) => origin === "trusted");
  const byContent = Map.groupBy(tests, ({ value }) => canonicalJson(value));
  return returned.map((value, index): RawTest => {
    if (!isObject(value))
      throw mistake(place, `${reference} returned a test that is not an object`, "Return tests as {vars, assert}.");
    const same = byContent.get(canonicalJson(value))?.find((test) => isDeepStrictEqual(test.value, value));
    const added: RawTest = { value: {}, place, folder: reading.folder, origin: "config" };
    return same ?? hookedTest(tests[index] ?? added, value, { isText, isTrusted, reading });
  });
}

/** A test as a hook changed it. Values that code derives from data are data. */
export function hookedTest(before: RawTest, value: Fields, { isText, isTrusted, reading }: Hooked): RawTest {
  if (isDeepStrictEqual(before.value, value)) return before;
  if (!isText) return { ...before, value, origin: isTrusted ? "trusted" : before.origin };
  const changed = Object.keys(varsIn(value)).filter(
    (name) => !isDeepStrictEqual(varsIn(value)[name], varsIn(before.value)[name]),
  );
  const old = before.literal ?? (before.origin === "data" ? Object.keys(varsIn(before.value)) : []);
  const literal = new Set([...old, ...changed]);
  const hasVars = value["vars"] === undefined || isObject(value["vars"]);
  const keepsVars = hasVars || isDeepStrictEqual(before.value["vars"], value["vars"]);
  if (keepsVars && isDeepStrictEqual(withoutTexts(before.value), withoutTexts(value)))
    return { ...before, value, literal };
  const vars = Object.fromEntries(changed.map((name) => [name, varsIn(value)[name]]));
  const inert = inertTest(hasVars ? { ...value, vars } : value, before.place, reading.cells);
  const keepsAffixes = ["prefix", "suffix"].every((key) => optionsOf(value)[key] === optionsOf(before.value)[key]);
  return {
    ...before,
    value: { ...inert, vars: varsIn(value) },
    origin: "data",
    literal,
    hasTextAffixes: keepsAffixes ? (before.hasTextAffixes ?? before.origin === "data") : true,
  };
}

/** The parts of a test that can be code, a file or a model; the others are only text. */
function withoutTexts({
  vars: _,
  description: _description,
  metadata: _metadata,
  threshold: _threshold,
  ...rest
}: Fields): Fields {
  return rest;
}

function varsIn({ vars }: Fields): Fields {
  return isObject(vars) ? vars : {};
}

function optionsOf({ options }: Fields): Fields {
  return isObject(options) ? options : {};
}
