import { relative } from "node:path";
import { styleText } from "node:util";
import { changeTable, type TerminalOptions, type VariantChange } from "@sameseed/reporter";
import type { FinishedRun } from "@sameseed/pipeline/run";
import { reportText } from "../terminal/report-text.ts";

/** What a turn of the watch shows when it has ended. */
export interface Turn {
  /** What was saved and what that changed, in words. */
  readonly because: string;
  readonly finished: FinishedRun;
  /** The variants against themselves in the turn before; null in the first. */
  readonly changes: { readonly since: string; readonly variants: readonly VariantChange[] } | null;
}

/** A turn's result: what changed first, then the tables, then how far the variants moved and what was asked. */
export function turnText({ because, finished, changes }: Turn, options: TerminalOptions): string {
  const { color = false } = options;
  const dim = (text: string): string => (color ? styleText("dim", text, { validateStream: false }) : text);
  const bold = (text: string): string => (color ? styleText("bold", text, { validateStream: false }) : text);
  const { report, folder } = finished;
  return [
    bold(because),
    reportText(report),
    ...(changes === null ? [] : [`${bold(`since ${changes.since}`)}\n${changeTable(changes.variants, options)}`]),
    dim([askedText(finished), `${relative(process.cwd(), folder) || "."}/report.html`].join("\n")),
  ].join("\n\n");
}

/** `asked 20, took 40 over`: never a request that nobody sees. */
function askedText({ report: { manifest }, stoppedBy }: FinishedRun): string {
  const { counts, reusedFrom = [] } = manifest;
  const stored = counts.completed + counts.truncated + counts.refused + counts.failed;
  const reused = reusedFrom.reduce((sum, { rows }) => sum + rows, 0);
  return [
    `${stored - reused} ${stored - reused === 1 ? "trial" : "trials"} run`,
    ...(reused > 0 ? [`${reused} taken over from ${reusedFrom.map(({ runId }) => runId).join(", ")}`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(stored < counts.planned ? [`${counts.planned - stored} not run`] : []),
    ...(stoppedBy === null ? [] : [`stopped by ${stoppedBy}`]),
  ].join(" · ");
}
