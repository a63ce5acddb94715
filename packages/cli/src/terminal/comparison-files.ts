import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Manifest, WordedComparison } from "@sameseed/core";
import { makeFolder, type RunFolder } from "@sameseed/runner";
import {
  comparisonsCsv,
  type ComparisonBook,
  MOST_CASE_LINES,
  phrasingComparison,
  TextFile,
  writeComparisonWorkbook,
} from "@sameseed/reporter";
import {
  caseChanges,
  type Check,
  comparedMeasures,
  type ComparedRuns,
  type ComparedSides,
} from "@sameseed/pipeline/compare";
import type { CsvChoices, TableFormat } from "@sameseed/pipeline/choices";
import { csvOptions } from "@sameseed/pipeline/reports";
import { githubComment, MOST_BROKEN } from "./github-comment.ts";
import { summaryWithin, workflowUrl } from "./github-actions.ts";
import { failedChecks, gateLine, gateMarkdown } from "./gate-report.ts";

/** What `compare` found and of what, for its files. */
export interface Found {
  readonly sides: ComparedSides;
  /** Manifest of the compared run. */
  readonly manifest: Manifest;
  /** Without the scorer that makes up the score alone. */
  readonly compared: ComparedRuns;
  readonly checks: readonly Check[];
  /** As `--json` prints it. */
  readonly json: string;
}

/** Writes the comparisons to the files that -o named. */
export async function writeComparisons(
  found: Found,
  files: readonly { readonly file: string; readonly format: TableFormat }[],
  choices: CsvChoices,
): Promise<void> {
  for (const { file, format } of files) {
    await makeFolder(dirname(file));
    if (format === "xlsx") await writeComparisonWorkbook(file, await bookOf(found));
    else await new TextFile(file, textOf(found, format, choices)).finish();
    console.error(`Wrote ${file}`);
  }
}

function textOf({ compared, checks, json }: Found, format: Exclude<TableFormat, "xlsx">, choices: CsvChoices): string {
  const options = csvOptions(choices);
  switch (format) {
    case "csv":
      return comparisonsCsv(allLines(compared), options);
    case "tsv":
      return comparisonsCsv(allLines(compared), { ...options, delimiter: "\t" });
    case "json":
      return `${json}\n`;
    case "md":
      return gateMarkdown(checks, compared);
  }
}

/** Results over phrasings come first. */
function allLines({ comparisons, phrasings }: ComparedRuns): readonly WordedComparison[] {
  return [...(phrasings?.comparisons.map(phrasingComparison) ?? []), ...comparisons];
}

async function bookOf({ sides, manifest, compared, checks }: Found): Promise<ComparisonBook> {
  const { comparisons, phrasings, slices, gaps } = compared;
  const { metric, pairs } = mainPairs(compared);
  return {
    title: manifest.name,
    subtitle: sidesText(sides, manifest),
    comparisons,
    phrasings,
    slices,
    cases: pairs.length === 0 ? null : await caseChanges(sides, { pairs, metric, most: MOST_CASE_LINES }),
    notes: [...gaps.map(({ message }) => message), ...compared.notes],
    checks: checks.length === 0 ? [] : [gateLine(checks), ...failedChecks(checks)],
  };
}

/** GitHub's limit for a comment, less room for the links that the action adds. */
const MOST_COMMENT_BYTES = 64_000;

/** Writes the comment for a pull request. */
export async function writeGithubComment(found: Omit<Found, "json">, file: string): Promise<void> {
  const { sides, manifest, compared, checks } = found;
  const { metric, pairs } = mainPairs(compared);
  const cases = pairs.length === 0 ? null : await caseChanges(sides, { pairs, metric, most: MOST_BROKEN });
  const measures = await comparedMeasures(sides);
  const isCompared = pairs.length + (compared.phrasings?.comparisons.length ?? 0) > 0;
  const report = sides.kind === "run" && !isCompared ? await readReport(sides.run) : null;
  const text = githubComment({ manifest, compared, checks, cases, measures, report, runUrl: workflowUrl(process.env) });
  await new TextFile(file, summaryWithin(text, MOST_COMMENT_BYTES)).finish();
}

/** Null for a run without a report. */
async function readReport({ path }: RunFolder): Promise<string | null> {
  return readFile(join(path, "report.md"), "utf8").catch(() => null);
}

/** The comparisons on the first metric, as pairs of labels. */
function mainPairs({ comparisons }: ComparedRuns): {
  readonly metric: string;
  readonly pairs: readonly (readonly [string, string])[];
} {
  const metric = comparisons[0]?.metric ?? "score";
  const pairs = comparisons
    .filter((comparison) => comparison.metric === metric && !comparison.isControl)
    .map(({ a, b }) => [a, b] as const);
  return { metric, pairs };
}

/** The compared runs, in a sentence. */
function sidesText(sides: ComparedSides, { runId }: Pick<Manifest, "runId">): string {
  switch (sides.kind) {
    case "run":
      return `Run ${runId}: its variants against its baseline.`;
    case "runs":
      return `Run ${sides.after.id} [run 2] against run ${sides.before.id} [run 1].`;
    case "baseline":
      return `Run ${runId} against the baseline file of run ${sides.file.run.runId}.`;
  }
}
