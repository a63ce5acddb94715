import { describe, expect, test } from "vitest";
import { SliceCheck } from "./check-slices.ts";
import { SliceColumn } from "./slice-column.ts";
import type { TestCase } from "../case/test-case.ts";

function slicesOf(key: string, values: readonly unknown[]) {
  const column = new SliceColumn(key);
  values.forEach((value, index) => column.add({ id: `c${index}`, vars: {}, metadata: { [key]: value } }));
  return column.slices();
}

describe("slices of the cases", () => {
  test("are the values of a key, with a separate slice for missing ones", () => {
    expect(slicesOf("category", ["a", "b", " a", null, "", "b", true, 3])).toMatchObject({
      kind: "values",
      slices: [
        { name: "a", cases: 2, isMissing: false },
        { name: "b", cases: 2 },
        { name: "true", cases: 1 },
        { name: "3", cases: 1 },
        { name: "(missing)", cases: 2, isMissing: true },
      ],
    });
  });

  test("come from metadata before vars, from a path, and from the reference answer", () => {
    const testCase: TestCase = {
      id: "x",
      vars: { lang: "de", user: { plan: "free" } },
      metadata: { lang: "en" },
      expected: "yes",
    };
    const nameOf = (key: string): string | undefined => {
      const column = new SliceColumn(key);
      column.add(testCase);
      column.add({ ...testCase, id: "y" });
      const found = column.slices();
      return "reason" in found ? undefined : found.slices[0]?.name;
    };
    expect([nameOf("lang"), nameOf("user.plan"), nameOf("expected")]).toEqual(["en", "free", "yes"]);
  });

  test("of numbers with many values are quantile bins of about equal size", () => {
    const found = slicesOf(
      "length",
      Array.from({ length: 100 }, (_, index) => String(index + 1)),
    );
    expect(found).toMatchObject({ kind: "quantiles" });
    expect("slices" in found && found.slices.map(({ name, cases }) => [name, cases])).toEqual([
      ["up to 25.75", 25],
      ["over 25.75 to 50.5", 25],
      ["over 50.5 to 75.25", 25],
      ["over 75.25", 25],
    ]);
  });

  test("of numbers with mostly one value have fewer bins; few numbers have no bins", () => {
    const skewed = slicesOf("n", [...Array.from({ length: 90 }, () => 1), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect("slices" in skewed && skewed.slices.map(({ cases }) => cases)).toEqual([90, 10]);
    expect(slicesOf("stars", [1, 2, 3, 4, 5, 1, 2])).toMatchObject({ kind: "values" });
  });

  test.each([
    ["a value for each case", ["a", "b", "c"], "its value differs in every case"],
    ["the case's own id", ["c0", "c1", "c2"], "its value differs in every case"],
    ["no value at all", [null, "", undefined], "no case has it"],
    ["very many values", Array.from({ length: 500 }, (_, index) => `v${index % 250}`), "it has more than 200 values"],
  ])("refuse a key with %s", (_, values, reason) => {
    expect(slicesOf("key", values)).toMatchObject({ reason });
  });

  test("codes such as 007 are names and not numbers", () => {
    expect(slicesOf("code", ["007", "008", "007", "009", "01", "02", "03", "04", "05", "06"])).toMatchObject({
      kind: "values",
    });
  });
});

test("refuses a key that no case has before the run and names the known keys", () => {
  const check = new SliceCheck(["categry"]);
  check.add({ id: "a", vars: { q: "?" }, metadata: { category: "x" } });
  expect(() => check.finish()).toThrow('There is no slice key "categry".');
  try {
    check.finish();
  } catch (error) {
    expect(error).toMatchObject({ code: "UNKNOWN_ID", hint: 'Did you mean "category"? Known: category, q.' });
  }
});

test("an error for an unknown key names the known ones, including the reference answer", () => {
  const check = new SliceCheck(["Correct category"]);
  check.add({ id: "1", vars: { message: "m" }, expected: "Billing" });
  expect(() => check.finish()).toThrow(expect.objectContaining({ hint: "Known: message, expected." }));
});
