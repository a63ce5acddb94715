/**
 * `pnpm test`: everything that has to hold, on a machine with Node 20 and npm. Lint, types, unit and end-to-end
 * tests, then the packed tarballs under plain Node. Prints `N passed, N failed` at the end.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "sameseed-check-"));
const vitestJson = join(scratch, "vitest.json");
let passed = 0;
let failed = 0;

function step(name: string, command: readonly string[]): boolean {
  console.log(`\n── ${name}: ${command.join(" ")}`);
  const [program, ...args] = command;
  const { status } = spawnSync(program!, args, {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  return status === 0;
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

const vitestPassed = step("tests", [
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${vitestJson}`,
]);
try {
  const report = JSON.parse(readFileSync(vitestJson, "utf8")) as { numPassedTests: number; numFailedTests: number };
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  if (!vitestPassed && report.numFailedTests === 0) failed++; // a file that did not load
} catch {
  failed++;
}

count(step("build", ["turbo", "run", "build", "--output-logs=errors-only"]));
count(step("packed tarballs under plain Node", ["node", "scripts/test-packed.ts"]));

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
