/**
 * `pnpm test`: all checks, on a machine with Node 20 and npm. Lint, types, build, unit tests, end-to-end tests of the
 * built code, then the packed tarballs under plain Node. Ends with the number of skipped tests by missing program, and
 * with `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { TestCounts } from "./test-counts.ts";

const scratch = mkdtempSync(join(tmpdir(), "sameseed-check-"));
const countsFile = join(scratch, "counts.json");
let skipped: TestCounts["skipped"] = [];
let passed = 0;
let failed = 0;

function step(name: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  console.log(`\n── ${name}: ${command.join(" ")}`);
  const [program, ...args] = command;
  const { status } = spawnSync(program!, args, {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TEST_COUNTS_FILE: countsFile, ...env },
  });
  return status === 0;
}

/** `.ci/run` installs a browser and an office suite meanwhile, for five minutes at most, and then writes this file. */
async function programsReady(): Promise<void> {
  const file = process.env["TEST_PROGRAMS_READY"];
  if (file === undefined) return;
  const until = Date.now() + 300_000;
  while (!existsSync(file) && Date.now() < until) await setTimeout(500);
}

function count(isGood: boolean): void {
  if (isGood) passed++;
  else failed++;
}

count(step("lint", ["oxlint"]));
count(step("format", ["oxfmt", "--check"]));
count(step("unused code", ["knip"]));
count(
  step("types", ["turbo", "run", "typecheck", "--output-logs=errors-only"]) &&
    step("types of scripts", ["tsc", "-p", "."]),
);

const built = step("build", ["turbo", "run", "build", "--output-logs=errors-only"]);
count(built);
await programsReady();
const vitestPassed = step(
  "tests",
  ["vitest", "run", "--reporter=default", "--reporter=./scripts/test-counts.ts"],
  built ? { TESTED_CODE: "built" } : {},
);
try {
  const counts = JSON.parse(readFileSync(countsFile, "utf8")) as TestCounts;
  passed += counts.passed;
  failed += counts.failed;
  skipped = counts.skipped;
  if (!vitestPassed && counts.failed === 0) failed++; // a file that did not load
} catch {
  failed++;
}

count(step("packed tarballs under plain Node", ["node", "scripts/test-packed.ts"]));

rmSync(scratch, { recursive: true, force: true });
console.log();
for (const [need, count] of skipped) console.log(`${count} ${count === 1 ? "test" : "tests"} skipped: no ${need}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
