import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRecords } from "./read-records.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-test-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readError(name: string, content?: string | Buffer): Promise<Error & { code?: string }> {
  const path = join(folder, name);
  if (content !== undefined) await writeFile(path, content);
  const error = await Array.fromAsync(readRecords(path)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  return error as Error & { code?: string };
}

const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each<[string, string, string, RegExp]>([
  [
    "a cell 100,000 levels deep",
    "deep.jsonl",
    `{"a":1}\n{"a":${deep(100_000)}}\n`,
    /line 2: the value is nested more than 200 levels deep/,
  ],
  ["a record of a list 100,000 levels deep", "deep.json", `[{"a":${deep(100_000)}}]`, /record 1: the value is nested/],
  ["YAML flow 1,000 levels deep", "deep.yaml", `- a: ${deep(1000)}`, /nested|levels/],
  ["an alias that contains itself", "circle.yaml", "- a: &c [*c]\n", /record 1: the value contains itself/],
  ["a map that contains itself", "circle2.yaml", "- &c\n  a: *c\n", /record 1: the value contains itself/],
  [
    "aliases of aliases",
    "bomb.yaml",
    `- a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
      .split("")
      .map((name, index) => `- ${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`)
      .join("\n")}\n`,
    /bomb\.yaml: .*alias/i,
  ],
])("%s is a mistake with its place", async (_, name, content, message) => {
  const error = await readError(name, content);
  expect(error).toMatchObject({ code: "BAD_DATASET", message: expect.stringMatching(message) as string });
});

test.each(["one.csv.gz", "quoted.csv.gz", "later.csv.gz", "one.jsonl.gz", "one.json.gz"])(
  "%s: a file whose one line is 600 MB is a mistake with its line",
  async (name) => {
    const starts: Readonly<Record<string, string>> = {
      "quoted.csv.gz": 'id,q\na,"',
      "later.csv.gz": "id,q\na,b\nc,",
      "one.json.gz": '["',
    };
    const block = gzipSync(Buffer.alloc(1 << 22, "x"), { level: 1 }); // members of a gzip file follow one another
    await writeFile(join(folder, name), [gzipSync(starts[name] ?? ""), ...Array<Buffer>(150).fill(block)]);
    const error = await readError(name);
    expect(error).toMatchObject({
      code: "BAD_DATASET",
      message: expect.stringMatching(/million characters/) as string,
    });
    if (name === "later.csv.gz") expect(error.message).toContain("line 3:");
  },
  120_000,
);

/** A ZIP file of these parts (APPNOTE 4.3). */
function zipOf(parts: Readonly<Record<string, string>>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const data = deflateRawSync(text, { level: 1 });
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(text), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(Buffer.byteLength(text), 18);
    head.writeUInt16LE(name.length, 22);
    files.push(Buffer.from("PK\u0003\u0004", "latin1"), head, Buffer.from(name), data);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\0", "latin1"), head, entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

function workbook(cells: string): Buffer {
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relation = (id: string, type: string, target: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": relation("rId1", "officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("rId1", "worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>q</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="inlineStr"><is><t>b</t></is></c></row>${cells}</sheetData></worksheet>`,
  });
}

test("a workbook with one stray cell far from its table is a mistake that names the cell; a sound one is read", async () => {
  await writeFile(join(folder, "fine.xlsx"), workbook(""));
  const records = await Array.fromAsync(readRecords(join(folder, "fine.xlsx")));
  expect(records.map(({ record }) => record)).toEqual([{ id: "a", q: "b" }]);
  const stray = `<row r="20000"><c s="1" r="XFD20000" t="inlineStr"><is><t></t></is></c></row>`;
  const error = await readError("stray.xlsx", workbook(stray));
  expect(error).toMatchObject({
    code: "BAD_DATASET",
    message: expect.stringContaining("row 20000 and cell XFD20000") as string,
  });
});

test("a workbook that unpacks without end is a mistake that names the part", async () => {
  const error = await readError("bomb.xlsx", workbook(" ".repeat(300 << 20)));
  expect(error).toMatchObject({
    code: "BAD_DATASET",
    message: expect.stringContaining("sheet1.xml is larger than 256 MB") as string,
  });
});
