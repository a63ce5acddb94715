import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Model, TestCase } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { recorded, type RecordedOptions } from "./recorded.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "recorded-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function recording(name: string, content: string | Uint8Array, options?: RecordedOptions): Promise<Model> {
  await writeFile(join(folder, name), content);
  return recorded(name, options).relativeTo!(folder);
}

async function answer(model: Model, caseId: string, repeat = 0): Promise<string | null> {
  return (await model.complete({ messages: [], params: {}, seed: 1, case: caseId, repeat })).text;
}

async function* cases(...ids: string[]): AsyncGenerator<TestCase> {
  for (const id of ids) yield { id, vars: {} };
}

describe("an answer is found", () => {
  test.each<[string, string, string | Uint8Array, RecordedOptions]>([
    ["by id in JSONL", "a.jsonl", '{"id":"c1","output":"yes"}', {}],
    ["by a number as id", "a.jsonl", '{"id":1,"output":"yes"}', { case: "c{{id}}" }],
    ["in packed CSV", "a.csv.gz", gzipSync('id,output\nc1,yes\nc2,"a\nb"'), {}],
    [
      "in JSON by paths",
      "a.json",
      '[{"meta":{"case":"c1"},"choices":[{"message":{"content":"yes"}}]}]',
      { case: "meta.case", output: "choices[0].message.content" },
    ],
    ["in a list", "a.jsonl", '{"session_id":"c1","output":["yes","no"]}', { case: "session_id", output: "output[0]" }],
    ["by the record's number", "a.jsonl", '{"output":"no"}\n{"output":"yes"}', { case: "c{{$index}}" }],
  ])("%s", async (...[, name, content, options]) => {
    expect(await answer(await recording(name, content, options), "c1")).toBe("yes");
  });
});

test("`where` selects among several records of a case", async () => {
  const text = '{"id":"a","trial":0,"output":"first"}\n{"id":"a","trial":1,"output":"second"}';
  const model = await recording("a.jsonl", text, { where: { trial: 1 } });
  expect(await answer(model, "a")).toBe("second");
  expect(await model.notes!(cases("a"))).toEqual([]);
  expect(model.identity).toMatchObject({ where: { trial: 1 } });
});

test("`where` that matches no record is an error with the existing values", async () => {
  const model = await recording("a.jsonl", '{"id":"a","trial":0,"output":"first"}', { where: { trial: 7 } });
  await expect(model.notes!(cases("a"))).rejects.toMatchObject({
    code: "EMPTY_DATASET",
    message: 'a.jsonl: where matches no row: "trial" is never "7".',
  });
});

describe("models of one file", () => {
  const text = '{"id":"a","by":"x","output":"of x"}\n{"id":"a","by":"y","output":"of y"}\n{"id":"b","by":"y"}';

  test("share one reading, each with the records that its condition lets through", async () => {
    const whole = text.slice(0, text.lastIndexOf("\n"));
    const models = [
      await recording("a.jsonl", whole, { id: "x", where: { by: "x" } }),
      await recording("a.jsonl", whole, { id: "y", where: { by: "y" } }),
    ];
    const parse = vi.spyOn(JSON, "parse");
    await Promise.all(models.map((model) => model.prepare!()));
    const lines = parse.mock.calls.map(([line]) => line);
    parse.mockRestore();
    expect(lines).toEqual(whole.split("\n"));
    expect(await Promise.all(models.map((model) => answer(model, "a")))).toEqual(["of x", "of y"]);
  });

  test("get no record that another model's function has changed", async () => {
    const where = (record: Readonly<Record<string, unknown>>): boolean => {
      Object.assign(record, { output: "changed" });
      return record["by"] === "x";
    };
    const models = [
      await recording("a.jsonl", text, { id: "x", where }),
      await recording("a.jsonl", text, { id: "all", where: { by: ["x", "y"], id: "a" } }),
    ];
    await Promise.all(models.map((model) => model.prepare!()));
    expect(await Promise.all(models.map((model) => answer(model, "a")))).toEqual(["changed", "of x"]);
  });

  test("fail separately, and for a broken file together", async () => {
    const [x, y] = [
      await recording("a.jsonl", text, { where: { by: "x" } }),
      await recording("a.jsonl", text, { where: { by: "y" } }),
    ];
    const results = await Promise.allSettled([x.prepare!(), y.prepare!()]);
    expect(results).toMatchObject([{ status: "fulfilled" }, { reason: { code: "BAD_DATASET" } }]);
    const broken = await recording("b.jsonl", '{"id":"a","output":"1"}\n{"id":');
    const other = recorded("b.jsonl", { id: "other" }).relativeTo!(folder);
    expect(await Promise.allSettled([broken.prepare!(), other.prepare!()])).toMatchObject([
      { reason: { code: "BAD_DATASET", message: expect.stringContaining("line 2") as string } },
      { reason: { code: "BAD_DATASET" } },
    ]);
  });

  test("are read again by a later model", async () => {
    const first = await recording("a.jsonl", '{"id":"a","output":"old"}');
    await first.prepare!();
    const before = first.identity;
    await new Promise((resolve) => void setImmediate(resolve));
    const second = await recording("a.jsonl", '{"id":"a","output":"new"}');
    expect([await answer(first, "a"), await answer(second, "a")]).toEqual(["old", "new"]);
    expect(second.identity).not.toEqual(before);
  });
});

test("removes and counts keys in answers", async () => {
  const key = `sk-proj-${"a1B2".repeat(6)}`;
  const records = [
    { id: "a", output: `Use ${key}.` },
    { id: "b", output: { url: `https://x.test/?api_key=${key}`, password: "hunter22" } },
    { id: "c", output: "none" },
  ];
  const model = await recording("a.json", JSON.stringify(records));
  expect(await answer(model, "a")).toBe("Use [key].");
  expect(await answer(model, "b")).toBe('{"url":"https://x.test/?api_key=[key]","password":"[key]"}');
  expect(await model.notes!(cases("a", "b", "c"))).toEqual([
    "recorded:a: 3 texts in the answers looked like API keys and became [key].",
  ]);
});

test("a value that is not text becomes JSON", async () => {
  const model = await recording("a.jsonl", '{"id":"a","output":18}\n{"id":"b","output":{"x":true}}');
  expect([await answer(model, "a"), await answer(model, "b")]).toEqual(["18", '{"x":true}']);
});

test("guesses no field that a recording lacks", async () => {
  const model = await recording("a.jsonl", '{"id":"a","output":"yes"}');
  const { text, ...others } = await model.complete({ messages: [], params: {}, seed: 1, case: "a", repeat: 0 });
  expect(text).toBe("yes");
  expect(new Set(Object.values(others))).toEqual(new Set([null]));
});

test("a case without a record fails as no_record, with the case", async () => {
  const model = await recording("a.jsonl", '{"id":"a","output":"yes"}');
  await expect(answer(model, "b")).rejects.toThrow(
    expect.objectContaining({ kind: "no_record", message: 'there is no record of case "b"' }),
  );
});

test("repeats are answered by their own records, and never by another repeat's", async () => {
  const text = '{"id":"a","n":0,"output":"first"}\n{"id":"a","n":"1","output":"second"}';
  const model = await recording("a.jsonl", text, { repeat: "n" });
  expect([await answer(model, "a", 0), await answer(model, "a", 1)]).toEqual(["first", "second"]);
  await expect(answer(model, "a", 2)).rejects.toThrow('no record of case "a", repeat 2');

  const single = await recording("b.jsonl", '{"id":"a","output":"first"}');
  await expect(answer(single, "a", 1)).rejects.toThrow("without `repeat` a recording has one answer a case");
});

test("a null output is an answer without text", async () => {
  const model = await recording("a.jsonl", '{"id":"a","output":null}');
  expect(await answer(model, "a")).toBeNull();
});

describe("notes", () => {
  test("give no note where every case has one answer", async () => {
    const model = await recording("a.jsonl", '{"id":"a","output":"x"}\n{"id":"b","output":"y"}');
    expect(await model.notes!(cases("b", "a"))).toEqual([]);
  });

  test("count and name missing, empty, repeated and unknown records", async () => {
    const text = ["a,x", "a,second", "b,", "old,z"].join("\n");
    const model = await recording("a.csv", `id,output\n${text}`, { id: "recorded:nemo" });
    expect(await model.notes!(cases("a", "b", "c", "d"))).toEqual([
      "recorded:nemo: 2 of 4 cases have no record: c, d.",
      "recorded:nemo: 1 record has a null or empty output: b.",
      "recorded:nemo: 1 case has more than one record (the first is used): a.",
      "recorded:nemo: 1 recorded case is not among the cases: old.",
    ]);
    expect(await answer(model, "a")).toBe("x");
  });

  test("name the first ten and count the others", async () => {
    const model = await recording("a.jsonl", '{"id":"a","output":"x"}');
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
    expect(await model.notes!(cases("a", ...ids))).toEqual([
      "recorded:a: 12 of 13 cases have no record: m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 and 2 more.",
    ]);
  });
});

describe("a mistake in the recording is an error with its position", () => {
  test.each<[string, string, RecordedOptions, string, string]>([
    [
      "a path into text",
      '{"id":"a","output":"yes"}',
      { output: "output[0]" },
      'a.jsonl, line 1: "output" is text, not a list, so there is no "output[0]".',
      'Use output: "output".',
    ],
    [
      "a list as the answer",
      '{"id":"a","output":["yes"]}',
      {},
      'a.jsonl, line 1: "output" is a list of 1, not one answer.',
      'output: "output[0]"',
    ],
    [
      "a missing output",
      '{"id":"a","output":"x"}\n{"id":"b","ouput":"x"}',
      {},
      'a.jsonl, line 2: there is no "output".',
      'Did you mean "ouput"?',
    ],
    [
      "a missing id",
      '{"case":"a","output":"x"}',
      {},
      'a.jsonl, line 1: there is no "id".',
      "The record has: case, output.",
    ],
    [
      "a repeat that is not a number",
      '{"id":"a","output":"x","n":"one"}',
      { repeat: "n" },
      'the repeat at "n" is "one"',
      "counts from 0",
    ],
  ])("%s", async (...[, text, options, message, hint]) => {
    const model = await recording("a.jsonl", text, options);
    const error = expect.objectContaining({
      code: "BAD_DATASET",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    await expect(model.notes!(cases("a"))).rejects.toThrow(error);
  });

  test("a file that is not there", async () => {
    const model = recorded(join(folder, "none.jsonl"));
    await expect(model.notes!(cases("a"))).rejects.toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(() => model.identity).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });

  test("a name without a known format", () => {
    expect(() => recorded("answers.txt")).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  });
});

test("the identity has the content's hash and no folder", async () => {
  const text = '{"id":"a","output":"x"}';
  const model = await recording("a.jsonl", text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  expect(model.identity).toEqual({ provider: "recorded", file: "a.jsonl", sha256, case: "id", output: "output" });
});

test("a recording is named after its file, unless it has an id", () => {
  expect(recorded("runs/Mistral-Nemo.v2.jsonl.gz").id).toBe("recorded:Mistral-Nemo.v2");
  expect(recorded("a.csv", { id: "nemo" }).relativeTo!("/x").id).toBe("nemo");
});
