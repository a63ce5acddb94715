import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CasesSpec,
  type Dataset,
  chainsOf,
  plural,
  sampled,
  SameseedError,
  template,
  type TestCase,
  type Vars,
} from "@sameseed/core";
import { type CaseMapping, caseReader, chainOf } from "./case-reader.ts";
import { ColumnReader } from "./record-columns.ts";
import { withExamples } from "./few-shot.ts";
import { formatOf, type RecordFormat, readRecords } from "./read-records.ts";
import { type RowFilter, RowFilterState } from "./row-filter.ts";
import { isNoPath, type Source, sources } from "./sources.ts";

/** The rows of a file that become cases, and additions to them. */
export interface FileOptions extends CaseMapping {
  /** Format of the file, if its name has no known ending. Required for `-`, standard input. */
  readonly format?: RecordFormat | undefined;
  /** Keeps the rows whose fields have these values: a path, and a value or a list of alternatives; in TypeScript also a function. */
  readonly where?: RowFilter | undefined;
  /** Keeps this number of cases, drawn with the seed from those that pass `where`; they keep their order. */
  readonly sample?: number | undefined;
  /** For `sample` and `fewShot`. Default: the benchmark's seed in a YAML file, 1 in TypeScript. */
  readonly seed?: number | undefined;
  readonly fewShot?: FewShotOptions | undefined;
}

/** Examples in the prompt, drawn with the seed and never the case itself. */
export interface FewShotOptions {
  readonly count: number;
  /** A file with examples, read with the same mapping. Default: the cases' own file. */
  readonly file?: string | undefined;
  /** The variable with the examples. Default `examples`. */
  readonly as?: string | undefined;
  /** Text of one example, a template over its vars and `expected`; examples are joined by an empty line. Default: the list of their vars. */
  readonly text?: string | undefined;
  /** `case` (default): a separate draw for each case. `run`: the same examples for all. */
  readonly each?: "case" | "run" | undefined;
}

/** Cases from a CSV file (also `.gz`); comma, semicolon or tab. Values are text: `"18"`, never 18. */
export function csv<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), { ...options, format: "csv" });
}

/** Cases from a file with one JSON object per line (also `.gz`). */
export function jsonl<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), { ...options, format: "jsonl" });
}

/** Cases from a JSON file (also `.gz`): a list of objects, or an object that contains one list. Loaded into memory. */
export function json<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), { ...options, format: "json" });
}

/** Cases from a workbook's first sheet, or from another: `cases.xlsx#Sheet2`. Loaded into memory. */
export function xlsx<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), { ...options, format: "xlsx" });
}

/** Cases from a Parquet file. */
export function parquet<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), { ...options, format: "parquet" });
}

/**
 * Cases from a file whose extension shows the format, a glob pattern (`cases/*.jsonl`), a URL, or `-` for standard
 * input. Errors: `BAD_BENCHMARK` for an unknown extension.
 */
export function dataset<V extends Vars = Vars>(file: string | URL, options: FileOptions = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), options);
}

/** The cases of a benchmark file: a file, a file with a mapping, or the cases themselves. `seed` is the benchmark's. */
export function fromSpec(
  spec: CasesSpec,
  given: Pick<FileOptions, "seed" | "columns"> = {},
): Dataset | readonly TestCase[] {
  if (typeof spec === "string") return dataset(spec, given);
  if (Array.isArray(spec)) return spec;
  const { file, ...options } = spec;
  return dataset(file, { ...options, ...given });
}

/** The path of a file given as path or as `file:` URL. */
export function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

type IsExample = (testCase: TestCase) => boolean;

function fileDataset<V extends Vars = Vars>(file: string, options: FileOptions, isExample?: IsExample): Dataset<V> {
  caseReader(options); // a template that does not compile is reported now, not at the first record
  const { format = file === "-" ? needsFormat() : formatOf(file), sample, fewShot, seed = 1 } = options;
  const openSources = sources(file);
  const skipped: Skipped = { count: 0, read: 0 };
  const pool = fewShot === undefined ? undefined : poolOf(file, options, isExample);
  return {
    id: nameOf(file),
    async *cases() {
      let cases = readCases<V>(await openSources(), { ...options, format, skipped });
      if (sample !== undefined) cases = flattened(sampled(chainsOf(cases), sample, seed));
      if (fewShot === undefined || pool === undefined) return yield* cases;
      const { count, as = "examples", each = "case", text } = fewShot;
      yield* withExamples(cases, {
        count,
        pool,
        as,
        each,
        seed,
        render: text === undefined ? undefined : renderer(text),
      });
    },
    notes: () => skippedNotes(nameOf(file), skipped),
    relativeTo: (folder) => {
      const located = (path: string): string => (isNoPath(path) ? path : resolve(folder, path));
      const examples = fewShot?.file === undefined ? fewShot : { ...fewShot, file: located(fewShot.file) };
      return fileDataset<V>(located(file), { ...options, fewShot: examples }, isExample);
    },
    withExamples: (kept) => fileDataset<V>(file, options, kept),
  };
}

async function* flattened<T>(units: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const unit of units) yield* unit;
}

/** Rows without a label that the last reading left out, and all that it read. */
interface Skipped {
  count: number;
  read: number;
}

function skippedNotes(name: string, { count, read }: Skipped): string[] {
  if (count === 0) return [];
  const verbs = count === 1 ? ["has", "is"] : ["have", "are"];
  return [
    `${name}: ${count} of ${plural(read, "row")} ${verbs[0]} no expected answer and ${verbs[1]} left out (unlabelled: skip).`,
  ];
}

async function* readCases<V extends Vars>(
  opened: readonly Source[],
  options: FileOptions & { readonly format: RecordFormat; readonly skipped: Skipped },
): AsyncGenerator<TestCase<V>> {
  const { limit = Infinity, where, format, unlabelled, skipped } = options;
  const toCase = caseReader(options);
  const columns = new ColumnReader(options.columns);
  const filter = new RowFilterState(where);
  let index = 0;
  let kept = 0;
  let [count, read] = [0, 0];
  let cut: string | undefined; // the chain that lost its latest turn
  for (const { name, content } of opened) {
    for await (const data of readRecords(name, format, content)) {
      const numbered = { ...data, index: index++ }; // through all files, including rows that the filter leaves out
      if (!filter.keeps(numbered)) {
        cut = chainOf(numbered, options).chain ?? cut;
        continue;
      }
      const marked = columns.hasMarked(numbered) ? await columns.values(numbered) : undefined;
      const testCase = toCase(numbered, marked) as TestCase<V>; // the caller declares types; core checks
      const isSkipped = unlabelled === "skip" && testCase.expected === undefined;
      if (isSkipped) count++;
      Object.assign(skipped, { count, read: ++read });
      if (isSkipped) cut = testCase.chain ?? cut;
      if (isSkipped) continue;
      if (testCase.chain !== undefined && testCase.chain === cut) throw cutChain(name, testCase);
      yield testCase;
      if (++kept >= limit) return;
    }
  }
  if (kept === 0 && count > 0) throw noLabels(opened[0]!.name, options.expected);
  const problem = kept === 0 ? filter.problem(opened[0]!.name) : undefined;
  if (problem !== undefined) throw problem;
}

/** A later turn without the earlier one would be another conversation. */
function cutChain(name: string, { id, chain }: TestCase): SameseedError {
  return new SameseedError(
    "BAD_DATASET",
    `${name}: case "${id}" follows a turn of chain "${chain}" that \`where\` or \`unlabelled: skip\` leaves out.`,
    { hint: "Filter by a field that all turns of a chain share, or give each turn an expected answer." },
  );
}

function noLabels(name: string, expected = "expected"): SameseedError {
  return new SameseedError(
    "EMPTY_DATASET",
    `${name}: no row has a value in "${expected}", and unlabelled: skip leaves them all out.`,
    {
      hint: "Name the field with the expected answer: cases: {file: …, expected: <field>}.",
    },
  );
}

/** Without a separate file, examples are drawn from all rows that pass the filter, not from the sample alone. */
function poolOf(file: string, options: FileOptions, isExample: IsExample | undefined): Dataset {
  const { id, vars, expected, cluster, where, format, unlabelled, columns } = options;
  const own = options.fewShot?.file ?? file;
  const isSame = own === file;
  // A row number does not identify the same case in another file.
  const isCounted = !isSame && id !== undefined && /\{\{\s*\$(?:index|row)\b/.test(id);
  const ids = isCounted ? `example ${id}` : id;
  const mapping = { id: ids, vars, expected, cluster, unlabelled, columns, ...(isSame && { where, format }) };
  const pool = fileDataset(own, mapping);
  return isSame && isExample !== undefined ? onlySome(pool, isExample) : pool;
}

function onlySome(pool: Dataset, isExample: IsExample): Dataset {
  return {
    ...pool,
    async *cases() {
      for await (const testCase of pool.cases()) if (isExample(testCase)) yield testCase;
    },
  };
}

function renderer(text: string): (example: TestCase) => string {
  const compiled = template(text);
  return ({ id, vars, expected }) =>
    compiled.render({ ...(expected !== undefined && { expected }), ...vars }, `The example "${id}"`);
}

function nameOf(file: string): string {
  if (file === "-") return "standard input";
  return basename(isNoPath(file) ? new URL(file).pathname : file);
}

function needsFormat(): never {
  throw new SameseedError("BAD_BENCHMARK", "Standard input has no name that shows its format.", {
    hint: "Write cases: {file: -, format: jsonl}.",
  });
}
