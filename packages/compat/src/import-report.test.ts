import { expect, test } from "vitest";
import { importReport } from "./import-report.ts";

const TEXT = "prompts:\n  - a\n  - b\nproviders: [echo]\nsharing: true\ntests: big.csv\n";
const FOREIGN = {
  path: "/c.yaml",
  bytes: new TextEncoder().encode(TEXT),
  data: { prompts: ["a", "b"], providers: ["echo"], sharing: true, tests: "big.csv" },
};

test("keys and entries of lists are kept, changed or left out, by line", () => {
  const { counts, keys } = importReport(FOREIGN, [
    { key: "sharing", file: "/c.yaml", line: 5, message: "nothing is uploaded" },
    { key: "prompts[1].raw", file: "/c.yaml", line: 3, message: "the engine differs" },
    { key: "row[3]", file: "/big.csv", line: null, message: "its cells are text" },
  ]);
  expect(counts).toEqual({ kept: 3, changed: 2, "left out": 1 });
  expect(keys.map(({ file, line, key, state }) => `${file}:${line} ${key} ${state}`)).toEqual([
    "/big.csv:null row[3] changed",
    "/c.yaml:2 prompts[0] kept",
    "/c.yaml:3 prompts[1].raw changed",
    "/c.yaml:4 providers[0] kept",
    "/c.yaml:5 sharing left out",
    "/c.yaml:6 tests kept",
  ]);
});

test("a long list is one key, and a file without lines has no keys", () => {
  const data = { tests: Array.from({ length: 100 }, (_, index) => index) };
  expect(importReport({ path: "/c.js", bytes: new Uint8Array(), data }, []).keys).toEqual([
    { file: "/c.js", line: null, key: "tests", state: "kept", what: "" },
  ]);
  expect(importReport(undefined, []).keys).toEqual([]);
});
