import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DataRecord, readRecords } from "./read-records.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "records-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Uint8Array): Promise<DataRecord[]> {
  await writeFile(join(folder, name), content);
  return Array.fromAsync(readRecords(join(folder, name)));
}

async function recordsOf(name: string, content: string | Uint8Array): Promise<unknown[]> {
  return (await read(name, content)).map(({ record }) => record);
}

const WANTED = [
  { id: "1", text: "a,b" },
  { id: "2", text: 'ü "x"\ny' },
];
const CSV = 'id,text\r\n1,"a,b"\r\n\r\n2,"ü ""x""\ny"\r\n';
const JSONL = `${JSON.stringify(WANTED[0])}\r\n\n${JSON.stringify(WANTED[1])}`;

describe("one set of records reads the same from", () => {
  test.each<[string, string, string | Uint8Array]>([
    ["CSV", "a.csv", CSV],
    ["CSV with a byte order mark", "a.csv", `\uFEFF${CSV}`],
    ["CSV with semicolons", "a.csv", 'id;text\n1;a,b\n2;"ü ""x""\ny"'],
    ["CSV with tabs", "a.tsv", 'id\ttext\n1\ta,b\n2\t"ü ""x""\ny"'],
    ["packed CSV", "a.csv.gz", gzipSync(CSV)],
    ["CSV packed in two members", "a.csv.gz", Buffer.concat([gzipSync(CSV.slice(0, 20)), gzipSync(CSV.slice(20))])],
    ["CSV after empty lines", "a.csv", `\n \r\n${CSV}`],
    ["JSONL", "a.jsonl", JSONL],
    ["JSONL by its other name", "A.NDJSON", JSONL],
    ["packed JSONL with a byte order mark", "a.jsonl.gz", gzipSync(`\uFEFF${JSONL}`)],
    ["a JSON list", "a.json", JSON.stringify(WANTED)],
    ["the list in a JSON object", "a.json", JSON.stringify({ version: 1, rows: WANTED }, null, 2)],
    ["the list of records next to other lists", "a.json", JSON.stringify({ tags: ["x"], failed: [], rows: WANTED })],
    [
      "the list inside an answer of an API",
      "a.json",
      JSON.stringify({ data: { id: "d", splits: [], examples: WANTED }, next: null }),
    ],
    ["packed JSON", "a.json.gz", gzipSync(JSON.stringify(WANTED))],
  ])("%s", async (_, name, content) => {
    expect(await recordsOf(name, content)).toEqual(WANTED);
  });
});

test("CSV values stay text", async () => {
  expect(await recordsOf("a.csv", "a,b,c,d\n0012,1e3,true, x ")).toEqual([
    { a: "0012", b: "1e3", c: "true", d: " x " },
  ]);
});

test("white space around column names is not part of them", async () => {
  expect(await recordsOf("a.csv", "a, b\n1,2")).toEqual([{ a: "1", b: "2" }]);
});

test("a column may be called __proto__", async () => {
  const [record] = await recordsOf("a.csv", "__proto__,b\nx,y");
  expect(Object.entries(record as object)).toEqual([
    ["__proto__", "x"],
    ["b", "y"],
  ]);
});

test("characters cut between two chunks of a large file stay whole", async () => {
  const text = "ü€🎲".repeat(100);
  const lines = Array.from({ length: 500 }, (_, index) => `${index},${"x".repeat(index % 7)}${text}`);
  const records = (await recordsOf("a.csv", `id,text\n${lines.join("\n")}`)) as { id: string; text: string }[];
  expect(records.map(({ id, text: read }) => `${id},${read}`)).toEqual(lines);
});

test("records have their number and their position", async () => {
  const records = await read("a.csv", 'a,b\n1,"x\ny"\n\n2,z');
  expect(records.map(({ index, place }) => [index, place.slice(folder.length + 1)])).toEqual([
    [0, "a.csv, line 2"],
    [1, "a.csv, line 5"],
  ]);
});

test("a number beyond a double's precision keeps its digits, as text", async () => {
  const digits = "12345678901234567890";
  expect(await recordsOf("a.json", `[{"n": ${digits}, "m": 5, "o": 0.1}]`)).toEqual([{ n: digits, m: 5, o: 0.1 }]);
  expect(await recordsOf("a.jsonl", `{"n": [${digits}, 1.50]}`)).toEqual([{ n: [digits, 1.5] }]);
  expect(await recordsOf("a.yaml", `- {n: ${digits}, hex: 0x1F, o: 1e3}`)).toEqual([{ n: digits, hex: 31, o: 1000 }]);
});

test("a file without records gives no cases", async () => {
  expect(await recordsOf("a.csv", "")).toEqual([]);
  expect(await recordsOf("a.csv", "a,b\n")).toEqual([]);
  expect(await recordsOf("a.jsonl", "\n")).toEqual([]);
  expect(await recordsOf("a.json", "[]")).toEqual([]);
});

describe("a mistake in the data is an error with its position", () => {
  test.each<[string, string, string | Uint8Array, string]>([
    [
      "a quote that is never closed",
      "a.csv",
      'a,b\n1,"2\n3,4',
      "a.csv, line 2, column 3: the quote that opens here is never closed.",
    ],
    [
      "text after a closing quote",
      "a.csv",
      'a,b\n1,"2"x',
      "a.csv, line 2, column 6: there is text after a closing quote",
    ],
    ["too few fields", "a.csv", "a,b,c\n1,2,3\n4,5", "a.csv, line 3: 2 fields, but the header has 3 (a, b, c)."],
    ["too many fields", "a.csv", "a,b\n1,2,3", "a.csv, line 2: 3 fields, but the header has 2 (a, b)."],
    ["two columns of one name", "a.csv", "a,b,a\n1,2,3", 'a.csv, line 1: two columns are called "a".'],
    ["a column without a name", "a.csv", "a,,c\n1,2,3", "a.csv, line 1: column 2 of 3 has no name."],
    ["broken JSONL", "a.jsonl", '{"id":"a"}\n\n{"id": oops}', "a.jsonl, line 3, column 8: expected a value"],
    [
      "JSONL without objects",
      "a.jsonl",
      '{"id":"a"}\n[1]',
      "a.jsonl, line 2: a record is an object, but this is a list.",
    ],
    ["broken JSON", "a.json", '[\n  {"a": 1},\n  {"a" 2}\n]', "a.json, line 3, column 8: expected a colon"],
    ["JSON without a list", "a.json", '{"a": 1}', "a.json holds no list"],
    ["JSON with two lists", "a.json", '{"a": [], "b": []}', "a.json holds several lists (a, b)"],
    ["JSON with two lists of records", "a.json", '{"a": [{}], "b": [{}]}', "a.json holds several lists (a, b)"],
    [
      "JSON with two lists inside",
      "a.json",
      '{"a": {"b": [{}]}, "c": {"d": [{}]}}',
      "a.json holds several lists (b, d)",
    ],
    ["JSON with a list too deep", "a.json", '{"a": {"b": {"c": [{}]}}}', "a.json holds no list"],
    [
      "JSON without objects",
      "a.json",
      '[{"a": 1}, null]',
      "a.json, record 2: a record is an object, but this is null.",
    ],
    [
      "bytes that are not UTF-8",
      "a.csv",
      Buffer.from("a\nx\n\xfc\n", "latin1"),
      "a.csv, line 3: the text is not UTF-8.",
    ],
    [
      "a file that ends inside a character",
      "a.csv",
      Buffer.from("a\nü").subarray(0, 3),
      "a.csv, line 2: the text is not UTF-8.",
    ],
    [
      "a packed file that was cut off",
      "a.csv.gz",
      gzipSync("a\n1\n".repeat(1000)).subarray(0, 30),
      "a.csv.gz is not a whole gzip file",
    ],
    ["a packed file that is not packed", "a.csv.gz", "a\n1\n", "a.csv.gz is not a whole gzip file"],
  ])("%s", async (...[, name, content, message]) => {
    await expect(read(name, content)).rejects.toThrow(
      expect.objectContaining({
        code: "BAD_DATASET",
        message: expect.stringContaining(message),
        hint: expect.any(String),
      }),
    );
  });

  test("a file that is not there", async () => {
    const reading = Array.fromAsync(readRecords(join(folder, "none.csv")));
    await expect(reading).rejects.toThrow(
      expect.objectContaining({ code: "NOT_FOUND", message: expect.stringContaining("none.csv") }),
    );
  });

  test("a folder", async () => {
    await expect(Array.fromAsync(readRecords(folder, "csv"))).rejects.toThrow(
      expect.objectContaining({ code: "BAD_DATASET" }),
    );
  });

  test("a name without a known format", async () => {
    await expect(async () => Array.fromAsync(readRecords("cases.pdf"))).rejects.toThrow(
      expect.objectContaining({ code: "BAD_BENCHMARK", message: expect.stringContaining("cases.pdf") }),
    );
  });
});

test("a consumer that stops reading early gets no error", async () => {
  await writeFile(join(folder, "a.csv.gz"), gzipSync(`a\n${"1\n".repeat(500_000)}`));
  let count = 0;
  for await (const _ of readRecords(join(folder, "a.csv.gz"))) if (++count === 3) break;
  expect(count).toBe(3);
});
