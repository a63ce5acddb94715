/**
 * Files that break readers and writers, and what becomes of them here: the same content, a clear error with its line and
 * column, or a difference. Run: node benches/torture-files.ts [data folder]
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { SameseedError } from "../packages/core/src/index.ts";
import { dataset, equals, fake, messageText, nunjucksPrompt, runBenchmark } from "../packages/cli/src/index.ts";
import { csvLine } from "../packages/reporter/src/csv/csv-line.ts";
import { findJsonFault } from "../packages/runner/src/datasets/json-fault.ts";
import { readRecords } from "../packages/runner/src/index.ts";

const DATA = process.argv[2] ?? join(import.meta.dirname, "../../shared/data");
const temporary = await mkdtemp(join(tmpdir(), "torture-"));

interface Result {
  readonly what: string;
  readonly cases: number;
  readonly same: number;
  /** Refused with a line and a column. */
  readonly placed: number;
  readonly different: readonly string[];
  readonly note?: string;
}
type Outcome = "same" | "placed" | string;

function tally(what: string, outcomes: readonly Outcome[], note?: string): Result {
  return {
    what,
    cases: outcomes.length,
    same: outcomes.filter((outcome) => outcome === "same").length,
    placed: outcomes.filter((outcome) => outcome === "placed").length,
    different: outcomes.filter((outcome) => outcome !== "same" && outcome !== "placed"),
    ...(note !== undefined && { note }),
  };
}

const json = <T>(path: string): T => JSON.parse(readFileSync(join(DATA, path), "utf8")) as T;

async function recordsOf(file: string): Promise<Readonly<Record<string, unknown>>[]> {
  const records: Readonly<Record<string, unknown>>[] = [];
  for await (const { record } of readRecords(file)) records.push(record);
  return records;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Classifies an error: a clear one for the user with a place, or another. */
function placed(error: unknown, name: string): Outcome {
  if (error instanceof SameseedError && /line \d+, column \d+/.test(error.message)) return "placed";
  return `${name}: ${(error as Error).message}`;
}

async function csvSpectrum(): Promise<Result> {
  const folder = join(DATA, "csv/csv-spectrum");
  const outcomes = readdirSync(join(folder, "csvs")).map(async (file): Promise<Outcome> => {
    const name = basename(file, ".csv");
    const records = await recordsOf(join(folder, "csvs", file));
    return isSame(records, json(`csv/csv-spectrum/json/${name}.json`)) ? "same" : name;
  });
  return tally(
    "csv-spectrum",
    await Promise.all(outcomes),
    "location_coordinates: its JSON has another telephone number than its CSV",
  );
}

interface PapaCase {
  readonly description: string;
  readonly input: string;
  readonly config?: object;
  readonly expected: { readonly data: unknown[]; readonly errors: readonly { readonly type: string }[] };
}

/** Tables as papaparse reads them without options. Rows get a header of numbers, which a dataset needs. */
async function papaparseReads(): Promise<Result> {
  const suites = json<Record<string, PapaCase[]>>("csv/papaparse/papaparse_cases.json");
  const all = [...suites["CORE_PARSER_TESTS"]!, ...suites["PARSE_TESTS"]!];
  const plain = all.filter(
    ({ config, input, expected }) =>
      config === undefined && typeof input === "string" && expected.data.every(Array.isArray),
  );
  const outcomes: Outcome[] = [];
  for (const [number, { description, input, expected }] of plain.entries()) {
    const wanted = (expected.data as string[][]).filter((row) => row.length > 1 || row[0]!.trim() !== "");
    const isFault = expected.errors.some(({ type }) => type === "Quotes");
    const width = Math.max(1, ...wanted.map((row) => row.length));
    const delimiter = /;/.test(input) && !/,/.test(input) ? ";" : /\t/.test(input) && !/[,;]/.test(input) ? "\t" : ",";
    const newline = /\r\n/.test(input) ? "\r\n" : /\r/.test(input) && !/\n/.test(input) ? "\r" : "\n";
    const header = Array.from({ length: width }, (_, column) => `c${column}`).join(delimiter);
    const file = join(temporary, `papaparse-${number}.csv`);
    await writeFile(file, `${header}${newline}${input.replace(/^\uFEFF/, "")}`);
    try {
      const rows = (await recordsOf(file)).map((record) => Object.values(record));
      const padded = wanted.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]);
      outcomes.push(!isFault && isSame(rows, padded) ? "same" : description);
    } catch (error) {
      // an error names the line of a row with another width than the header, but cannot know which field is
      // missing
      const isRagged = error instanceof SameseedError && /line \d+: \d+ fields, but the header has/.test(error.message);
      outcomes.push(
        isRagged && wanted.some((row) => row.length !== width)
          ? "placed"
          : isFault
            ? placed(error, description)
            : `${description}: ${(error as Error).message}`,
      );
    }
  }
  return tally(
    "papaparse's reading cases, without options",
    outcomes,
    `${all.length - plain.length} more need options of papaparse`,
  );
}

async function byteOrderMark(): Promise<Result> {
  const [record] = await recordsOf(join(DATA, "csv/papaparse/utf-8-bom-sample.csv"));
  const names = Object.keys(record ?? {});
  return tally("a byte order mark before the header", [
    names[0]?.startsWith("\uFEFF") || names.length === 0 ? names.join() : "same",
  ]);
}

/** JSON as a dataset's line: what must be accepted is, and what must be rejected is with its line and column. */
async function jsonSuite(): Promise<Result> {
  const suite = JSON.parse(gunzipSync(readFileSync(join(DATA, "json/json_test_suite.json.gz"))).toString("utf8")) as {
    parsing: { name: string; input?: string }[];
  };
  const cases = suite.parsing.filter((one): one is { name: string; input: string } => one.input !== undefined);
  const outcomes: Outcome[] = [];
  for (const [number, { name, input }] of cases.entries()) {
    const file = join(temporary, `json-${number}.json`);
    await writeFile(file, `[{"a":${input}\n}]`);
    const wrapped = readsAs(`[{"a":${input}\n}]`);
    try {
      const [record] = await recordsOf(file);
      const isRight = name.startsWith("n_")
        ? wrapped !== undefined
        : isSame(record, (wrapped as unknown[] | undefined)?.[0]);
      outcomes.push(isRight ? "same" : name);
    } catch (error) {
      outcomes.push(name.startsWith("y_") ? name : placed(error, name));
    }
  }
  return tally(
    "JSONTestSuite, each text inside a dataset",
    outcomes,
    `the ${cases.filter(({ name }) => name.startsWith("i_")).length} that may go either way go as JSON.parse has them`,
  );
}

function readsAs(text: string): unknown {
  return findJsonFault(text) === undefined ? (JSON.parse(text) as unknown) : undefined;
}

/** Text that a spreadsheet would run is plain text in CSV, and not a formula in XLSX. */
async function formulas(): Promise<Result[]> {
  const { first_characters_to_neutralise: firsts, ...sources } = json<Record<string, string[]>>(
    "csv/formula_injection.json",
  ) as unknown as Record<string, string[]> & {
    first_characters_to_neutralise: Record<string, string[]>;
  };
  const characters = Object.values(firsts).flat();
  const payloads = [...Object.values(sources).flat(), ...characters.map((character) => `${character}1+1`)];
  const inCsv = payloads.map((payload): Outcome => {
    const cell = csvLine([payload, "end"]).replace(/^"/, "");
    return characters.some((character) => cell.startsWith(character)) ? payload : "same";
  });
  const { xlsx } = await throughRun(payloads);
  const raw = gunzipEntries(await import("node:fs/promises").then(({ readFile }) => readFile(xlsx)));
  const inXlsx = [/<f[ >]/.test(raw) ? "a cell with a formula" : "same"];
  return [
    tally("formula payloads in CSV (none left to run)", inCsv),
    tally("formula payloads in XLSX (no cell is a formula)", inXlsx),
  ];
}

interface ThroughRun {
  readonly csv: string;
  readonly xlsx: string;
  readonly answers: readonly (string | null)[];
}

let runs = 0;

/** Strings through prompt, answer and row into rows.csv and report.xlsx. */
async function throughRun(strings: readonly string[]): Promise<ThroughRun> {
  const answers: (string | null)[] = [];
  const finished = await runBenchmark(
    {
      name: `naughty-${++runs}`,
      cases: strings.map((text, index) => ({ id: `s${index}`, vars: { text }, expected: text })),
      prompts: [nunjucksPrompt({ id: "nunjucks", text: "{{ text }}" })],
      models: [fake("echo", ({ messages }) => messageText(messages[0]!))],
      scorers: [equals({ trim: false })],
    },
    {
      out: temporary,
      csvRaw: true,
      format: ["xlsx"],
      onRow: ({ trial, outcome }) => {
        answers[Number(trial.case.id.slice(1))] = outcome.status === "failed" ? null : outcome.text;
      },
    },
  );
  const file = (name: string): string => finished!.files.find((path) => path.endsWith(name))!;
  return { csv: file("rows.csv"), xlsx: file("report.xlsx"), answers };
}

async function naughtyStrings(): Promise<Result[]> {
  const strings = json<string[]>("strings/blns.json");
  const { csv, xlsx, answers } = await throughRun(strings);
  const columns = { id: "case", vars: { output: "output", text: "vars.text" } };
  const compare = async (file: string, normal: (text: string) => string): Promise<Outcome[]> => {
    const outcomes: Outcome[] = strings.map((text) => `${JSON.stringify(text)}: missing`);
    for await (const { id, vars } of dataset(file, columns).cases()) {
      const place = Number(id.slice(1));
      const wanted = normal(strings[place]!);
      const got = [vars["output"], vars["text"]].map(String);
      outcomes[place] = got.every((text) => text === wanted)
        ? "same"
        : `${JSON.stringify(wanted)} → ${JSON.stringify(got[0])}`;
    }
    return outcomes;
  };
  return [
    tally(
      "naughty strings: prompt → answer → row",
      strings.map((text, place) => (answers[place] === text ? "same" : JSON.stringify(text))),
    ),
    tally("naughty strings: rows.csv → dataset", await compare(csv, (text) => text)),
    tally("naughty strings: report.xlsx → dataset", await compare(`${xlsx}#Rows`, (text) => text)),
  ];
}

/** The text of an archive's packed files. */
function gunzipEntries(bytes: Buffer): string {
  const { inflateRawSync } = process.getBuiltinModule("node:zlib");
  let text = "";
  for (
    let at = bytes.indexOf("PK\u0003\u0004", 0, "latin1");
    at !== -1;
    at = bytes.indexOf("PK\u0003\u0004", at + 4, "latin1")
  ) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    try {
      text += inflateRawSync(bytes.subarray(start)).toString("utf8");
    } catch {
      continue; // a stored file, or data that follows the compressed part
    }
  }
  return text;
}

if (!existsSync(DATA)) {
  console.error(`There is no ${DATA}: name the folder with the files.`);
  process.exit(2);
}
try {
  const table = [
    await csvSpectrum(),
    await papaparseReads(),
    await byteOrderMark(),
    await jsonSuite(),
    ...(await formulas()),
    ...(await naughtyStrings()),
  ];
  console.log(
    "| files | cases | same | clear error (line, column) | differs | |\n| --- | --- | --- | --- | --- | --- |",
  );
  for (const { what, cases, same, placed: errors, different, note = "" } of table)
    console.log(`| ${what} | ${cases} | ${same} | ${errors} | ${different.length} | ${note} |`);
  for (const { what, different } of table) for (const one of different) console.log(`\n${what}: ${one}`);
} finally {
  await rm(temporary, { recursive: true, force: true });
}
