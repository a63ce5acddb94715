import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkBenchmark, type Dataset, type TestCase } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import type { CaseMapping } from "./case-reader.ts";
import { csv, dataset, fromSpec, json, jsonl } from "./file-dataset.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dataset-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function casesOf(name: string, content: string, mapping?: CaseMapping): Promise<TestCase[]> {
  return Array.fromAsync(dataset(await write(name, content), mapping).cases());
}

describe("without a mapping", () => {
  test("a row's fields are its vars, and id, expected and cluster are mapped by name", async () => {
    const text = "id,question,expected,cluster\nq1,1+1?,2,sums\nq2,2+2?,,";
    expect(await casesOf("a.csv", text)).toEqual([
      {
        id: "q1",
        vars: { id: "q1", question: "1+1?", expected: "2", cluster: "sums" },
        expected: "2",
        cluster: "sums",
      },
      { id: "q2", vars: { id: "q2", question: "2+2?", expected: "", cluster: "" } },
    ]);
  });

  test("an id beyond a number's precision is the text as written", async () => {
    const cases = await casesOf("a.jsonl", '{"id":12345678901234567890}\n{"id":12345678901234567891}');
    expect(cases.map(({ id }) => id)).toEqual(["12345678901234567890", "12345678901234567891"]);
  });

  test("uses metadata only if it is an object", async () => {
    const [first, second] = await casesOf("a.jsonl", '{"id":"a","metadata":{"n":1}}\n{"id":"b","metadata":"text"}');
    expect(first!.metadata).toEqual({ n: 1 });
    expect(second!).not.toHaveProperty("metadata");
  });

  test("a row that is a whole case is one", async () => {
    expect(await casesOf("a.json", '[{"id": 7, "vars": {"q": "x"}, "expected": [1], "cluster": 3}]')).toEqual([
      { id: "7", vars: { q: "x" }, expected: [1], cluster: "3" },
    ]);
  });

  test("a row with a field called vars and others is an ordinary row", async () => {
    const [only] = await casesOf("a.jsonl", '{"id":"a","vars":{"q":1},"topic":"x"}');
    expect(only!.vars).toEqual({ id: "a", vars: { q: 1 }, topic: "x" });
  });

  test("rows without an id get one from their content, which does not depend on their place", async () => {
    const ids = (await casesOf("a.csv", "q\nx\ny\nx\nx")).map(({ id }) => id);
    expect(ids[0]).toMatch(/^case-[0-9a-f]{12}$/);
    expect(ids).toEqual([ids[0], ids[1], `${ids[0]}-2`, `${ids[0]}-3`]);
    expect((await casesOf("b.csv", "q\ny\nx")).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });
});

describe("a mapping", () => {
  const text =
    '{"meta":{"key":"k1","topic":"t"},"turns":["hello","bye"],"gold":18}\n{"meta":{"key":"k2","topic":"t"},"turns":["you"],"gold":19}';

  test("reads paths", async () => {
    const mapping = { id: "meta.key", vars: { question: "turns[0]" }, expected: "gold", cluster: "meta.topic" };
    expect(await casesOf("a.jsonl", text, mapping)).toEqual([
      { id: "k1", vars: { question: "hello" }, expected: 18, cluster: "t" },
      { id: "k2", vars: { question: "you" }, expected: 19, cluster: "t" },
    ]);
  });

  test("makes ids from a template over the row and its number", async () => {
    const ids = await casesOf("a.jsonl", text, { id: "set-{{meta.topic}}-#{{$index}}-{{$row}}" });
    expect(ids.map(({ id }) => id)).toEqual(["set-t-#0-1", "set-t-#1-2"]);
  });

  test("limits the rows that are read", async () => {
    expect(await casesOf("a.jsonl", `${text}\nbroken`, { limit: 2 })).toHaveLength(2);
  });

  test("does not read an id field that it replaces", async () => {
    const [only] = await casesOf("a.jsonl", '{"id":null,"key":"k"}', { id: "key" });
    expect(only!.id).toBe("k");
  });
});

describe("an error names the line and the remedy for", () => {
  test.each<[string, string, string, CaseMapping, string, string]>([
    [
      "a path that the row lacks",
      "a.csv",
      "question,answer\nx,y",
      { expected: "anwser" },
      'a.csv, line 2: there is no "anwser".',
      'Did you mean "answer"? The record has: question, answer.',
    ],
    [
      "a variable that a later row lacks",
      "a.jsonl",
      '{"q":"x"}\n{"p":"y"}',
      { vars: { q: "q" } },
      'a.jsonl, line 2: there is no "q".',
      "The record has: p.",
    ],
    ["an empty id", "a.csv", "id,q\n1,x\n,y", {}, "a.csv, line 3: the id is empty.", "Use text or an integer as id."],
    ["an id that is not a name", "a.jsonl", '{"id":[1]}', {}, "a.jsonl, line 1: the id is [1].", "Use text"],
    ["a cluster that is not a name", "a.jsonl", '{"cluster":{"a":1}}', {}, 'the cluster is {"a":1}.', "Use text"],
    [
      "an id template's unknown field",
      "a.csv",
      "q\nx",
      { id: "{{nr}}" },
      'a.csv, line 2: the variable "nr" is missing.',
      "The case has: q, $index, $row.",
    ],
  ])("%s", async (...[, name, content, mapping, message, hint]) => {
    const error = expect.objectContaining({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    await expect(casesOf(name, content, mapping)).rejects.toThrow(error);
  });
});

test("an id template that does not compile is refused when the dataset is made", () => {
  expect(() => csv("a.csv", { id: "{{a | upper}}" })).toThrow(expect.objectContaining({ code: "TEMPLATE" }));
});

test("the factories fix the format for any file name", async () => {
  const table = await write("table.txt", "id\na");
  expect(await Array.fromAsync(csv(table).cases())).toHaveLength(1);
  const lines = await write("lines.txt", '{"id":"a"}');
  expect(await Array.fromAsync(jsonl(lines).cases())).toHaveLength(1);
  const list = await write("list.txt", '[{"id":"a"}]');
  expect(await Array.fromAsync(json(list).cases())).toHaveLength(1);
});

test("a dataset is named after its file, reads it from a folder or a URL, and can be read again", async () => {
  const file = await write("cases.csv", "id\na");
  for (const source of [
    csv("./cases.csv").relativeTo!(folder),
    csv(pathToFileURL(file)),
    csv(file).relativeTo!("/elsewhere"),
  ]) {
    expect(source.id).toBe("cases.csv");
    expect(await Array.fromAsync(source.cases())).toEqual(await Array.fromAsync(source.cases()));
  }
});

test("a benchmark file's cases are a file, a file with a mapping, or the cases themselves", async () => {
  await write("cases.csv", "key,q\na,x");
  const mapped = fromSpec({ file: "cases.csv", id: "key", vars: { question: "q" } }) as Dataset;
  expect(await Array.fromAsync(mapped.relativeTo!(folder).cases())).toEqual([{ id: "a", vars: { question: "x" } }]);
  expect((fromSpec("cases.csv") as Dataset).id).toBe("cases.csv");
  expect(fromSpec([{ id: "a", vars: {} }])).toEqual([{ id: "a", vars: {} }]);
});

test("the cases satisfy core's check", async () => {
  const file = await write(
    "cases.jsonl",
    '{"q":"x","n":1.5,"list":[null]}\n{"id":"a","expected":{"k":1},"metadata":{}}',
  );
  const variants = [{ id: "a/m", prompt: { id: "a", messages: () => [] }, modelId: "m" }];
  const caseSummary = await checkBenchmark({ cases: dataset(file), variants, scorers: [], judges: [] } as never);
  expect(caseSummary.count).toBe(2);
});

test("the caller may declare the columns", () => {
  const typed = csv<{ question: string; answer: string }>("cases.csv");
  expectTypeOf(typed).toEqualTypeOf<Dataset<{ question: string; answer: string }>>();
  expect(typed.id).toBe("cases.csv");
});

describe("rows without a label", () => {
  const files: Readonly<Record<string, string>> = {
    "a.csv": "id,q,gold\na,1,x\nb,2,\nc,3,  \n",
    "b.csv": "\uFEFFid;q;gold\r\na;1;x\r\nb;2;\r\nc;3;\u00a0\r\n",
    "c.tsv": "id\tq\tgold\na\t1\tx\nb\t2\t\nc\t3\t\u200b\n",
    "d.jsonl": '{"id":"a","q":1,"gold":"x"}\n{"id":"b","q":2,"gold":null}\n{"id":"c","q":3,"gold":" "}',
    "e.json": '[{"id":"a","q":1,"gold":"x"},{"id":"b","q":2,"gold":""},{"id":"c","q":3,"gold":null}]',
    "f.yaml": "- {id: a, q: 1, gold: x}\n- {id: b, q: 2, gold: }\n- {id: c, q: 3, gold: ''}\n",
  };

  test.each(Object.entries(files))("%s: an empty mapped label is no label", async (name, content) => {
    const cases = await casesOf(name, content, { expected: "gold" });
    expect(cases.map(({ expected }) => expected)).toEqual(["x", undefined, undefined]);
  });

  test.each(Object.entries(files))("%s: unlabelled: skip leaves them out and counts them", async (name, content) => {
    const read = dataset(await write(name, content), { expected: "gold", unlabelled: "skip" });
    expect((await Array.fromAsync(read.cases())).map(({ id }) => id)).toEqual(["a"]);
    const note = `${name}: 2 of 3 rows have no expected answer and are left out (unlabelled: skip).`;
    expect(read.notes!()).toEqual([note]);
    await Array.fromAsync(read.cases());
    expect(read.notes!()).toEqual([note]);
  });

  test("a single row without a label is reported in the singular", async () => {
    const read = dataset(await write("one.csv", "id,q,gold\na,1,x\nb,2,\n"), { expected: "gold", unlabelled: "skip" });
    await Array.fromAsync(read.cases());
    expect(read.notes!()).toEqual(["one.csv: 1 of 2 rows has no expected answer and is left out (unlabelled: skip)."]);
  });

  test("a record without the field has no label; without skip it is an error", async () => {
    const rows = '{"id":"a","gold":"x"}\n{"id":"b"}';
    expect(await casesOf("g.jsonl", rows, { expected: "gold", unlabelled: "skip" })).toHaveLength(1);
    await expect(casesOf("h.jsonl", rows, { expected: "gold" })).rejects.toThrow('there is no "gold"');
  });

  test("a file without any label is not a dataset", async () => {
    await expect(casesOf("i.csv", "id,q\na,1\n", { unlabelled: "skip" })).rejects.toThrow(
      'i.csv: no row has a value in "expected"',
    );
  });

  test("metadata is mapped by name, and is not a variable", async () => {
    const mapping = { vars: { q: "q" }, metadata: { channel: "Channel", level: "m.level" } };
    const [only] = await casesOf("j.jsonl", '{"id":"a","q":1,"Channel":"mail","m":{"level":2}}', mapping);
    expect(only).toEqual({ id: "a", vars: { q: 1 }, metadata: { channel: "mail", level: 2 } });
  });
});

describe("of a chain", () => {
  const rows = [
    { talk: "x", q: "one", kind: "a" },
    { talk: "x", q: "two", kind: "b", answer: "2" },
    { talk: "y", q: "three", kind: "b", answer: "3" },
    { talk: "y", q: "four", kind: "a" },
  ];
  const text = rows.map((row) => JSON.stringify(row)).join("\n");
  const mapping = { id: "q", chain: "talk", vars: { q: "q" } };

  test.each([
    ["where", { ...mapping, where: { kind: "b" } }],
    ["unlabelled: skip", { ...mapping, expected: "answer", unlabelled: "skip" as const }],
  ])("leaves out no earlier turn: %s", async (_, options) => {
    await expect(casesOf("a.jsonl", text, options)).rejects.toMatchObject({
      code: "BAD_DATASET",
      message: expect.stringContaining('case "two" follows a turn of chain "x"') as string,
    });
  });

  test("whole chains and last turns may be left out", async () => {
    const kept = await casesOf("a.jsonl", text.split("\n").slice(2).join("\n"), {
      ...mapping,
      where: { kind: "b" },
    } as CaseMapping);
    expect(kept.map(({ id }) => id)).toEqual(["three"]);
    const chain = await casesOf("b.jsonl", text, { ...mapping, where: { talk: "y" } } as CaseMapping);
    expect(chain.map(({ id }) => id)).toEqual(["three", "four"]);
  });
});
