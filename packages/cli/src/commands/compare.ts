import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, onlyScorer, SameseedError, type SliceReport, type VariantComparison } from "@sameseed/core";
import { comparisonTable, factorTable, sliceTable, terminalOptions, TextFile } from "@sameseed/reporter";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import {
  type Check,
  type ComparedRuns,
  compareRun,
  type CompareRunsOptions,
  compareTwoRuns,
  compareWithBaseline,
  exitCodeOf,
  GAP_GROUP,
  gapChecks,
  gateChecks,
  readBaseline,
  sliceChecks,
  thresholdChecks,
} from "@sameseed/pipeline/compare";
import type { GateMode, Threshold } from "@sameseed/pipeline/choices";
import { gateJunit, gateMarkdown, gateText } from "../terminal/gate-report.ts";
import { annotations, githubActions, writeStepSummary } from "../terminal/github-actions.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { namedRun } from "../view/named-run.ts";

export interface CompareFlags extends CompareRunsOptions {
  readonly out: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** A baseline file in place of a run. */
  readonly against?: string;
  readonly gate?: GateMode;
  readonly tolerateSmall?: boolean;
  /** What the second side lacks is noted and not held against it. */
  readonly allowMissing?: boolean;
  /** The baseline need not reach thresholds. */
  readonly exemptBaseline?: boolean;
  readonly threshold: readonly Threshold[];
  readonly caseThreshold: readonly Threshold[];
  readonly junit?: string;
  readonly markdown?: string;
}

/** `sameseed compare`: the variants of one run, the same variants in two runs, or a run and a baseline file; a gate where one is asked for. */
export async function compareCommand(
  first: string,
  second: string | undefined,
  flags: CompareFlags,
): Promise<ExitCode> {
  refuseContradictions(second, flags);
  const folder = await namedRun(flags.out, first);
  const candidate = second === undefined ? folder : await namedRun(flags.out, second);
  const manifest = await readManifest(candidate);
  const compared = await comparedBy({ folder, candidate, manifest }, flags);
  const checks = await checksOf(
    {
      candidate,
      manifest,
      compared,
    },
    flags,
  );

  const shown = shownOnce(compared, manifest, flags.metric);
  if (flags.json)
    console.log(
      JSON.stringify(
        {
          schemaVersion: 1,
          runs: [first, ...(second === undefined ? [] : [second])],
          ...compared,
          ...(checks.length > 0 && { checks }),
        },
        null,
        2,
      ),
    );
  else console.log(textOf(shown, checks, flags.verbose));
  const gone = checks.some(({ group }) => group === GAP_GROUP) ? [] : compared.gaps.map(({ message }) => message);
  for (const note of [...gone, ...compared.notes]) console.error(`note ${note}`);
  const { comparisons, slices } = shown;
  await leaveReports({ checks, comparisons, slices, folder: candidate }, flags);
  return exitCodeOf(checks);
}

function refuseContradictions(second: string | undefined, flags: CompareFlags): void {
  const wrong = (message: string, hint: string): SameseedError => new SameseedError("BAD_ARGUMENT", message, { hint });
  if (second !== undefined && flags.against !== undefined)
    throw wrong("A second run and --against exclude each other.", "Leave one of them out.");
  if (flags.junit !== undefined && !hasChecks(flags))
    throw wrong("--junit has nothing to check.", "Add --gate, --threshold or --case-threshold.");
}

function hasChecks({ gate, threshold, caseThreshold }: CompareFlags): boolean {
  return gate !== undefined || threshold.length + caseThreshold.length > 0;
}

interface Arms {
  readonly folder: RunFolder;
  readonly candidate: RunFolder;
  readonly manifest: Manifest;
}

async function comparedBy({ folder, candidate, manifest }: Arms, flags: CompareFlags): Promise<ComparedRuns> {
  if (flags.against !== undefined) return compareWithBaseline(folder, await readBaseline(flags.against), flags);
  if (folder !== candidate) return compareTwoRuns([folder, candidate], flags);
  if (manifest.variants.length < 2 && flags.gate === undefined)
    return {
      comparisons: [],
      factors: [],
      gaps: [],
      notes: [`${folder.id} has one variant: there is nothing to compare.`],
    };
  return compareRun(folder, flags);
}

interface Compared {
  readonly candidate: RunFolder;
  readonly manifest: Manifest;
  readonly compared: ComparedRuns;
}

async function checksOf({ candidate, manifest, compared }: Compared, flags: CompareFlags): Promise<readonly Check[]> {
  const { gate, metric, tolerateSmall, threshold: thresholds, caseThreshold: caseThresholds } = flags;
  if (!hasChecks(flags)) return [];
  const gated = [
    ...(gate === undefined ? [] : gateChecks(compared.comparisons, { mode: gate, metric, tolerateSmall })),
    ...(flags.allowMissing === true ? [] : gapChecks(compared.gaps)),
    ...sliceChecks(compared.slices),
  ];
  if (thresholds.length + caseThresholds.length === 0) return gated;
  const exempt = flags.exemptBaseline === true ? [flags.baseline ?? manifest.baseline] : [];
  const rows = readRows(candidate.rowsFile, manifest.counts.planned);
  return [...gated, ...(await thresholdChecks(manifest, rows, { thresholds, caseThresholds, exempt }))];
}

/** Without the scorer that makes up the score alone: its tables are those of the score. */
function shownOnce(compared: ComparedRuns, { scorers }: Manifest, wanted: string | undefined): ComparedRuns {
  const same = wanted === undefined ? onlyScorer(scorers) : null;
  const isOther = ({ metric }: { readonly metric: string }): boolean => metric !== same;
  const { comparisons, factors } = compared;
  return { ...compared, comparisons: comparisons.filter(isOther), factors: factors.filter(isOther) };
}

function textOf({ comparisons, factors, slices }: ComparedRuns, checks: readonly Check[], verbose = false): string {
  const options = { ...terminalOptions(process.stdout), verbose };
  return [
    ...(comparisons.length > 0 ? [comparisonTable(comparisons, options)] : []),
    ...(slices === undefined ? [] : [sliceTable(slices, options)]),
    ...(factors.length > 0 ? [factorTable(factors, options)] : []),
    ...(checks.length > 0 ? [gateText(checks, options.width)] : []),
  ].join("\n\n");
}

/** What the report files say. */
interface Reported {
  readonly folder: RunFolder;
  readonly comparisons: readonly VariantComparison[];
  readonly slices: SliceReport | undefined;
  readonly checks: readonly Check[];
}

/** Files that were asked for; under GitHub Actions the step summary and annotations too (on stderr, so that --json stays JSON). */
async function leaveReports(reported: Reported, { junit, markdown }: CompareFlags): Promise<void> {
  if (junit !== undefined) await new TextFile(junit, gateJunit(reported.checks)).finish();
  const actions = githubActions(process.env);
  const isWanted = markdown !== undefined || actions?.summaryFile !== undefined;
  const text = isWanted ? await markdownOf(reported) : "";
  if (markdown !== undefined) await new TextFile(markdown, text).finish();
  if (actions === null) return;
  if (actions.summaryFile !== undefined) await writeStepSummary(actions.summaryFile, text);
  for (const line of annotations(reported.checks)) process.stderr.write(`${line}\n`); // commands that are meant
}

/** What was checked and compared; of a run that is compared with nothing its own report. */
async function markdownOf({ checks, comparisons, slices, folder }: Reported): Promise<string> {
  if (checks.length + comparisons.length > 0) return gateMarkdown(checks, comparisons, slices);
  return readFile(join(folder.path, "report.md"), "utf8");
}
