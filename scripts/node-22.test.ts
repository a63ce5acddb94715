import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** Node only strips the types of a source: all other syntax has to be that of the oldest Node. */
test("no source declares with `using`, which Node 22 does not read", () => {
  const sources = globSync(["packages/*/src/**/*.ts", "benchmarks/**/*.ts"], { cwd: ROOT }).filter(
    (path) => !path.includes("node_modules") && !path.endsWith(".test.ts"),
  );
  expect(sources.length).toBeGreaterThan(500);
  const declares = /^\s*(?:await )?using \w+ =/m;
  expect(sources.filter((path) => declares.test(readFileSync(join(ROOT, path), "utf8")))).toEqual([]);
});
