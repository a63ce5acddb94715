import type { VariantComparison } from "@sameseed/core";
import { comparisonsMarkdown, junitXml, markdownTable, plain } from "@sameseed/reporter";
import { type Check, exitCodeOf } from "./gate.ts";

/** Cases of a case threshold can be thousands: those that hold are counted. */
const MOST_LISTED = 50;

const WORDS = { 0: "Passed", 1: "Failed", 3: "Undecided" } as const;
const MARKS: Readonly<Record<Check["result"], string>> = { passed: "✓", failed: "✗", undecided: "?", skipped: "–" };

/** The checks for a terminal: a line each, then the whole in a word. */
export function gateText(checks: readonly Check[]): string {
  const { listed, hidden } = listedChecks(checks);
  return [
    ...listed.map(({ result, message }) => `${MARKS[result]} ${message}`),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    `gate: ${wordOf(checks).toLowerCase()}`,
  ].join("\n");
}

/** The result for a pull request: the gate first, then the comparisons. */
export function gateMarkdown(checks: readonly Check[], comparisons: readonly VariantComparison[]): string {
  const { listed, hidden } = listedChecks(checks);
  return [
    ...(checks.length === 0
      ? []
      : [
          `### ${MARKS[exitCodeOf(checks) === 0 ? "passed" : exitCodeOf(checks) === 1 ? "failed" : "undecided"]} ${wordOf(checks)}`,
          markdownTable(
            ["", "check", "result"],
            listed.map(({ result, name, message }) => [MARKS[result], plain(name), plain(message)]),
          ),
          ...(hidden > 0 ? [`… and ${hidden} more.`] : []),
        ]),
    ...(comparisons.length === 0 ? [] : [comparisonsMarkdown(comparisons)]),
  ].join("\n\n");
}

/** The checks as JUnit XML: what failed is a failure, what is undecided an error. */
export function gateJunit(checks: readonly Check[]): string {
  const suites = Map.groupBy(checks, ({ group }) => group);
  return junitXml(
    [...suites].map(([name, cases]) => ({
      name,
      cases: cases.map((check) => ({ ...check, result: check.result === "undecided" ? "error" : check.result })),
    })),
  );
}

function wordOf(checks: readonly Check[]): string {
  return WORDS[exitCodeOf(checks) as keyof typeof WORDS];
}

/** All that did not pass, and what passed as far as there is room. */
function listedChecks(checks: readonly Check[]): { readonly listed: readonly Check[]; readonly hidden: number } {
  const ranked = [
    ...checks.filter(({ result }) => result === "failed" || result === "undecided"),
    ...checks.filter(({ result }) => result === "passed" || result === "skipped"),
  ];
  const listed = ranked.slice(0, MOST_LISTED);
  return { listed, hidden: checks.length - listed.length };
}
