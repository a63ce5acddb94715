import { comparisonsMarkdown, junitXml, markdownTable, plain, wrapped } from "@sameseed/reporter";
import { type Check, type ComparedRuns, exitCodeOf } from "@sameseed/pipeline/compare";

/** A warning passes in JUnit, with its text: schemas have no other place for it. */
const JUNIT_RESULTS = {
  passed: "passed",
  failed: "failed",
  undecided: "error",
  skipped: "skipped",
  warning: "passed",
} as const;
/** Cases of a case threshold can be thousands: those that pass are counted. */
const MOST_LISTED = 50;

const WORDS = { 0: "Passed", 1: "Failed", 3: "Undecided" } as const;
const MARKS: Readonly<Record<Check["result"], string>> = {
  passed: "✓",
  failed: "✗",
  undecided: "?",
  skipped: "–",
  warning: "!",
};

/**
 * The checks for a terminal: failures first, then the overall result with its exit code. `failures` are
 * sentences on failed requests: they give a run the exit code 1, whatever its gate says.
 */
export function gateText(checks: readonly Check[], width: number, failures: readonly string[] = []): string {
  const { listed, hidden } = listedChecks(checks);
  return [
    ...listed.flatMap(({ result, message }) => wrapped(`${MARKS[result]} ${message}`, width, "  ")),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    ...notGated(checks).flatMap((line) => wrapped(`${MARKS.skipped} ${line}`, width, "  ")),
    ...wrapped(gateLine(checks, failures), width, "  "),
  ].join("\n");
}

/** The whole in a word with its exit code. */
export function gateLine(checks: readonly Check[], failures: readonly string[] = []): string {
  if (failures.length > 0 && exitCodeOf(checks) !== 1)
    return `gate: ${wordOf(checks).toLowerCase()}, but the run ends with exit code 1: ${failures.join(" ")}`;
  return `gate: ${wordOf(checks).toLowerCase()} (exit code ${exitCodeOf(checks)})`;
}

/** `Passed`, `Failed` or `Undecided`. */
export function gateWord(checks: readonly Check[]): string {
  return wordOf(checks);
}

/** The checks that did not pass, one sentence each, as space permits. */
export function failedChecks(checks: readonly Check[]): readonly string[] {
  const { listed } = listedChecks(checks.filter(({ result }) => result === "failed" || result === "undecided"));
  return listed.map(({ result, message }) => `${MARKS[result]} ${message}`);
}

/** Metrics outside the gate, in one line: their comparisons are above it. */
function notGated(checks: readonly Check[]): string[] {
  const skipped = checks.filter(({ result }) => result === "skipped");
  if (skipped.length === 0) return [];
  const what = new Set(
    skipped.map(({ group, name }) => (isGatedMetric(checks, group) ? name : group.replace(/^gate\./, ""))),
  );
  return [`not checked by the gate: ${[...what].join(", ")}`];
}

/** A control of a gated metric is left out without its metric. */
function isGatedMetric(checks: readonly Check[], group: string): boolean {
  return checks.some((check) => check.group === group && check.result !== "skipped");
}

/** The result for a pull request: the gate first, then the comparisons. */
export function gateMarkdown(
  checks: readonly Check[],
  compared: Pick<ComparedRuns, "comparisons" | "phrasings" | "slices">,
): string {
  const { listed, hidden } = listedChecks(checks);
  return [
    ...(checks.length === 0
      ? []
      : [
          `### ${MARKS[exitCodeOf(checks) === 0 ? "passed" : exitCodeOf(checks) === 1 ? "failed" : "undecided"]} ${wordOf(checks)}`,
          markdownTable(
            ["", "check", "result"],
            listed.map(({ result, name, message }) => [
              MARKS[result],
              plain(name),
              plain(message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message),
            ]),
          ),
          ...(hidden > 0 ? [`… and ${hidden} more.`] : []),
          ...notGated(checks).map((line) => `${plain(`${line[0]!.toUpperCase()}${line.slice(1)}`)}.`),
        ]),
    ...[comparisonsMarkdown(compared.comparisons, compared)].filter((text) => text.trim() !== ""),
  ].join("\n\n");
}

/** The checks as JUnit XML: a failed check is a failure, an undecided one an error. */
export function gateJunit(checks: readonly Check[]): string {
  const suites = Map.groupBy(checks, ({ group }) => group);
  return junitXml(
    [...suites].map(([name, cases]) => ({
      name,
      cases: cases.map((check) => ({ ...check, result: JUNIT_RESULTS[check.result] })),
    })),
  );
}

function wordOf(checks: readonly Check[]): string {
  return WORDS[exitCodeOf(checks) as keyof typeof WORDS];
}

/** All checks that did not pass, and passed ones as space permits; skipped ones are left out. */
function listedChecks(checks: readonly Check[]): { readonly listed: readonly Check[]; readonly hidden: number } {
  const ranked = [
    ...checks.filter(({ result }) => result === "failed" || result === "undecided"),
    ...checks.filter(({ result }) => result === "warning"),
    ...checks.filter(({ result }) => result === "passed"),
  ];
  const listed = ranked.slice(0, MOST_LISTED);
  return { listed, hidden: ranked.length - listed.length };
}
