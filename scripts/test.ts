/**
 * `pnpm test`: all checks, on a machine with Node 20 and npm. Lint, types, build, unit tests, end-to-end tests of the
 * built code, then the packed tarballs under plain Node. Steps that do not need each other run at the same time: some
 * use the processors, others wait for the network. Ends with the number of skipped tests by missing program, and with
 * `N passed, N failed`.
 */
import { type ChildProcess, spawn } from "node:child_process";
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
/** Names of the steps that failed: their outputs are far above the end. */
const failedSteps: string[] = [];

/** Runs a command and prints its output when it has ended, so that outputs do not mix. False when it fails. */
async function step(name: string, command: readonly string[]): Promise<boolean> {
  const began = performance.now();
  const child = started(command, "pipe");
  let output = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const isGood = await ended(child);
  if (!isGood) failedSteps.push(name);
  console.log(`\n── ${name}: ${command.join(" ")} (${secondsSince(began)} s)\n${output}`.trimEnd());
  return isGood;
}

function started(
  [program, ...args]: readonly string[],
  stdio: "pipe" | "inherit",
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(program!, args, {
    stdio: ["ignore", stdio, stdio],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TEST_COUNTS_FILE: countsFile, ...env },
  });
}

function ended(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on("close", (code) => resolve(code === 0));
  });
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
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

async function checkCode(): Promise<void> {
  count(await step("lint", ["oxlint"]));
  count(await step("format", ["oxfmt", "--check"]));
  count(await step("unused code", ["knip"]));
  count(
    (await step("types", ["tsc", "-p", "."])) && (await step("types of the page", ["tsc", "-p", "packages/viewer"])),
  );
}

/** The tests print as they run. */
async function runTests(isBuilt: boolean): Promise<void> {
  await programsReady();
  const began = performance.now();
  const command = ["vitest", "run", "--reporter=default", "--reporter=./scripts/test-counts.ts"];
  console.log(`\n── tests: ${command.join(" ")}`);
  const vitestPassed = await ended(started(command, "inherit", isBuilt ? { TESTED_CODE: "built" } : {}));
  if (!vitestPassed) failedSteps.push("tests");
  console.log(`── tests took ${secondsSince(began)} s`);
  try {
    const counts = JSON.parse(readFileSync(countsFile, "utf8")) as TestCounts;
    passed += counts.passed;
    failed += counts.failed;
    skipped = counts.skipped;
    if (!vitestPassed && counts.failed === 0) failed++; // a file that did not load
  } catch {
    failed++;
  }
}

async function checkBuilt(): Promise<void> {
  const isBuilt = await step("build", ["turbo", "run", "build", "--output-logs=errors-only"]);
  count(isBuilt);
  const packed = step("packed tarballs under plain Node", ["node", "scripts/test-packed.ts"]);
  await runTests(isBuilt);
  count(await packed);
}

await Promise.all([checkCode(), checkBuilt()]);

rmSync(scratch, { recursive: true, force: true });
console.log();
for (const [need, count] of skipped) console.log(`${count} ${count === 1 ? "test" : "tests"} skipped: no ${need}`);
if (failedSteps.length > 0) console.log(`Failed steps: ${failedSteps.join(", ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
