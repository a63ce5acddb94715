import type { WordedJudgeAudit } from "@sameseed/core";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { wrapped } from "./text-table.ts";
import { oneLine } from "./text-width.ts";

/**
 * The audits for a terminal: one sentence a line under the judge's name. What speaks against a judge stands with the
 * comparisons that rest on it. No newline at the end.
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

/** Which judge of which metric an audit is of. */
export function judgeTitle({ metric, judge }: WordedJudgeAudit): string {
  return judge === null ? `${metric}, compared with people` : `judge of ${oneLine(metric)}: ${oneLine(judge)}`;
}
