import { option } from "@sameseed/core";
import { assertionList } from "./assertion-shape.ts";
import { inside, type Notes, type Place } from "./place.ts";
import { type Fields, isObject, isFileReference } from "./reading.ts";
import { isTemplate } from "./templates.ts";

/** promptfoo's handling of a cell of a data file, and the one here. */
const KEPT = {
  template: "contains a template, which stays text",
  file: "names a file, which is not read: the text stays",
  code: "is code, which is not run: the assertion is left out",
  transform: "is code, which is not run: it is left out",
  asserted: "names a file, which is not read: the assertion is left out",
  service: "names an address to send answers to: the assertion is left out",
  moderation: "sends answers to a moderation service: the assertion is left out",
  judgePrompt: "is not a text, or names a file, which is not read: sameseed's own prompt for judges is used",
  model: "names a model, which is not called: the config's own judge is used",
  answerer: "names a model, which is not called: the config's models answer the test",
  tests: "names another file of tests, which is not read",
} as const;

type Kept = keyof typeof KEPT;

/** Collects the cells of data files that promptfoo would run, read or fill in. */
export interface DataCells {
  readonly keep: (place: Place, what: Kept) => void;
  /** One warning for each column and kind, with the cells that it is about. */
  readonly tell: (notes: Notes) => void;
}

/** Further cells that a warning names. */
const SHOWN = 4;

export function dataCells(): DataCells {
  const found = new Map<string, { readonly what: Kept; readonly places: Place[] }>();
  return {
    keep(place, what) {
      const column = place.path.filter((key) => typeof key === "string").join(".");
      const key = `${place.file.file}|${column}|${what}`;
      const { places } = found.get(key) ?? { places: [] };
      found.set(key, { what, places: [...places, place] });
    },
    tell({ warn }) {
      for (const { what, places } of found.values()) {
        const others = otherPlaces(places);
        warn(places[0]!, `${KEPT[what]}${others}. With ${option("trustData")}, it works as in promptfoo`);
      }
    },
  };
}

/** ` (also lines 12, 30 and 4 more)`; the numbers of tests in a file without lines. */
function otherPlaces(places: readonly Place[]): string {
  const lines = [...new Set(places.map(({ file, path }) => file.lineOf(path)))];
  const hasLines = lines.length > 1 && !lines.includes(null);
  const tests = places.map(({ path }) => `[${path.find((key) => typeof key === "number") ?? "?"}]`);
  const others = (hasLines ? lines : [...new Set(tests)]).slice(1);
  if (others.length === 0) return "";
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : "";
  return ` (also ${hasLines ? (others.length === 1 ? "line " : "lines ") : ""}${others.slice(0, SHOWN).join(", ")}${more})`;
}

const CODE = new Set(["javascript", "python", "ruby"]);

/**
 * A test of a data file without parts that would run code, read files or send answers to an address in the
 * data: `vars` stay unchanged, as text. Each cell that promptfoo would handle differently is reported to
 * `cells`.
 */
export function inertTest(test: Fields, place: Place, cells: DataCells): Fields {
  const { vars, assert, options, assertScoringFunction, ...rest } = test;
  if (assertScoringFunction !== undefined) cells.keep(inside(place, "assertScoringFunction"), "transform");
  return {
    ...rest,
    ...(vars !== undefined && { vars: inertVars(vars, inside(place, "vars"), cells) }),
    ...(assert !== undefined && { assert: inertAssertions(assert, inside(place, "assert"), cells) }),
    ...(options !== undefined && { options: inertOptions(options, inside(place, "options"), cells) }),
  };
}

function inertVars(vars: unknown, place: Place, cells: DataCells): Fields {
  if (!isObject(vars)) {
    if (vars !== null) cells.keep(place, "file");
    return {};
  }
  for (const [name, value] of Object.entries(vars))
    for (const text of [value].flat()) {
      if (typeof text !== "string") continue;
      if (isFileReference(text) || text.startsWith("package:")) cells.keep(inside(place, name), "file");
      else if (isTemplate(text)) cells.keep(inside(place, name), "template");
    }
  return vars;
}

function inertAssertions(list: unknown, place: Place, cells: DataCells): readonly unknown[] {
  if (isFileReference(list)) cells.keep(place, "asserted");
  return assertionList(isFileReference(list) ? [] : list, place).flatMap((entry, index) => {
    const at = inside(place, index);
    if (isFileReference(entry)) cells.keep(at, "asserted");
    if (!isObject(entry)) return [];
    const dropped = droppedFor(entry);
    if (dropped !== undefined) {
      cells.keep(at, dropped);
      return [];
    }
    const { provider, rubricPrompt, assert, ...rest } = entry;
    const hasOwnText = typeof rubricPrompt === "string" && !isFileReference(rubricPrompt);
    if (rubricPrompt !== undefined && !hasOwnText) cells.keep(inside(at, "rubricPrompt"), "judgePrompt");
    if (provider !== undefined) cells.keep(inside(at, "provider"), "model");
    if ([entry["value"], rubricPrompt].flat().some((text) => typeof text === "string" && isTemplate(text)))
      cells.keep(inside(at, "value"), "template");
    return [
      {
        ...rest,
        ...(hasOwnText && { rubricPrompt }),
        ...(assert !== undefined && { assert: inertAssertions(assert, inside(at, "assert"), cells) }),
      },
    ];
  });
}

/** Why an assertion of a data file is left out; undefined where it is not. */
function droppedFor({ type, value, transform, contextTransform }: Fields): Kept | undefined {
  const name = String(type).replace(/^not-/, "");
  if (CODE.has(name) || transform !== undefined || contextTransform !== undefined) return "code";
  if (name === "webhook") return "service";
  if (name === "moderation") return "moderation";
  const isNamed = [value].flat().some((text) => isFileReference(text) || String(text).startsWith("package:"));
  return isNamed ? "asserted" : undefined;
}

function inertOptions(options: unknown, place: Place, cells: DataCells): Fields {
  if (!isObject(options)) return {};
  const { transform, postprocess, transformVars, provider, rubricPrompt, ...rest } = options;
  for (const [key, value] of Object.entries({ transform, postprocess, transformVars }))
    if (value !== undefined) cells.keep(inside(place, key), "transform");
  for (const [key, value] of Object.entries({ provider, rubricPrompt }))
    if (value !== undefined) cells.keep(inside(place, key), "model");
  for (const key of ["prefix", "suffix"])
    if (typeof rest[key] === "string" && isTemplate(rest[key])) cells.keep(inside(place, key), "template");
  return rest;
}
