/** The table of other tools in docs/performance.md is the one of the last measurement. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PeersResult, withPeers } from "../benches/peers/peers-table.ts";

const ROOT = join(import.meta.dirname, "..");
const page = readFileSync(join(ROOT, "docs/performance.md"), "utf8");
const result = JSON.parse(readFileSync(join(ROOT, "benches/peers/result.json"), "utf8")) as PeersResult;

test("docs/performance.md shows the last measurement of other tools", () => {
  expect(page).toBe(withPeers(page, result));
});

test("a page without the comments is an error", () => {
  expect(() => withPeers("# Performance\n", result)).toThrow(/lacks the comments/);
});
