import { expect, test } from "vitest";
import { commandAgain, outText } from "./command-again.ts";

const DEFAULTS = { maxConcurrency: 8, out: "results", progressBar: true };

test.each([
  [{}, "sameseed run b.yaml"],
  [{ repeats: 8, seed: 0, out: "later" }, "sameseed run b.yaml --repeats 8 --seed 0 --out later"],
  [{ filterFirstN: 5, aa: true, latency: false }, "sameseed run b.yaml --limit 5 --aa"],
  [{ filterCases: "^it's (a|b)$" }, String.raw`sameseed run b.yaml --filter-cases '^it'\''s (a|b)$'`],
  [{ passAt: [1, 5], maxConcurrency: 64, maxCost: 2 }, "sameseed run b.yaml --pass-at 1,5"],
])("of %j it repeats what makes it the same run", (flags, command) => {
  expect(commandAgain("run", "b.yaml", { ...DEFAULTS, ...flags })).toBe(command);
});

test("a plan is given what it takes, and a path with a space is quoted", () => {
  expect(commandAgain("plan", "my b.yaml", { ...DEFAULTS, seed: 7, limit: 4 })).toBe(
    "sameseed plan 'my b.yaml' --limit 4",
  );
});

test("commands on a run are told where it lies, unless it is where they look", () => {
  expect(outText({ out: "results" })).toBe("");
  expect(outText({ out: "my runs" })).toBe(" --out 'my runs'");
});
