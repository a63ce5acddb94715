import { describe, expect, test } from "vitest";
import { hasAssert, tableColumns } from "./table-columns.ts";

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const read = (record: object, options = { isAsserted: true }) =>
  tableColumns(options)({ record: record as Record<string, unknown>, place: "a.csv, line 2" });

test("reads the expected answer and metadata, which are not vars", () => {
  const row = { question: "1+1?", __expected: "equals: 2", __description: "easy", "__metadata:topic": "sums" };
  const wanted = { record: { question: "1+1?" }, expected: "2", metadata: { description: "easy", topic: "sums" } };
  expect(read(row, { isAsserted: false })).toEqual(wanted);
  expect(read({ q: "x", __expected: "a: b" }, { isAsserted: false })).toMatchObject({ expected: "a: b" });
  expect(read({ q: "x", __prefix: "" })).toEqual({ record: { q: "x" } });
  expect(read({ q: "x", expected: "y" })).toBeUndefined();
});

describe("assertions are scorers of the case where the benchmark reads them:", () => {
  test.each<[object, readonly object[]]>([
    [{ __expected: "Oslo" }, [{ equals: { expected: "Oslo", trim: false } }]],
    [{ __expected: "contains: hi" }, [{ contains: { expected: "hi" } }]],
    [{ __expected: "not-icontains: hi" }, [{ "not-icontains": { expected: "hi" } }]],
    [
      { __expected1: "contains: hi", __expected2: "levenshtein(3): ho", __metric: "m" },
      [
        { contains: { expected: "hi", metric: "m" } },
        { levenshtein: { expected: "ho", maxDistance: 3, threshold: 1, metric: "m" } },
      ],
    ],
    [
      { __expected: "contains: hi", __threshold: "0.5" },
      [{ "assert-set": { scorers: [{ contains: { expected: "hi" } }], threshold: 0.5 } }],
    ],
  ])("%j", (row, scorers) => {
    expect(read(row)).toMatchObject({ scorers });
  });

  test("text with braces is text", () => {
    expect(read({ __expected: "contains: {{q}}" })).toEqual({
      record: { __text1: "{{q}}" },
      scorers: [{ contains: { expected: "{{__text1}}" } }],
    });
  });
});

test.each<[object, boolean, string]>([
  [{ __expected: "contains: x" }, false, 'has the assertion "contains" for this row'],
  [{ __expected1: "x", __expected2: "y" }, false, 'has the assertion "equals" for this row'],
  [{ __prefix: "x" }, true, "promptfoo's column __prefix"],
  [{ __providerOutput: "x" }, true, "promptfoo's column __providerOutput"],
  [{ __expected: "javascript: process.exit()" }, true, "is code, which is not run"],
  [{ __expected: "python: exit()" }, true, "is code, which is not run"],
  [{ __expected: "file://judge.js" }, true, "is code, which is not run"],
  [{ __expected: "webhook: http://127.0.0.1" }, true, "names an address"],
  [{ __expected: "moderation" }, true, "sends answers to a moderation service"],
])("refuses %j (assert: %j) with a hint", (row, isAsserted, message) => {
  expect(() => read(row, { isAsserted })).toThrow(
    expect.objectContaining({
      code: "BAD_DATASET",
      message: expect.stringMatching(new RegExp(`^(?!.*left out).*${escaped(message)}`)),
      hint: expect.any(String),
    }),
  );
});

test("finds assert by its name", () => {
  const lists = [["equals"], ["assert"], [{ assert: {} }], [{ equals: {} }]];
  expect(lists.map((list) => hasAssert(list))).toEqual([false, true, true, false]);
});
