import { expect, test } from "vitest";
import { rememberCases } from "./remember-cases.ts";
import type { Dataset, TestCase } from "../case/test-case.ts";

function counted(count: number, vars: TestCase["vars"] = {}): { dataset: Dataset; reads: () => number } {
  let reads = 0;
  const dataset: Dataset = {
    id: "counted",
    async *cases() {
      reads++;
      for (let index = 0; index < count; index++) yield { id: String(index), vars };
    },
  };
  return { dataset, reads: () => reads };
}

const idsOf = async (cases: AsyncIterable<TestCase>): Promise<string[]> =>
  (await Array.fromAsync(cases)).map(({ id }) => id);

test.each([0, 1, 2, 3])("reads a dataset of %i cases once and keeps three", async (count) => {
  const { dataset, reads } = counted(count);
  const remembered = rememberCases(dataset, 3);
  const first = await idsOf(remembered.cases());
  expect(await idsOf(remembered.cases())).toEqual(first);
  expect(first).toHaveLength(count);
  expect(reads()).toBe(1);
});

test.each([
  ["small", {}, undefined, 1],
  ["larger than the limit together", { a: "b" }, 4 * 361 - 1, 2],
  ["just within the limit", { a: "b" }, 4 * 361, 1],
  ["nested", { a: { b: ["c"] } }, undefined, 2],
  ["nested in a list", { a: [["c"]] }, undefined, 2],
  ["lists of texts", { a: ["b", "c", null, 1] }, undefined, 1],
])("more cases than the given number are kept unless they are large: %s", async (_, vars, mostSize, passes) => {
  const { dataset, reads } = counted(4, vars);
  const remembered = rememberCases(dataset, 3, { mostSize });
  for (let pass = 1; pass <= 2; pass++) expect(await idsOf(remembered.cases())).toEqual(["0", "1", "2", "3"]);
  expect(reads()).toBe(passes);
});

test("a dataset with more cases than are kept is read again, whole", async () => {
  const { dataset, reads } = counted(4);
  const remembered = rememberCases(dataset, 3, { mostSize: 0 });
  for (let pass = 1; pass <= 3; pass++) {
    expect(await idsOf(remembered.cases())).toEqual(["0", "1", "2", "3"]);
    expect(reads()).toBe(pass);
  }
});

test("a pass that ends early keeps no cases", async () => {
  const { dataset } = counted(3);
  const remembered = rememberCases(dataset, 3);
  for await (const testCase of remembered.cases()) if (testCase.id === "1") break;
  expect(await idsOf(remembered.cases())).toEqual(["0", "1", "2"]);
});

test("two passes at a time give each all cases", async () => {
  const { dataset } = counted(3);
  const remembered = rememberCases(dataset, 3);
  const passes = await Promise.all([idsOf(remembered.cases()), idsOf(remembered.cases())]);
  expect(passes).toEqual([
    ["0", "1", "2"],
    ["0", "1", "2"],
  ]);
});

test("a dataset that fails on the first pass is read again on the second", async () => {
  let isBroken = true;
  const remembered = rememberCases(
    {
      id: "broken at first",
      async *cases() {
        yield { id: "a", vars: {} };
        if (isBroken) throw new Error("no disk");
      },
    },
    3,
  );
  await expect(idsOf(remembered.cases())).rejects.toThrow("no disk");
  isBroken = false;
  expect(await idsOf(remembered.cases())).toEqual(["a"]);
});
