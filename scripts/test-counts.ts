/**
 * A reporter of vitest: writes the numbers of passed, failed and skipped tests with reasons, as JSON, into
 * the file that `TEST_COUNTS_FILE` names. A test that a machine cannot run names its requirement at the end
 * of its title or its group's title, `(needs Chromium)`, or skips itself with such a note, `skip("needs
 * python3")`.
 */
import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Number of skipped tests by requirement, most first. */
  readonly skipped: readonly (readonly [need: string, count: number])[];
}

// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env["TEST_COUNTS_FILE"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(countsOf(modules)));
  }
}

function countsOf(modules: readonly TestModule[]): TestCounts {
  let [passed, failed] = [0, 0];
  const skipped = new Map<string, number>();
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed++;
      else if (state === "failed") failed++;
      else skipped.set(needOf(test), (skipped.get(needOf(test)) ?? 0) + 1);
    }
  return { passed, failed, skipped: [...skipped].toSorted(([, a], [, b]) => b - a) };
}

function needOf(test: TestCase): string {
  const result = test.result();
  const text = (result.state === "skipped" && result.note) || test.fullName;
  return /\bneeds:? ([^()]+)/.exec(text)?.[1]?.trim() ?? "a reason in the test's title";
}
