import type { CovariateReport, Manifest, Row } from "@sameseed/core";
import { SameseedError } from "@sameseed/core/error";
import { GATE_MODES, TABLE_FORMATS, type TableFormat } from "@sameseed/pipeline/choices";
import type { Check, ComparedRuns, ComparedSides } from "@sameseed/pipeline/compare";
import type { RunFolder } from "@sameseed/runner";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import type { OutputFile } from "../flags/outputs.ts";
import { bounds, texts, thresholds } from "../flags/option-parsers.ts";
import {
  BASELINE_FLAG,
  CSV_FLAGS,
  example,
  type Exit,
  JSON_FLAG,
  MARGIN_FLAG,
  OUTPUTS_FLAG,
  RUN,
  VERBOSE_FLAG,
} from "../flags/shared-flags.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

/** Flags that make `compare` a gate for CI. */
const GATE_FLAGS = {
  against: { flags: "--against <file>", help: "compare with a baseline file instead of a run" },
  gate: {
    flags: "--gate [mode]",
    help: "exit 1 when a variant is worse; require-not-worse: 3 when that is not shown",
    choices: GATE_MODES,
    preset: "fail-on-worse",
  },
  tolerateSmall: {
    flags: "--tolerate-small",
    help: "pass variants that are worse by less than the margin",
  },
  allowMissing: {
    flags: "--allow-missing",
    help: "note variants, metrics and cases that are gone; without it they are undecided",
  },
  exemptBaseline: { flags: "--exempt-baseline", help: "the baseline need not reach the thresholds" },
  threshold: {
    flags: "--threshold <metric=value>",
    help: "exit 1 when a mean is below, e.g. score=0.8, or a limit passed, e.g. latency_p95_ms=500; repeatable",
    parse: bounds,
    default: [],
  },
  caseThreshold: {
    flags: "--case-threshold <metric=value>",
    help: "exit 1 if a case's mean over its repeats is below; repeatable",
    parse: thresholds,
    default: [],
  },
  junit: { flags: "--junit <file>", help: "write the checks as JUnit XML" },
  markdown: { flags: "--markdown <file>", help: "write the result as Markdown, for a pull request" },
  githubComment: {
    flags: "--github-comment <file>",
    help: "write a comment for a pull request: verdict, broken cases, costs and times",
  },
} as const satisfies FlagTable;

const FLAGS = {
  ...BASELINE_FLAG,
  metric: { flags: "--metric <name>", help: "only this metric" },
  ...MARGIN_FLAG,
  cluster: {
    flags: "--cluster <key>",
    help: "cases with one value of this metadata key or variable belong together",
  },
  by: {
    flags: "--by <keys>",
    help: "compare by group of cases, e.g. category,language (metadata keys or variables)",
    parse: texts,
  },
  covariate: {
    flags: "--covariate <run>",
    help: "also show differences adjusted by a past run on the same cases and more",
    conflicts: ["against"],
  },
  allPairs: { flags: "--all-pairs", help: "every pair of variants, adjusted for their number" },
  force: { flags: "--force", help: "compare two runs although cases, scorers or seeds differ" },
  ...JSON_FLAG,
  ...VERBOSE_FLAG,
  ...OUTPUTS_FLAG,
  ...GATE_FLAGS,
  ...CSV_FLAGS,
} as const satisfies FlagTable;
interface CompareFlags extends Omit<FlagsOf<typeof FLAGS>, "out"> {
  /** The folder that `-o` names. */
  readonly out: string;
  /** The files that `-o` names. */
  readonly files: readonly OutputFile<TableFormat>[];
}

/**
 * `sameseed compare`: the variants of one run, the same variants in two runs, or a run and a baseline file;
 * with an optional gate.
 */
export function addCompare(sameseed: Command, exit: Exit): void {
  const compare = sameseed
    .command("compare")
    .description("compare the variants of a run, or the same variants in two runs")
    .argument("<run>", RUN)
    .argument("[run2]", "a second run: its variants against the first run's");
  addFlags(compare, FLAGS)
    .addHelpText("after", example("sameseed compare latest --margin 0.02"))
    .action(async (run: string, second: string | undefined, { out = [], ...flags }: FlagsOf<typeof FLAGS>) => {
      const { outputsOf } = await import("../flags/outputs.ts");
      exit(await compareRuns(run, second, { ...flags, ...outputsOf(out, TABLE_FORMATS) }));
    });
}

async function compareRuns(first: string, second: string | undefined, flags: CompareFlags): Promise<ExitCode> {
  const { exitCodeOf, GAP_GROUP } = await import("@sameseed/pipeline/compare");
  const { readManifest } = await import("@sameseed/runner");
  const { note } = await import("../terminal/tell.ts");
  const { csvOptions } = await import("@sameseed/pipeline/reports");
  const { writeComparisons, writeGithubComment } = await import("../terminal/comparison-files.ts");
  const { leaveReports } = await import("../terminal/gate-files.ts");
  const { namedRun } = await import("../view/named-run.ts");
  refuseContradictions(second, flags);
  const folder = await namedRun(flags.out, first);
  const candidate = second === undefined ? folder : await namedRun(flags.out, second);
  const manifest = await readManifest(candidate);
  const { refuseReplacing } = await import("../terminal/refuse-replacing.ts");
  for (const file of outputsIn(flags)) await refuseReplacing(file, candidate, [flags.against]);
  csvOptions(flags); // report a mistake before the work
  const sides = await sidesOf({ folder, candidate }, flags);
  const compared = await comparedBy({ sides, manifest }, flags);
  const covariates = await covariatesOf(folder, flags);
  const checks = await checksOf({ candidate, manifest, compared }, flags);

  const shown = await shownOnce(compared, manifest, flags.metric);
  const found = {
    schemaVersion: 1,
    runs: [first, ...(second === undefined ? [] : [second])],
    ...compared,
    ...(covariates !== null && { covariates }),
    ...(checks.length > 0 && { checks }),
  };
  const json = JSON.stringify(found, null, 2);
  console.log(flags.json ? json : await textOf(shown, { manifest, checks, covariates }, flags.verbose));
  await writeComparisons({ sides, manifest, compared: shown, checks, json }, flags.files, flags);
  if (flags.githubComment !== undefined)
    await writeGithubComment({ sides, manifest, compared: shown, checks }, flags.githubComment);
  const gone = checks.some(({ group }) => group === GAP_GROUP) ? [] : compared.gaps.map(({ message }) => message);
  for (const sentence of [...gone, ...compared.notes]) note(sentence);
  await leaveReports({ checks, compared: shown, folder: candidate }, flags);
  return exitCodeOf(checks);
}

/** The files that a comparison is written to. */
function outputsIn({ files, junit, markdown, githubComment }: CompareFlags): readonly string[] {
  return [...files.map(({ file }) => file), junit, markdown, githubComment].filter((file) => file !== undefined);
}

function refuseContradictions(second: string | undefined, flags: CompareFlags): void {
  const wrong = (message: string, hint: string): SameseedError => new SameseedError("BAD_ARGUMENT", message, { hint });
  if (second !== undefined && flags.against !== undefined)
    throw wrong("A second run and --against exclude each other.", "Leave one of them out.");
  if (second !== undefined && flags.covariate !== undefined)
    throw wrong("--covariate adjusts the variants of one run.", "Leave the second run or --covariate out.");
  if (flags.junit !== undefined && !hasChecks(flags))
    throw wrong("--junit has nothing to check.", "Add --gate, --threshold or --case-threshold.");
}

function hasChecks({ gate, threshold, caseThreshold }: CompareFlags): boolean {
  return gate !== undefined || threshold.length + caseThreshold.length > 0;
}

async function sidesOf(
  { folder, candidate }: { readonly folder: RunFolder; readonly candidate: RunFolder },
  { against }: CompareFlags,
): Promise<ComparedSides> {
  const { readBaseline } = await import("@sameseed/pipeline/compare");
  if (against !== undefined) return { kind: "baseline", file: await readBaseline(against), run: folder };
  return folder === candidate ? { kind: "run", run: folder } : { kind: "runs", before: folder, after: candidate };
}

interface Sides {
  readonly sides: ComparedSides;
  readonly manifest: Manifest;
}

async function comparedBy({ sides, manifest }: Sides, flags: CompareFlags): Promise<ComparedRuns> {
  const { compareRun, compareTwoRuns, compareWithBaseline } = await import("@sameseed/pipeline/compare");
  if (sides.kind === "baseline") return compareWithBaseline(sides.run, sides.file, flags);
  if (sides.kind === "runs") return compareTwoRuns([sides.before, sides.after], flags);
  if (manifest.variants.length < 2 && flags.gate === undefined)
    return {
      comparisons: [],
      factors: [],
      gaps: [],
      notes: [`${sides.run.id} has one variant: there is nothing to compare.`],
    };
  return compareRun(sides.run, flags);
}

/** Null unless a past run is to adjust the differences. */
async function covariatesOf(folder: RunFolder, flags: CompareFlags): Promise<CovariateReport | null> {
  if (flags.covariate === undefined) return null;
  const { adjustByRun } = await import("@sameseed/pipeline/compare");
  const { namedRun } = await import("../view/named-run.ts");
  const past = await namedRun(flags.out, flags.covariate);
  return adjustByRun(folder, { past, baseline: flags.baseline, margin: flags.margin });
}

interface Compared {
  readonly candidate: RunFolder;
  readonly manifest: Manifest;
  readonly compared: ComparedRuns;
}

async function checksOf({ candidate, manifest, compared }: Compared, flags: CompareFlags): Promise<readonly Check[]> {
  const { gate, metric, tolerateSmall, caseThreshold: caseThresholds } = flags;
  if (!hasChecks(flags)) return [];
  const { checkTimes, gapChecks, gateChecks, limitChecks, sliceChecks, thresholdChecks } =
    await import("@sameseed/pipeline/compare");
  const { readRows } = await import("@sameseed/runner");
  const rows = (): AsyncIterable<Row> => readRows(candidate.rowsFile, manifest.counts.planned);
  const gated = [
    ...(gate === undefined ? [] : gateChecks(compared, { mode: gate, metric, tolerateSmall })),
    ...(flags.allowMissing === true ? [] : gapChecks(compared.gaps)),
    ...sliceChecks(compared.slices),
  ];
  const limits = flags.threshold.filter((bound) => "most" in bound);
  const thresholds = flags.threshold.filter((bound) => "least" in bound);
  const exempt = flags.exemptBaseline === true ? baselinesOf(flags.baseline ?? manifest.baseline, manifest) : [];
  const checks = [
    ...gated,
    ...(thresholds.length + caseThresholds.length === 0
      ? []
      : await thresholdChecks(manifest, rows(), { thresholds, caseThresholds, exempt })),
    ...(limits.length === 0 ? [] : await limitChecks(manifest, rows(), { limits, exempt })),
  ];
  return flags.junit === undefined ? checks : checkTimes(checks, manifest, rows());
}

/** The variants that a baseline names: itself, or all phrasings of its prompt. */
function baselinesOf(wanted: string, { variants }: Manifest): readonly string[] {
  const whole = variants.filter(
    ({ id, prompt, phrasingOf = prompt, model }) => id === wanted || `${phrasingOf}/${model}` === wanted,
  );
  const phrased = whole.flatMap(({ phrasingOf, model }) =>
    phrasingOf === undefined ? [] : variants.filter((one) => one.phrasingOf === phrasingOf && one.model === model),
  );
  return [wanted, ...[...whole, ...phrased].map(({ id }) => id)];
}

/** Without the scorer that alone makes up the score: its tables are those of the score. */
async function shownOnce(
  compared: ComparedRuns,
  { scorers }: Manifest,
  wanted: string | undefined,
): Promise<ComparedRuns> {
  const { onlyScorer } = await import("@sameseed/core");
  const same = wanted === undefined ? onlyScorer(scorers) : null;
  const isOther = ({ metric }: { readonly metric: string }): boolean => metric !== same;
  const { comparisons, factors, phrasings } = compared;
  return {
    ...compared,
    comparisons: comparisons.filter(isOther),
    factors: factors.filter(isOther),
    ...(phrasings !== undefined && {
      phrasings: {
        variants: phrasings.variants.filter(isOther),
        comparisons: phrasings.comparisons.filter(isOther),
      },
    }),
  };
}

interface TextSource {
  readonly manifest: Manifest;
  readonly checks: readonly Check[];
  readonly covariates: CovariateReport | null;
}

async function textOf(
  { comparisons, factors, phrasings, slices }: ComparedRuns,
  { manifest, checks, covariates }: TextSource,
  verbose = false,
): Promise<string> {
  const { comparisonTable, covariateTable, factorTable, phrasingTable, sliceTable, terminalOptions } =
    await import("@sameseed/reporter");
  const { gateText } = await import("../terminal/gate-report.ts");
  const options = { ...terminalOptions(process.stdout), verbose };
  return [
    ...(phrasings === undefined ? [] : [phrasingTable({ manifest, phrasings }, options)]),
    ...(comparisons.length > 0 ? [comparisonTable(comparisons, options)] : []),
    ...(covariates === null ? [] : [covariateTable(covariates, options)]),
    ...(slices === undefined ? [] : [sliceTable(slices, options)]),
    ...(factors.length > 0 ? [factorTable(factors, options)] : []),
    ...(checks.length > 0 ? [gateText(checks, options.width)] : []),
  ].join("\n\n");
}
