/**
 * Which unit tests share one copy of all modules, and which get their own. A shared copy saves most of the CPU time of a
 * short test file: loading vitest and the code under test.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
export const UNIT_TESTS = ["packages/*/src/**/*.test.ts", "benchmarks/**/*.test.ts", "scripts/**/*.test.ts"];

/** Code of users that runs in this process leaves listeners of the process and its own `process.exit`. */
const RUNS_CODE_OF_USERS = [
  "packages/pipeline/src/library/object-names.test.ts",
  "packages/pipeline/src/run/check-run.test.ts",
  "packages/scorer/src/common-options.test.ts",
  "packages/scorer/src/score.test.ts",
  "packages/scorer/src/scorers/assert.test.ts",
  "packages/scorer/src/scorers/combining-code.test.ts",
];

/**
 * Texts that can affect a test of another file in the same process: fake clocks, mocks, the environment, code
 * in other threads. Reading a clock or the processor's time affects no other test. `vi.stubEnv` ends with its
 * test, and a server with its file.
 */
const REACHES_OTHERS = [
  /\b(?:vi|vitest)(?:\.(?!(?:fn|stubEnv|unstubAllEnvs|waitFor|waitUntil)\b)|\[)|[{,]\s*(?:vi|vitest) as /,
  /\bprocess(?:\.(?!(?:cwd|platform|versions?|execPath|hrtime|cpuUsage|threadCpuUsage|memoryUsage|pid)\b)|\[)|[=(]\s*process\s*[;,)]/,
  /\bimport\.meta\.env\b/,
  /\bglobal(?:This\b|\.|\[)/,
  /"node:(?:process|timers|worker_threads|module|v8|vm)"/,
  /\bsetFlagsFromString\b/,
];

export interface UnitTests {
  /** Paths from the root. */
  readonly shared: readonly string[];
  readonly isolated: readonly string[];
}

export function unitTests(): UnitTests {
  const isShared = new Map<string, boolean>();
  const files = globSync(UNIT_TESTS, { cwd: ROOT, exclude: (path) => path.endsWith("node_modules") }).toSorted();
  const { true: shared = [], false: isolated = [] } = Object.groupBy(
    files,
    (file) => `${!RUNS_CODE_OF_USERS.includes(file) && sharesModules(join(ROOT, file), isShared)}` as const,
  );
  return { shared, isolated };
}

/**
 * Whether a test with this text could change the state that tests of other files in its process see, or
 * measure their time.
 */
export function reachesOthers(text: string): boolean {
  return REACHES_OTHERS.some((pattern) => pattern.test(text));
}

/** Whether neither the file nor a helper of tests that it imports reaches other tests. */
function sharesModules(path: string, known: Map<string, boolean>): boolean {
  const before = known.get(path);
  if (before !== undefined) return before;
  known.set(path, true); // of a circle, the others decide
  const text = readFileSync(path, "utf8");
  const isShared = !reachesOthers(text) && helpersOf(path, text).every((helper) => sharesModules(helper, known));
  known.set(path, isShared);
  return isShared;
}

/** The project's files with tests or their helpers: a file of the product may use clocks and the environment. */
export function helpersOf(path: string, text: string): string[] {
  const imported = text.matchAll(/\b(?:from |import |import\()"([^"]*\btesting\/[^"]*|\.[^"]*\.test\.ts)"/g);
  return [...imported].flatMap(([, specifier = ""]) => {
    if (specifier.startsWith(".")) return [join(dirname(path), specifier)];
    const ours = /^@sameseed\/([^/]+)\/(.*)$/.exec(specifier);
    return ours === null ? [] : [join(ROOT, "packages", ours[1]!, "src", `${ours[2]!}.ts`)];
  });
}
