import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { thrownText } from "@sameseed/core";
import type { Check, ComparedRuns } from "@sameseed/pipeline/compare";
import { TextFile } from "@sameseed/reporter";
import type { RunFolder } from "@sameseed/runner";
import { gateJunit, gateMarkdown } from "./gate-report.ts";
import { warn } from "./tell.ts";
import { annotations, githubActions, writeStepSummary } from "./github-actions.ts";

/** The contents of the report files. */
export interface Reported {
  readonly folder: RunFolder;
  readonly compared: Pick<ComparedRuns, "comparisons" | "phrasings" | "slices">;
  readonly checks: readonly Check[];
}

export interface ReportPaths {
  readonly junit?: string;
  readonly markdown?: string;
}

/**
 * The requested files; under GitHub Actions the step summary and annotations too (on stderr, so that --json
 * stays JSON).
 */
export async function leaveReports(reported: Reported, { junit, markdown }: ReportPaths): Promise<void> {
  if (junit !== undefined) await new TextFile(junit, gateJunit(reported.checks)).finish();
  const actions = githubActions(process.env);
  const isWanted = markdown !== undefined || actions?.summaryFile !== undefined;
  const text = isWanted ? await markdownOf(reported) : "";
  if (markdown !== undefined) await new TextFile(markdown, text).finish();
  if (actions === null) return;
  if (actions.summaryFile !== undefined) await writeStepSummary(actions.summaryFile, text).catch(warnOfSummary);
  for (const line of annotations(reported.checks)) process.stderr.write(`${line}\n`); // workflow commands, on purpose
}

/** No flag named the file, and the result of the checks must not depend on it. */
function warnOfSummary(error: unknown): void {
  warn(`The summary of this step is not written: ${thrownText(error)}.`);
}

/** The checks and comparisons; for a run without a comparison its own report. */
async function markdownOf({ checks, compared, folder }: Reported): Promise<string> {
  const { comparisons, phrasings } = compared;
  if (checks.length + comparisons.length + (phrasings?.comparisons.length ?? 0) > 0)
    return gateMarkdown(checks, compared);
  return readFile(join(folder.path, "report.md"), "utf8");
}
