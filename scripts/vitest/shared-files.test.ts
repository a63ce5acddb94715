import { describe, expect, test } from "vitest";
import { helpersOf, reachesOthers, unitTests } from "./shared-files.ts";

describe("a unit test has separate modules if its text can affect tests of other files", () => {
  test.each([
    "vi.useFakeTimers();",
    'vi.spyOn(console, "log");',
    'process.env["HOME"] = "/";',
    'import { vi as mocks } from "vitest";',
    'vitest.mock("./file.ts");',
    'vi["useFakeTimers"]();',
    'process["env"]["HOME"] = "/";',
    "const { env } = process;",
    'Object.defineProperty(process, "exitCode", {});',
    'import { env } from "node:process";',
    'import.meta.env["MODE"] = "x";',
    'process.on("exit", end);',
    "globalThis.fetch = own;",
    "global.fetch = own;",
    'import { Worker } from "node:worker_threads";',
    "process.exitCode = 1;",
    'vi.stubGlobal("fetch", own);',
  ])("%s", (text) => {
    expect(reachesOthers(text)).toBe(true);
  });

  test.each([
    'import { expect, test, vi } from "vitest";',
    'vi.stubEnv("KEY", "x");',
    "const began = performance.now();",
    "const before = process.cpuUsage().user;",
    "const before = process.threadCpuUsage().user;",
    'import { spawn } from "node:child_process";',
    'import { createServer } from "node:net";',
    "const folder = process.cwd();",
    'import { readFile } from "node:fs/promises";',
    "expect(environment).toEqual({});",
    'test("a process, and vitest as a whole", () => {});',
  ])("not by %s", (text) => {
    expect(reachesOthers(text)).toBe(false);
  });
});

test("every unit test is in one of the two projects", () => {
  const { shared, isolated } = unitTests();
  const all = [...shared, ...isolated];
  expect(new Set(all).size).toBe(all.length);
  expect(shared).toContain("packages/stats/src/quantiles/median.test.ts");
  expect(isolated).toContain("packages/scorer/src/score.test.ts");
});

test("a helper that reaches other tests isolates the tests that use it", () => {
  expect(unitTests().isolated).toContain("packages/queue/src/worker.test.ts");
});

test("only the project's own files are helpers, not the testing folder of another package", () => {
  const text = [
    'import { a } from "./testing/a.ts";',
    'import { b } from "@sameseed/stats/testing/b";',
    'import { c } from "@angular/core/testing/c";',
    'const d = await import("library/testing/d");',
    'import { e } from "@sameseed/stats";',
  ].join("\n");
  const relative = helpersOf("/home/packages/x.test.ts", text).map((file) => file.replace(/^.*(?=packages)/, ""));
  expect(relative).toEqual(["packages/testing/a.ts", "packages/stats/src/testing/b.ts"]);
});
