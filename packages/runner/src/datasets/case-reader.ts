import { contentHash, isBlank, isObject, readPath, type TestCase, type Vars } from "@sameseed/core";
import type { ColumnValues, RecordColumns } from "./record-columns.ts";
import type { DataRecord } from "./read-records.ts";
import { idOf, idReader, valueAt } from "./record-path.ts";

/** Which fields of a record are what, each a path such as `answer`, `meta.topic` or `turns[0]`. */
export interface CaseMapping {
  /** Also a template over the record and its number: `gsm8k-test-#{{$index}}`. Default: the field `id`, else a hash of the vars. */
  readonly id?: string | undefined;
  /** Variable name → path. Default: all fields under their own names. */
  readonly vars?: Readonly<Record<string, string>> | undefined;
  /** Default: the field `expected`, unless it is missing or empty. */
  readonly expected?: string | undefined;
  /**
   * Rows without an expected answer: `error` (default) leaves them to the scorers, which refuse a case
   * without their inputs; `skip` leaves them out, and the run reports their number.
   */
  readonly unlabelled?: "error" | "skip" | undefined;
  /**
   * Metadata name → path: for groups and filters; prompts do not see it. Default: the field `metadata`, where
   * it is an object. With `vars`, other fields are metadata too, except nested values and texts above 1,000
   * characters.
   */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Default: the field `cluster`, unless it is missing or empty. */
  readonly cluster?: string | undefined;
  /** The chain of each case. Default: the field `chain` of a record that is a whole case. */
  readonly chain?: string | undefined;
  /**
   * The variable that gives later cases of the chain the answer. Default: `storeAs` of a record that is a
   * whole case.
   */
  readonly storeAs?: string | undefined;
  /** Reads only the first n records (that pass a filter). */
  readonly limit?: number | undefined;
  /** Columns with a meaning in another tool. Default: columns are read by their names. */
  readonly columns?: RecordColumns | undefined;
}

/** Longer texts of unmapped fields are dropped, since every row of a run contains its case. */
const LONGEST_UNMAPPED = 1000;

const CASE_KEYS = new Set(["id", "vars", "expected", "cluster", "metadata", "scorers", "chain", "storeAs"]);

/**
 * Turns the records of one reading into cases. It remembers the ids it made from content, so that a second
 * record with the same content gets `-2`: create a new reader for each reading.
 */
export function caseReader(mapping: CaseMapping = {}): (data: DataRecord, columns?: ColumnValues) => TestCase {
  const mappedId = mapping.id === undefined ? undefined : idReader(mapping.id);
  const timesSeen = new Map<string, number>();

  const hashId = (vars: Vars): string => {
    const id = `case-${contentHash(vars).slice(0, 12)}`;
    const times = (timesSeen.get(id) ?? 0) + 1;
    timesSeen.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  };

  return (given, columns) => {
    const data = columns === undefined ? given : { ...given, record: columns.record };
    const { record, place } = data;
    const vars = mapping.vars === undefined ? defaultVars(record) : mapped(data, mapping.vars);
    const expected =
      mapping.expected === undefined
        ? (columns?.expected ?? filled(own(record, "expected")))
        : filled(
            mapping.unlabelled === "skip" ? readPath(given.record, mapping.expected) : valueAt(given, mapping.expected),
          );
    const cluster = mapping.cluster === undefined ? filled(own(record, "cluster")) : valueAt(data, mapping.cluster);
    const chained = chainOf(data, mapping);
    const unmapped = mapping.vars === undefined ? undefined : unmappedFields(record, mapping);
    const metadata = metadataOf(
      data,
      { unmapped, own: columns?.metadata ?? own(record, "metadata") },
      mapping.metadata,
    );
    return {
      id: mappedId?.(data) ?? (Object.hasOwn(record, "id") ? idOf(record.id, place) : hashId(vars)),
      vars,
      ...(expected === undefined ? {} : { expected }),
      ...(cluster === undefined ? {} : { cluster: idOf(cluster, place, "cluster") }),
      ...(metadata === undefined ? {} : { metadata }),
      ...chained,
      ...(columns?.scorers && { scorers: columns.scorers }),
      ...(isWholeCase(record) && Array.isArray(record.scorers) && { scorers: record.scorers as TestCase["scorers"] }),
    };
  };
}

/** The chain of a record and the name of its answer there, where it has them. */
export function chainOf(data: DataRecord, mapping: CaseMapping): Pick<TestCase, "chain" | "storeAs"> {
  const { record, place } = data;
  const read = (name: "chain" | "storeAs"): string | undefined => {
    const path = mapping[name];
    const whole = isWholeCase(record) ? filled(own(record, name)) : undefined;
    const value = path === undefined ? whole : filled(readPath(record, path));
    return value === undefined ? undefined : idOf(value, place, name);
  };
  const [chain, storeAs] = [read("chain"), read("storeAs")];
  return { ...(chain !== undefined && { chain }), ...(storeAs !== undefined && { storeAs }) };
}

/** A record that looks like a whole case, `{id, vars: {…}, expected…}`, is one; otherwise its fields are the vars. */
function defaultVars(record: Vars): Vars {
  return isWholeCase(record) ? record.vars : record;
}

function isWholeCase(record: Vars): record is Vars & { readonly vars: Vars } {
  return isObject(own(record, "vars")) && Object.keys(record).every((key) => CASE_KEYS.has(key));
}

function mapped(data: DataRecord, paths: Readonly<Record<string, string>>): Vars {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, valueAt(data, path)]));
}

/** The row's metadata, overridden by the mapping's; undefined without either. */
function metadataOf(
  data: DataRecord,
  { unmapped, own }: { readonly unmapped: Vars | undefined; readonly own: unknown },
  paths: Readonly<Record<string, string>> | undefined,
): Vars | undefined {
  const brought = isObject(own) ? { ...unmapped, ...own } : unmapped;
  return paths === undefined ? brought : { ...brought, ...mapped(data, paths) };
}

/** Fields of a row that no mapping names: groups and tables can use them. Long texts and nested values are left out. */
function unmappedFields(record: Vars, mapping: CaseMapping): Vars | undefined {
  const { id = "id", expected = "expected", cluster = "cluster", vars = {}, metadata = {}, chain, storeAs } = mapping;
  const named = new Set([
    id,
    expected,
    cluster,
    chain,
    storeAs,
    ...Object.values(vars),
    ...Object.values(metadata),
    "metadata",
  ]);
  const fields = Object.entries(record).filter(([name, value]) => !named.has(name) && isShortScalar(value));
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function isShortScalar(value: unknown): boolean {
  if (typeof value === "string") return value.length <= LONGEST_UNMAPPED;
  return typeof value === "number" || typeof value === "boolean";
}

/** An empty cell has no value. */
function filled(value: unknown): unknown {
  return isBlank(value) ? undefined : value;
}

function own(record: Vars, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
