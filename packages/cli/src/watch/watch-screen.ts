import { askedTrials, verdictWord } from "@sameseed/core";
import { relative } from "node:path";
import { styleText } from "node:util";
import {
  changeTable,
  failingText,
  oneLine,
  resultTable,
  shorten,
  type TerminalOptions,
  type VariantChange,
} from "@sameseed/reporter";
import type { FinishedRun } from "@sameseed/pipeline/run";
import { flagsIn } from "../terminal/flags-in.ts";
import { reportText } from "../terminal/report-text.ts";

/** The output of a watch's turn. */
export interface Turn {
  /** The saved files and their effect, in words. */
  readonly because: string;
  readonly finished: FinishedRun;
  /** The variants against themselves in the turn before; null in the first. */
  readonly changes: { readonly since: string; readonly variants: readonly VariantChange[] } | null;
}

/**
 * A turn's result on one screen: the saved files and the change of each variant, then the means, the verdicts
 * and a failing case. `verbose` shows the whole report instead.
 */
export function turnText({ because, finished, changes }: Turn, options: TerminalOptions): string {
  const { color = false, verbose = false } = options;
  const dim = (text: string): string => (color ? styleText("dim", text, { validateStream: false }) : text);
  const bold = (text: string): string => (color ? styleText("bold", text, { validateStream: false }) : text);
  const { report, failing, folder } = finished;
  return [
    bold(because),
    ...(changes === null ? [] : [`${bold(`since ${changes.since}`)}\n${changeTable(changes.variants, options)}`]),
    verbose ? reportText(report, { failing, verbose }) : shortText(finished, options),
    dim([askedText(finished), `${relative(process.cwd(), folder) || "."}/report.html`].join("\n")),
  ].join("\n\n");
}

/** Variants that are compared one by one; of more the page has the verdicts. */
const MOST_VERDICTS = 4;

/** The first metric alone, its verdicts in a line each, and one failing case. */
function shortText({ report, failing }: FinishedRun, options: TerminalOptions): string {
  const { width = 80 } = options;
  const main = report.variants[0]?.metrics[0]?.metric;
  const { aggregates: _, ...plain } = report;
  const first = { ...plain, variants: report.variants.map((one) => ({ ...one, metrics: one.metrics.slice(0, 1) })) };
  const compared = report.comparisons.filter(({ metric }) => metric === main);
  const verdicts = compared
    .slice(0, MOST_VERDICTS)
    .map(({ b, verdict, isControl }) => `→ ${oneLine(b)}: ${isControl ? "A/A control" : verdictWord(verdict)}`);
  const rest = compared.length - verdicts.length;
  const one = failingText({ ...failing, shown: failing.shown.slice(0, 1) }, options);
  return [
    resultTable(first, { ...options, mostNotes: 2 }),
    ...(verdicts.length > 0
      ? [
          [
            ...verdicts.map((line) => shorten(line, width)),
            ...(rest > 0 ? [`… and ${rest} more: report.html`] : []),
          ].join("\n"),
        ]
      : []),
    ...(one === "" ? [] : [one]),
  ].join("\n\n");
}

/** How many trials were run and how many were reused: `20 trials run · 40 reused from …`. */
function askedText({ report: { manifest }, stoppedBy }: FinishedRun): string {
  const { counts, reusedFrom = [] } = manifest;
  const stored = counts.completed + counts.truncated + counts.refused + counts.failed;
  const asked = askedTrials(manifest);
  const reused = reusedFrom.reduce((sum, { rows }) => sum + rows, 0);
  return [
    `${stored - reused} ${stored - reused === 1 ? "trial" : "trials"} run`,
    ...(reused > 0 ? [`${reused} reused from ${reusedFrom.map(({ runId }) => runId).join(", ")}`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(stored < asked ? [`${asked - stored} not run`] : []),
    ...(stoppedBy === null ? [] : [`stopped by ${flagsIn(stoppedBy)}`]),
  ].join(" · ");
}
