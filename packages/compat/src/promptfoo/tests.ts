import { dirname, extname } from "node:path";
import { ASSERTION_TYPES } from "./assertion-types.ts";
import { testOfRow } from "./csv-tests.ts";
import { inertTest } from "./data-cells.ts";
import { inside, type Place, type PlacedFile } from "./place.ts";
import { isRemote, type RemoteFile, remoteFile } from "./remote-tests.ts";
import {
  type Fields,
  filesOf,
  isObject,
  isScript,
  mistake,
  namedPath,
  type Placed,
  readText,
  type Reading,
  referenceOf,
  scriptAt,
  scriptValue,
  yamlOf,
} from "./reading.ts";

/** A test case as the config or a file of it writes it. */
export interface RawTest extends Placed<Fields> {
  /** The folder that `vars: file.yaml` starts from. */
  readonly folder: string;
  /** `config`: of the config or of code that it names; `data`: text; `trusted`: of a data file that may name code and files. */
  readonly origin: Origin;
  /** Variables that are always text; undefined where all are, or none is, depending on the origin. */
  readonly literal?: ReadonlySet<string> | undefined;
  /** Whether prefix and suffix are text, where the origin does not decide. */
  readonly hasTextAffixes?: boolean | undefined;
}

export type Origin = "config" | "data" | "trusted";

const OBJECTS = new Set([".yaml", ".yml", ".json"]);
const TABLES = new Set([".csv", ".tsv", ".xlsx", ".xls"]);

/** All tests of a config: its own, those in files, and those from scripts. */
export async function readTests(value: unknown, place: Place, reading: Reading): Promise<RawTest[]> {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return referredTests(value, { place }, reading);
  if (Array.isArray(value)) {
    const tests: RawTest[] = [];
    for (const [index, entry] of value.entries())
      tests.push(...(await readTests(entry, inside(place, index), reading)));
    return tests;
  }
  if (!isObject(value))
    throw mistake(place, "a test is neither an object nor a path", "Write {vars, assert}, or file://tests.csv.");
  if (typeof value["path"] === "string")
    return referredTests(value["path"], { place, config: value["config"] }, reading);
  const { folder, dataRoot } = reading;
  return [asData({ value, place, folder, origin: dataRoot === undefined ? "config" : "trusted" }, reading)];
}

interface Referring {
  readonly place: Place;
  /** Given to a script. */
  readonly config?: unknown;
}

async function referredTests(reference: string, { place, config }: Referring, reading: Reading): Promise<RawTest[]> {
  if (reading.dataRoot !== undefined && !reading.trustsData) {
    reading.cells.keep(place, "tests");
    return [];
  }
  if (isRemote(reference)) {
    const remote = await remoteFile(reference, place, reading);
    return remote === undefined ? [] : fileTests(remote, place, reading);
  }
  if (isScript(reference)) return scriptTests(reference, { place, config }, reading);
  const [path = "", sheet] = namedPath(reference, place, reading).split("#");
  const files = await filesOf(path);
  if (files.length === 0) throw mistake(place, `no tests file ${path}`, "Paths are relative to the config.");
  const tests: RawTest[] = [];
  for (const file of files)
    tests.push(...(await fileTests({ name: sheet === undefined ? file : `${file}#${sheet}` }, place, reading)));
  return tests;
}

/** A file of tests: one on disk by its path, optionally with a sheet, or a downloaded one. */
type TestsFile = Pick<RemoteFile, "name"> & Partial<RemoteFile>;

/** The tests of a file are data: without the user's word they are text. */
async function fileTests(file: TestsFile, place: Place, reading: Reading): Promise<RawTest[]> {
  return (await testsIn(file, place, reading)).map((test) => asData(test, reading));
}

function asData(test: RawTest, { trustsData, cells }: Reading): RawTest {
  if (trustsData || test.origin !== "trusted") return test;
  return { ...test, origin: "data", value: inertTest(test.value, test.place, cells) };
}

async function testsIn({ name, content }: TestsFile, place: Place, reading: Reading): Promise<RawTest[]> {
  const path = name.split("#")[0]!;
  const extension = extname(path).toLowerCase();
  const folder = content === undefined ? dirname(path) : reading.folder;
  const text = async (): Promise<string> =>
    content === undefined ? readText(path, place) : new TextDecoder().decode(await content());
  if (TABLES.has(extension)) {
    const rows = await Array.fromAsync(reading.tools.records(name, content));
    const table: PlacedFile = { file: path, lineOf: () => null };
    return rows.map((row, index) => ({
      value: testOfRow(row, ASSERTION_TYPES),
      place: { file: table, path: ["row", index + 1] },
      folder,
      origin: "trusted",
    }));
  }
  if (extension === ".jsonl") {
    const lines: PlacedFile = { file: path, lineOf: ([line]) => Number(line) };
    const texts = (await text()).split(/\r?\n/);
    return texts.flatMap((text, index) => {
      if (text.trim() === "") return [];
      const at: Place = { file: lines, path: [index + 1] };
      return [{ value: jsonLine(text, at), place: at, folder, origin: "trusted" }];
    });
  }
  if (isScript(path)) return scriptTests(referenceOf(path, reading), { place }, reading);
  if (!OBJECTS.has(extension))
    throw mistake(
      place,
      `${path} does not tell its format by its name`,
      `Known endings: ${[...TABLES, ".jsonl", ...OBJECTS].join(", ")}, and those of scripts.`,
    );
  const { value, place: there } = yamlOf(path, await text());
  const list = Array.isArray(value) ? value : [value];
  const tests: RawTest[] = [];
  for (const [index, entry] of list.entries()) {
    const at = Array.isArray(value) ? inside(there, index) : there;
    if (typeof entry === "string")
      tests.push(
        ...(await referredTests(
          entry,
          { place: at },
          { ...reading, folder, dataRoot: reading.dataRoot ?? reading.folder },
        )),
      );
    else if (isObject(entry)) tests.push({ value: entry, place: at, folder, origin: "trusted" });
    else throw mistake(at, "a test is neither an object nor a path", "Write {vars, assert}.");
  }
  return tests;
}

async function scriptTests(reference: string, { place, config }: Referring, reading: Reading): Promise<RawTest[]> {
  namedPath(reference, place, reading);
  const name = reference.endsWith(".py") ? `${reference}:generate_tests` : reference;
  const script = scriptAt(name, place, reading);
  const made =
    typeof script.value === "function"
      ? await scriptValue(() => script.call(...(config === undefined ? [] : [config])), place)
      : script.value;
  if (!Array.isArray(made))
    throw mistake(place, `${reference} gave no list of tests`, "Return a list of {vars, assert}.");
  const file: PlacedFile = { file: reference.replace(/^file:\/\//, ""), lineOf: () => null };
  return made.map((test: unknown, index) => {
    const at: Place = { file, path: ["tests", index] };
    if (isObject(test)) return { value: test, place: at, folder: reading.folder, origin: "config" };
    throw mistake(
      place,
      `${reference} gave ${JSON.stringify(test)} as test ${index}`,
      "Return a list of {vars, assert}.",
    );
  });
}

function jsonLine(text: string, place: Place): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw mistake(place, `the line is not JSON: ${(cause as Error).message}`, "Write one JSON object a line.");
  }
  throw mistake(place, "the line is not a JSON object", "Write one JSON object a line.");
}
