import { SameseedError, type TestCase } from "@sameseed/core";
import { ASSERTION_TYPES } from "./assertion-types.ts";
import type { AssertionContext, Spec } from "./assertion-context.ts";
import { translateAssertion } from "./assertions.ts";
import { isPromptfooColumn } from "./column-names.ts";
import { testOfRow } from "./csv-tests.ts";
import { dataCells, inertTest } from "./data-cells.ts";
import { notes, type Place } from "./place.ts";
import { type Fields, isObject, type Reading, unlined } from "./reading.ts";

export interface TableColumnsOptions {
  /** Whether the benchmark has the scorer `assert`, which reads the scorers of cases. */
  readonly isAsserted: boolean;
  /** Whether cells may contain code. */
  readonly trustsData?: boolean | undefined;
}

/** A record of any table, and its place for messages. */
export interface TableRecord {
  readonly record: Fields;
  readonly place: string;
}

/** The data of promptfoo's columns about a case, and the record without them. */
export interface TableColumns {
  readonly record: Fields;
  readonly expected?: unknown;
  readonly metadata?: Fields;
  readonly scorers?: TestCase["scorers"];
}

const UNREAD: Readonly<Record<string, string>> = {
  __prefix: "Write the text into the prompt.",
  __suffix: "Write the text into the prompt.",
  __providerOutput: "Use a recorded model: {model: recorded, file: …, output: __providerOutput}.",
};

/**
 * Reads promptfoo's columns of a table that a benchmark file names as its cases: `__description` and
 * `__metadata:<key>` are metadata, a text in `__expected` is the expected answer, and assertions in it are
 * scorers of the case, which the scorer `assert` reads. Errors: `BAD_DATASET` for a column without a
 * counterpart in a case.
 */
export function tableColumns(options: TableColumnsOptions): (data: TableRecord) => TableColumns | undefined {
  return ({ record, place }) => {
    const magic = Object.keys(record).filter(isPromptfooColumn);
    if (magic.length === 0) return undefined;
    const given = magic.filter((key) => record[key] !== "" && record[key] !== null);
    const unread = given.find((key) => Object.hasOwn(UNREAD, key));
    if (unread !== undefined)
      throw mistake(`${place}: promptfoo's column ${unread} has no meaning for a single case here.`, UNREAD[unread]!);
    const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !isPromptfooColumn(key)));
    const { description, metadata, assert, threshold } = testOfRow(
      Object.fromEntries(given.map((key) => [key, record[key]])),
      ASSERTION_TYPES,
    ) as { description?: string; metadata?: Fields; assert: readonly Fields[]; threshold?: number };
    const told = { ...metadata, ...(description !== undefined && { description }) };
    return {
      ...casePart({ rest, place, assertions: assert, threshold }, options),
      ...(Object.keys(told).length > 0 && { metadata: told }),
    };
  };
}

interface AssertedRow {
  readonly rest: Fields;
  readonly place: string;
  readonly assertions: readonly Fields[];
  readonly threshold: number | undefined;
}

function casePart({ rest, place, assertions, threshold }: AssertedRow, options: TableColumnsOptions): TableColumns {
  const [first, second] = assertions;
  if (first === undefined) return { record: rest };
  const isPlain = second === undefined && first["type"] === "equals";
  const expected = isPlain ? { expected: first["value"] } : {};
  if (!options.isAsserted) {
    if (isPlain) return { record: rest, ...expected };
    const type = String((assertions.find((assertion) => assertion["type"] !== "equals") ?? first)["type"]);
    throw mistake(
      `${place}, __expected has the assertion "${type}" for this row.`,
      `Add assert to the benchmark's scorers, which reads the scorers of each case; or write scorers: [${type}] and keep the text in the column.`,
    );
  }
  const { specs, texts } = specsOf(assertions, place, options);
  const scorers = threshold === undefined ? specs : [{ "assert-set": { scorers: specs, threshold } }];
  return { record: { ...rest, ...texts }, ...expected, scorers };
}

/** The assertions as scorers, and texts with braces that they name as variables. */
function specsOf(
  assertions: readonly Fields[],
  place: string,
  { trustsData = false }: TableColumnsOptions,
): { readonly specs: readonly Spec[]; readonly texts: Fields } {
  const at: Place = { file: unlined(place), path: [] };
  const [told, cells] = [notes(), dataCells()];
  const kept = trustsData ? assertions : (inertTest({ assert: assertions }, at, cells)["assert"] as readonly Fields[]);
  const texts = Object.create(null) as Record<string, unknown>;
  const context = contextOf({ told, cells, texts });
  const specs = kept.map((one) => translateAssertion(one, at, context)).filter((spec) => spec !== undefined);
  if (specs.length === assertions.length) return { specs, texts };
  cells.tell(told);
  const why = (told.warnings()[0]?.message ?? "cannot be used here").replace(": the assertion is left out", "");
  throw mistake(`${place}, __expected: ${why}.`, "Or move the assertion to the scorers of the benchmark.");
}

function contextOf({
  told,
  cells,
  texts,
}: {
  readonly told: Reading["notes"];
  readonly cells: Reading["cells"];
  readonly texts: Record<string, unknown>;
}): AssertionContext {
  const refuse = (reference: string): never => {
    throw mistake(`${reference} is not read from here.`, "Name it among the benchmark's scorers.");
  };
  return {
    vars: {},
    literalVars: new Set(),
    later: new Set(),
    fill: (text) => text,
    reading: {
      folder: ".",
      notes: told,
      tools: { records: refuse, scripts: () => refuse },
      script: refuse,
      trustsData: false,
      downloadsTests: false,
      environment: {},
      stored: new Set(),
      filters: {},
      cells,
    },
    transforms: [],
    providerTransforms: [],
    literal(text) {
      if (!text.includes("{{")) return text;
      const name = `__text${Object.keys(texts).length + 1}`;
      texts[name] = text;
      return `{{${name}}}`;
    },
    called: { tools: undefined, functions: undefined, isNothing: false, logprobs: true },
    question: undefined,
    grading: {},
    useJudge: () => undefined,
    named: () => {},
    blockwise: (spec) => refuse(Object.keys(spec)[0] ?? ""),
  };
}

function mistake(message: string, hint: string): SameseedError {
  return new SameseedError("BAD_DATASET", message, { hint });
}

/** Whether a benchmark file's scorers include `assert`, which reads those of cases. */
export function hasAssert(scorers: readonly unknown[]): boolean {
  return scorers.some((spec) => spec === "assert" || (isObject(spec) && Object.hasOwn(spec, "assert")));
}
