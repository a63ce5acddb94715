/**
 * `pnpm test`: all checks, on a machine with Node 20 and npm. All steps run at the same time, except that the end-to-end
 * tests and the packed tarballs need the build: some steps use the processors, others wait for events or the network.
 * Ends with the number of skipped tests by missing program, and with `N passed, N failed`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, getPriority, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { TestCounts } from "./test-counts.ts";

const scratch = mkdtempSync(join(tmpdir(), "sameseed-check-"));
/** Number of skipped tests by the program that they need. */
const skipped = new Map<string, number>();
let passed = 0;
let failed = 0;
/** Names of the steps that failed: their outputs are far above the end. */
const failedSteps: string[] = [];

/** The highest niceness. A step is never given a lower one than its parent has, which needs rights. */
const LOWEST_PRIORITY = 19;

interface StepOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** End-to-end tests measure times and take longest: other steps get the rest of the processors. */
  readonly niceness?: number;
}

/** Runs a command and prints its output after it has ended, which keeps outputs separate. False when it fails. */
async function step(
  name: string,
  command: readonly string[],
  { env = {}, niceness = 5 }: StepOptions = {},
): Promise<boolean> {
  const began = performance.now();
  const child = started(command, "pipe", env);
  if (child.pid !== undefined) setPriority(child.pid, Math.min(getPriority() + niceness, LOWEST_PRIORITY));
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
    env: { ...process.env, ...env },
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
  count((await checkTypes("types", ".")) && (await checkTypes("types of the page", "packages/viewer")));
}

/** In one thread: four of them check parts twice, which takes more CPU time in all, and tests use the other cores. */
function checkTypes(name: string, project: string): Promise<boolean> {
  return step(name, ["tsc", "-p", project, "--singleThreaded"]);
}

/** Runs the tests of these projects of vitest and counts them. */
async function runTests(
  projects: readonly string[],
  run: (command: readonly string[], env: Readonly<Record<string, string>>) => Promise<boolean>,
): Promise<void> {
  const countsFile = join(scratch, `${projects[0]}.json`);
  const named = projects.map((project) => `--project=${project}`);
  const command = ["vitest", "run", ...named, "--reporter=default", "--reporter=./scripts/test-counts.ts"];
  const isGood = await run(command, { TEST_COUNTS_FILE: countsFile });
  try {
    const counts = JSON.parse(readFileSync(countsFile, "utf8")) as TestCounts;
    passed += counts.passed;
    failed += counts.failed;
    for (const [need, number] of counts.skipped) skipped.set(need, (skipped.get(need) ?? 0) + number);
    if (!isGood && counts.failed === 0) failed++; // a file that did not load
  } catch {
    failed++;
  }
}

/** They need neither the build nor a browser, and use the time in which end-to-end tests wait. */
async function runUnitTests(): Promise<void> {
  await runTests(["unit", "unit-isolated"], (command, env) => step("unit tests", command, { env }));
}

/** End-to-end tests wait for programs, browsers and late answers: with a worker per core, cores stay idle (decision 258). */
const MORE_THAN_CORES = Math.ceil(1.5 * availableParallelism());

/** They print as they run. */
async function runEndToEndTests(isBuilt: boolean): Promise<void> {
  await programsReady();
  await runTests(["e2e"], async (vitest, env) => {
    const began = performance.now();
    const command = [...vitest, `--maxWorkers=${MORE_THAN_CORES}`];
    console.log(`\n── end-to-end tests: ${command.join(" ")}`);
    const isGood = await ended(started(command, "inherit", { ...env, ...(isBuilt ? { TESTED_CODE: "built" } : {}) }));
    if (!isGood) failedSteps.push("end-to-end tests");
    console.log(`── end-to-end tests took ${secondsSince(began)} s`);
    return isGood;
  });
}

async function build(): Promise<boolean> {
  const isBuilt = await step("build", ["node", "scripts/build.ts"], { niceness: 0 });
  count(isBuilt);
  return isBuilt;
}

async function checkPacked(): Promise<void> {
  count(await step("packed tarballs under plain Node", ["node", "scripts/test-packed.ts"]));
}

async function checkBuilt(): Promise<void> {
  const isBuilt = await build();
  await Promise.all([runEndToEndTests(isBuilt), checkPacked()]);
}

await Promise.all([checkBuilt(), runUnitTests(), checkCode()]);

rmSync(scratch, { recursive: true, force: true });
console.log();
const bySkipped = [...skipped].toSorted(([, one], [, other]) => other - one);
for (const [need, count] of bySkipped) console.log(`${count} ${count === 1 ? "test" : "tests"} skipped: no ${need}`);
if (failedSteps.length > 0) console.log(`Failed steps: ${failedSteps.join(", ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
