import { expect, test } from "vitest";
import { commandAgain, outText } from "./command-again.ts";

const DEFAULTS = { maxConcurrency: 8, out: "results", progressBar: true };

test.each([
  [{}, "sameseed run b.yaml"],
  [{ repeats: 8, seed: 0, out: "later" }, "sameseed run b.yaml --repeats 8 --seed 0 --out later"],
  [{ limit: 5, aa: true, latency: false }, "sameseed run b.yaml --limit 5 --aa"],
  [{ filterCases: "^it's (a|b)$" }, String.raw`sameseed run b.yaml --filter-cases '^it'\''s (a|b)$'`],
  [{ passAt: [1, 5], maxConcurrency: 64, maxCost: 2 }, "sameseed run b.yaml --pass-at 1,5"],
])("for %j it repeats the flags that identify the run", (flags, command) => {
  expect(commandAgain("run", "b.yaml", { ...DEFAULTS, ...flags })).toBe(command);
});

test("a plan gets the flags that it supports, and a path with a space is quoted", () => {
  expect(commandAgain("plan", "my b.yaml", { ...DEFAULTS, seed: 7, limit: 4 })).toBe(
    "sameseed plan 'my b.yaml' --limit 4",
  );
});

test("commands on a run include its folder, unless it is the default", () => {
  expect(outText({ out: "results" })).toBe("");
  expect(outText({ out: "my runs" })).toBe(" --out 'my runs'");
});

test.each([
  ["http://127.0.0.1:80/v1", "http://127.0.0.1:80/v1"],
  ["http://canary@127.0.0.1/v1", "'<the same>'"],
  ["http://127.0.0.1/v1?key=canary", "'<the same>'"],
  ["canary", "'<the same>'"],
])("of the base URL %j it shows %s: an address may hold a key", (baseUrl, shown) => {
  expect(commandAgain("run", "b.yaml", { ...DEFAULTS, baseUrl })).toBe(`sameseed run b.yaml --base-url ${shown}`);
});
