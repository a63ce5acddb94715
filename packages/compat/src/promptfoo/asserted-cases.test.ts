import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const TESTED = { prompts: ["a {{x}}", "b {{x}}"], providers: ["echo"] };
const has = (...assert: object[]) => ({
  vars: { x: "1" },
  assert: [{ type: "contains", value: "a", metric: "m" }, ...assert],
});

test("max-score is a scorer of the benchmark, with the weights by the names of metrics too", async () => {
  const assertion = { type: "max-score", value: { method: "sum", weights: { contains: 2 }, threshold: 1 } };
  const { benchmark, warnings } = await translatedConfig({ ...TESTED, tests: [has(assertion), has(assertion)] });
  expect(benchmark["scorers"]).toContainEqual({
    "max-score": { method: "sum", weights: { contains: 2, m: 2 }, threshold: 1 },
  });
  expect(warnings).toEqual([]);
});

test("warns that max-score applies to all tests if some have none or another", async () => {
  const tests = [has(), has({ type: "max-score" }), has({ type: "max-score", value: { method: "sum" } })];
  const { benchmark, warnings } = await translatedConfig({ ...TESTED, tests });
  expect(benchmark["scorers"]).toContainEqual({ "max-score": {} });
  expect(warnings).toEqual([
    expect.stringMatching(/tests\[0\]: has max-score here too/),
    expect.stringMatching(/tests\[2\]: another max-score than the first is left out/),
  ]);
});

test("a warning about code in a file of tests names the lines of the others", async () => {
  const code = (place: number): string => `- vars: {x: "${place}"}\n  assert: [{type: javascript, value: "true"}]\n`;
  const { warnings } = await translatedConfig(
    { prompts: ["Hi {{x}}"], providers: ["echo"], tests: "file://t.yaml" },
    { "t.yaml": [1, 2, 3, 4, 5, 6, 7].map(code).join("") },
  );
  expect(warnings.join("\n")).toContain("the assertion is left out (also lines 4, 6, 8, 10 and 2 more).");
});
