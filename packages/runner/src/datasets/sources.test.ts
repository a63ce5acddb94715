import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, gzipSync } from "node:zlib";
import type { TestCase } from "@sameseed/core";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dataset, type FileOptions, parquet, xlsx } from "./file-dataset.ts";
import { generate } from "./generate.ts";
import type { RowFilter } from "./row-filter.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sources-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function casesOf(name: string, content: string | Uint8Array, options?: FileOptions): Promise<TestCase[]> {
  await writeFile(join(folder, name), content);
  return Array.fromAsync(dataset(join(folder, name), options).cases());
}

function idsOf(cases: readonly TestCase[]): string[] {
  return cases.map(({ id }) => id);
}

/** A ZIP archive of stored (not packed) files: the least that a workbook needs. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, entries, Buffer.from("PK\x05\x06"), end]);
}

/** A workbook with these rows of XML cells per sheet. */
function workbook(sheets: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(sheets);
  const list = (item: (name: string, number: number) => string): string =>
    names.map((name, index) => item(name, index + 1)).join("");
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  return zip({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${list((name, number) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list((_, number) => `<Relationship Id="rId${number}" Type="${relation}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  });
}

const text = (place: string, value: string): string =>
  `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;

describe("formats", () => {
  test("reads YAML as a list of records and names the line of a fault", async () => {
    expect(await casesOf("a.yaml", "- {id: a, n: 1}\n- id: b\n  n: 2\n")).toEqual([
      { id: "a", vars: { id: "a", n: 1 } },
      { id: "b", vars: { id: "b", n: 2 } },
    ]);
    await expect(casesOf("b.yml", "- a: [1\n- b")).rejects.toThrow(
      expect.objectContaining({ code: "BAD_DATASET", message: expect.stringContaining("b.yml, line 2") }),
    );
  });

  test("XLSX: the first sheet or a named one; text stays text, numbers numbers, empty rows are left out", async () => {
    const rows = `<row r="1">${text("A1", "id")}${text("B1", "q")}${text("C1", "n")}</row><row r="2">${text("A2", "a")}${text("B2", " 0012 ")}<c r="C2"><v>1.5</v></c></row><row r="4">${text("A4", "b")}${text("B4", "=1+1")}</row>`;
    const file = join(folder, "a.xlsx");
    await writeFile(
      file,
      workbook({ Cases: rows, More: `<row r="1">${text("A1", "id")}</row><row r="2">${text("A2", "z")}</row>` }),
    );
    expect(await Array.fromAsync(xlsx(file).cases())).toEqual([
      { id: "a", vars: { id: "a", q: " 0012 ", n: 1.5 } },
      { id: "b", vars: { id: "b", q: "=1+1", n: "" } },
    ]);
    expect(idsOf(await Array.fromAsync(dataset(`${file}#More`).cases()))).toEqual(["z"]);
    await expect(Array.fromAsync(xlsx(`${file}#Nowhere`).cases())).rejects.toThrow('no sheet "Nowhere"');
    await expect(casesOf("b.xlsx", "no workbook")).rejects.toThrow(expect.objectContaining({ code: "BAD_DATASET" }));
  });

  test("Parquet: row groups, large integers and dates", async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: "id", data: ["a", "b", "c"], type: "STRING" },
        { name: "n", data: [1n, 2n, 9_007_199_254_740_993n], type: "INT64" },
      ],
      rowGroupSize: 2,
    });
    const wanted = [
      { id: "a", vars: { id: "a", n: 1 } },
      { id: "b", vars: { id: "b", n: 2 } },
      { id: "c", vars: { id: "c", n: "9007199254740993" } },
    ];
    expect(await casesOf("a.parquet", new Uint8Array(bytes))).toEqual(wanted);
    expect(await Array.fromAsync(parquet(join(folder, "a.parquet")).cases())).toEqual(wanted);
    await expect(casesOf("b.parquet", "no parquet")).rejects.toThrow(expect.objectContaining({ code: "BAD_DATASET" }));
    await expect(Array.fromAsync(parquet(join(folder, "none.parquet")).cases())).rejects.toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });
});

describe("sources", () => {
  test("a pattern reads its files in the order of their names, with continuous numbers", async () => {
    await mkdir(join(folder, "in"));
    await writeFile(join(folder, "in/b.jsonl"), '{"q":"2"}\n{"q":"3"}');
    await writeFile(join(folder, "in/a.jsonl"), '{"q":"1"}');
    const cases = dataset("in/*.jsonl", { id: "n{{$index}}" }).relativeTo!(folder);
    expect((await Array.fromAsync(cases.cases())).map(({ id, vars }) => [id, vars.q])).toEqual([
      ["n0", "1"],
      ["n1", "2"],
      ["n2", "3"],
    ]);
    await expect(Array.fromAsync(dataset(join(folder, "in/*.csv")).cases())).rejects.toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });

  test("reads a web address once for any number of readings of the cases", async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked++;
      response.statusCode = request.url === "/none.csv" ? 404 : 200;
      response.end(gzipSync("id,q\na,x\n"));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const cases = dataset(`${base}/cases.csv.gz?token=1`, { format: "csv" });
    expect(cases.id).toBe("cases.csv.gz");
    await expect(Array.fromAsync(dataset(`${base}/none.csv`).cases())).rejects.toThrow("answered 404");
    const packed = dataset(`${base}/cases.csv.gz`);
    expect(idsOf(await Array.fromAsync(packed.cases()))).toEqual(["a"]);
    expect(idsOf(await Array.fromAsync(packed.cases()))).toEqual(["a"]);
    expect(asked).toBe(2);
    server.close();
    server.closeAllConnections();
    await expect(Array.fromAsync(dataset("http://127.0.0.1:1/a.csv").cases())).rejects.toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });

  test("reads standard input once and requires its format", async () => {
    expect(() => dataset("-")).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
    const code = `import { dataset } from ${JSON.stringify(new URL("file-dataset.ts", import.meta.url).href)};
      const cases = dataset("-", { format: "jsonl" });
      for (const _ of [1, 2]) console.log((await Array.fromAsync(cases.cases())).map(({ id }) => id).join());`;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const child = execFile(process.execPath, ["--input-type=module", "-e", code], (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
    child.stdin!.end('{"id":"a"}\n{"id":"b"}\n');
    expect(await promise).toBe("a,b\na,b\n");
  });

  test("a generator gives cases on every reading", async () => {
    const squares = generate("squares", function* () {
      for (let n = 2; n < 4; n++) yield { id: `${n}`, vars: { n }, expected: n * n };
    });
    expect(idsOf(await Array.fromAsync(squares.cases()))).toEqual(["2", "3"]);
    expect(await Array.fromAsync(squares.cases())).toHaveLength(2);
  });
});

const hundred = Array.from({ length: 100 }, (_, index) => ({
  id: `c${index}`,
  q: `q${index}`,
  topic: index % 2 === 0 ? "even" : "odd",
  expected: `a${index}`,
}));
const HUNDRED = hundred.map((row) => JSON.stringify(row)).join("\n");

describe("kept rows", () => {
  test("where keeps those with the values, at a path, one or several", async () => {
    const rows = '{"id":"a","m":{"t":1}}\n{"id":"b","m":{"t":2}}\n{"id":"c","m":{}}\n{"id":"d","m":{"t":"3"}}';
    expect(idsOf(await casesOf("a.jsonl", rows, { where: { "m.t": 1 } }))).toEqual(["a"]);
    expect(idsOf(await casesOf("a.jsonl", rows, { where: { "m.t": [2, 3] } }))).toEqual(["b", "d"]);
    expect(idsOf(await casesOf("a.jsonl", rows, { where: ({ id }) => id === "c" }))).toEqual(["c"]);
    expect(idsOf(await casesOf("a.jsonl", rows, { where: { "m.t": [2, 3] }, limit: 1, id: "n{{$index}}" }))).toEqual([
      "n1",
    ]);
  });

  const mixed = [
    { id: "a", label: "open", n: 3, day: "2026-01-05" },
    { id: "b", label: "", n: "12", day: "2026-02-01" },
    { id: "c", label: null, n: 7.5 },
    { id: "d", n: "many", day: "2026-03-09" },
    { id: "e", label: " \u00a0\u200b", n: -1, day: "" },
    { id: "f", label: "closed", n: 0 },
  ];
  test.each<[RowFilter, string]>([
    [{ label: { empty: false } }, "af"],
    [{ label: { empty: true } }, "bcde"],
    [{ label: { not: "" } }, "af"],
    [{ label: { not: ["", "open"] } }, "f"],
    [{ label: "" }, "bcde"],
    [{ label: ["open", null] }, "abcde"],
    [{ n: { min: 3 } }, "abc"],
    [{ n: { min: 0, max: 7.5 } }, "acf"],
    [{ n: { max: 10, not: [0, 3] } }, "ce"],
    [{ day: { min: "2026-02", max: "2026-03" } }, "b"],
    [{ label: { not: "" }, n: { min: 1 } }, "a"],
  ])("where: %j keeps %s", async (where, ids) => {
    const rows = mixed.map((row) => JSON.stringify(row)).join("\n");
    expect(idsOf(await casesOf("a.jsonl", rows, { where })).join("")).toBe(ids);
  });

  test("an unknown condition is a mistake", async () => {
    const where = { label: { like: "x" } } as unknown as RowFilter;
    await expect(casesOf("a.jsonl", '{"id":"a"}', { where })).rejects.toThrow("has no known condition");
  });

  test("a sample depends on seed and ids, not on the order of the rows, and keeps their order", async () => {
    const drawn = idsOf(await casesOf("a.jsonl", HUNDRED, { sample: 10, seed: 7 }));
    expect(drawn).toHaveLength(10);
    expect(drawn).toEqual(drawn.toSorted((left, right) => Number(left.slice(1)) - Number(right.slice(1))));
    const turned = HUNDRED.split("\n").toReversed().join("\n");
    expect(idsOf(await casesOf("b.jsonl", turned, { sample: 10, seed: 7 })).toReversed()).toEqual(drawn);
    expect(idsOf(await casesOf("a.jsonl", HUNDRED, { sample: 10, seed: 8 }))).not.toEqual(drawn);
    expect(await casesOf("a.jsonl", HUNDRED, { sample: 1000 })).toHaveLength(100);
    const odd = await casesOf("a.jsonl", HUNDRED, { sample: 5, where: { topic: "odd" } });
    expect(odd.map(({ vars }) => vars.topic)).toEqual(["odd", "odd", "odd", "odd", "odd"]);
  });

  test("one more row changes at most one case of a sample", async () => {
    const before = new Set(idsOf(await casesOf("a.jsonl", HUNDRED, { sample: 10 })));
    const after = idsOf(await casesOf("a.jsonl", `{"id":"new"}\n${HUNDRED}`, { sample: 10 }));
    expect(after.filter((id) => !before.has(id)).length).toBeLessThanOrEqual(1);
  });
});

describe("a filter that keeps no row gives the reason:", () => {
  const rows = [
    { id: "a", topic: "sums", level: 1 },
    { id: "b", topic: "products", level: 2 },
  ];
  test.each<[RowFilter, string, string]>([
    [{ topics: "sums" }, 'where names "topics", but no row has it.', 'Did you mean "topic"?'],
    [{ topic: ["sum", "x"] }, '"topic" is never "sum" or "x".', 'are "sums", "products".'],
    [{ level: { min: 3, max: 5 } }, '"level" is never from 3 to 5.', 'are "1", "2".'],
    [{ topic: { empty: true } }, '"topic" is never empty.', 'are "sums", "products".'],
    [{ topic: "sums", level: 2 }, "where matches no row.", "never together"],
  ])("%j", async (where, message, hint) => {
    await expect(casesOf("a.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"), { where })).rejects.toThrow(
      expect.objectContaining({
        code: "EMPTY_DATASET",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});

describe("examples", () => {
  const fewShot = { count: 3, text: "Q: {{q}}\nA: {{expected}}" };

  test("are drawn for each case, are never the case itself, and are the same with the same seed", async () => {
    const cases = await casesOf("a.jsonl", HUNDRED, { fewShot, seed: 3 });
    for (const { id, vars } of cases) {
      expect(vars.examples).toMatch(/^(Q: q\d+\nA: a\d+(\n\n|$)){3}$/);
      expect(vars.examples).not.toContain(`Q: q${id.slice(1)}\n`);
    }
    expect(new Set(cases.map(({ vars }) => vars.examples)).size).toBeGreaterThan(90);
    expect(await casesOf("a.jsonl", HUNDRED, { fewShot, seed: 3 })).toEqual(cases);
    expect(await casesOf("a.jsonl", HUNDRED, { fewShot, seed: 4 })).not.toEqual(cases);
  });

  test("may be the same for all cases, from a separate file, as a list", async () => {
    await writeFile(join(folder, "examples.csv"), "id,q,expected\ne1,one,1\ne2,two,2\n");
    await writeFile(join(folder, "a.jsonl"), HUNDRED);
    const options: FileOptions = { limit: 5, fewShot: { count: 2, file: "examples.csv", as: "shots", each: "run" } };
    const cases = await Array.fromAsync(dataset("a.jsonl", options).relativeTo!(folder).cases());
    expect(new Set(cases.map(({ vars }) => JSON.stringify(vars.shots))).size).toBe(1);
    expect(cases[0]!.vars.shots).toHaveLength(2);
    expect(cases[0]!.vars.shots).toContainEqual({ id: "e1", q: "one", expected: "1" });
  });

  test("do not depend on the order of the rows, and one more row changes at most one per case", async () => {
    const drawn = async (text: string) =>
      new Map(
        (await casesOf("a.jsonl", text, { fewShot, seed: 3 })).map(({ id, vars }) => [id, String(vars.examples)]),
      );
    const [rows, reversed] = [HUNDRED.trim().split("\n"), HUNDRED.trim().split("\n").toReversed()];
    const before = await drawn(HUNDRED);
    expect(await drawn(reversed.join("\n"))).toEqual(before);
    const after = await drawn([...rows, JSON.stringify({ id: "new", q: "q-new", expected: "a-new" })].join("\n"));
    for (const [id, examples] of before) {
      const kept = examples.split("\n\n").filter((example) => after.get(id)!.split("\n\n").includes(example));
      expect(kept.length).toBeGreaterThanOrEqual(2);
    }
  });

  test("come only from the cases that are allowed, in another folder too", async () => {
    await writeFile(join(folder, "a.jsonl"), HUNDRED);
    const given = dataset("a.jsonl", { fewShot, seed: 3 });
    const cases = given.withExamples!(({ id }) => Number(id.slice(1)) < 10).relativeTo!(folder).cases();
    const drawn = (await Array.fromAsync(cases)).flatMap(({ vars }) => String(vars.examples).match(/(?<=Q: q)\d+/g)!);
    expect(drawn).toHaveLength(300);
    expect(Math.max(...drawn.map(Number))).toBe(9);
  });

  test("draws each row with the same probability", async () => {
    const cases = await casesOf("a.jsonl", HUNDRED, { fewShot, seed: 3 });
    const drawn = cases.flatMap(({ vars }) => String(vars.examples).match(/(?<=Q: )q\d+/g)!);
    const counts = [...Map.groupBy(drawn, (name) => name).values()].map(({ length }) => length);
    // 300 draws from 100 rows: chi squared with 99 degrees of freedom is below 149 in 999 of 1,000 cases
    const empty = 100 - counts.length;
    expect(counts.reduce((sum, count) => sum + (count - 3) ** 2 / 3, empty * 3)).toBeLessThan(149);
  });

  test("that are too few are the user's mistake", async () => {
    await expect(casesOf("a.jsonl", HUNDRED, { limit: 3, fewShot: { count: 100 } })).rejects.toThrow(
      'fewShot needs 100 examples, but there are 99 for case "c0"',
    );
  });

  test("of another file are not left out for having the case's row number", async () => {
    await writeFile(join(folder, "examples.csv"), "q,expected\none,1\n");
    const examples = { count: 1, file: join(folder, "examples.csv"), text: "{{q}}" };
    const cases = await casesOf("a.jsonl", HUNDRED, { id: "case {{$index}}", limit: 2, fewShot: examples });
    expect(cases.map(({ id, vars }) => [id, vars.examples])).toEqual([
      ["case 0", "one"],
      ["case 1", "one"],
    ]);
  });
});
