import type { WordedJudgeAudit } from "@sameseed/core";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { wrapped } from "./text-table.ts";
import { oneLine } from "./text-width.ts";

/**
 * The audits for a terminal: one sentence per line under the judge's name. Findings against a judge are
 * listed with the comparisons that depend on it. No newline at the end.
 */
export function judgeText(
  audits: readonly WordedJudgeAudit[],
  { width = 80, color = false }: TerminalOptions = {},
): string {
  const style = styleFor(color);
  const bold = (text: string): string => style("bold", text);
  return audits
    .map((audit) =>
      [
        ...wrapped(judgeTitle(audit), width).map(bold),
        ...audit.sentences.flatMap((sentence) => wrapped(`· ${oneLine(sentence)}`, width, "  ")),
      ].join("\n"),
    )
    .join("\n\n");
}

/** The judge and the metric of an audit. */
export function judgeTitle({ metric, judge }: WordedJudgeAudit): string {
  return judge === null ? `${metric}, compared with people` : `judge of ${oneLine(metric)}: ${oneLine(judge)}`;
}
