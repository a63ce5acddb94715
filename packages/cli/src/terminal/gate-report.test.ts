import { expect, test } from "vitest";
import type { Check } from "@sameseed/pipeline/compare";
import { gateMarkdown, gateText } from "./gate-report.ts";

function check(result: Check["result"], metric: string, said: string): Check {
  return { name: "new against old", group: `gate.${metric}`, result, message: `new against old: ${said}` };
}

const CHECKS = [
  check("passed", "score", "not worse. new is not worse than old by more than 5 points."),
  check("undecided", "score", "inconclusive. The data cannot tell. With 20 cases it finds a difference of 17 points."),
  check("skipped", "contains", "worse. new is worse than old."),
  check("skipped", "brief", "better. new is better than old."),
  check("skipped", "brief", "better. new is better than old."),
];

test("the terminal shows the gated checks, failures first, and the exit code; other metrics in a line", () => {
  expect(gateText(CHECKS, 60)).toMatchInlineSnapshot(`
    "? new against old: inconclusive. The data cannot tell. With
      20 cases it finds a difference of 17 points.
    ✓ new against old: not worse. new is not worse than old by
      more than 5 points.
    – not checked by the gate: contains, brief
    gate: undecided (exit code 3)"
  `);
});

test("a gate that passes after failed requests explains exit code 1", () => {
  const lastLine = (checks: readonly Check[]): string =>
    gateText(checks, 200, ["2 trials failed.", "A judge gave no answer 1 time."]).split("\n").at(-1)!;
  const reason = "but the run ends with exit code 1: 2 trials failed. A judge gave no answer 1 time.";
  expect(lastLine([CHECKS[0]!])).toBe(`gate: passed, ${reason}`);
  expect(lastLine([CHECKS[1]!])).toBe(`gate: undecided, ${reason}`);
  expect(lastLine([check("failed", "score", "worse.")])).toBe("gate: failed (exit code 1)");
});

test("leaves out a control by name, since its metric is gated", () => {
  const control: Check = { ...check("skipped", "score", "control"), name: "old (A/A) against old" };
  expect(gateText([CHECKS[0]!, control], 200)).toContain("– not checked by the gate: old (A/A) against old\n");
});

test("Markdown names each check once and lists nothing that is not gated", () => {
  expect(gateMarkdown(CHECKS, { comparisons: [] })).toMatchInlineSnapshot(`
    "### ? Undecided

    |  | check | result |
    | --- | --- | --- |
    | ? | new against old | inconclusive. The data cannot tell. With 20 cases it finds a difference of 17 points. |
    | ✓ | new against old | not worse. new is not worse than old by more than 5 points. |

    Not checked by the gate: contains, brief."
  `);
});
