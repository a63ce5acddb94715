import { type Benchmark, type CaseSummary, SameseedError, type SequentialRun, option } from "@sameseed/core";
import type { RunWatch } from "@sameseed/analysis";
import { declaredLooks } from "@sameseed/stats";
import { type OpenRun, readRows } from "@sameseed/runner";

/** The chance of any false claim in a sequential run. */
const ALPHA = 0.05;
/** Fewer cases have no confidence sequence: it is asymptotic. */
const FEWEST_CASES = 50;

/** For two variants the verdict is enough. */
const FEWEST_TO_PRUNE = 3;

/** How a sequential run ends. */
export interface SequentialRule {
  readonly prune?: boolean | undefined;
  /** The planned difference, as a share; see `SequentialRun`. */
  readonly detect?: number | undefined;
}

/** The rule of a sequential run, fixed before its first answer. Errors: `BAD_ARGUMENT` where no rule would hold. */
export async function declareSequential(
  benchmark: Benchmark,
  { caseSummary, prune = false, detect }: SequentialRule & { readonly caseSummary: CaseSummary },
): Promise<SequentialRun> {
  const name = option(prune ? "prune" : "sequential");
  const refuse = (message: string, hint: string): never => {
    throw new SameseedError("BAD_ARGUMENT", message, { hint });
  };
  const variants = benchmark.variants.filter(({ control }) => !control).length;
  if (benchmark.variants.some(({ prompt }) => prompt.phrasingOf !== undefined))
    refuse(
      `${name} ends a run by the cases alone, and this benchmark has phrasings.`,
      `Leave ${name} out, or give each prompt one wording.`,
    );
  if (variants < 2) refuse(`${name} compares variants; this benchmark has one.`, "Add a prompt or a model.");
  if (prune && variants < FEWEST_TO_PRUNE)
    refuse(
      `${name} drops the worse ones of ${FEWEST_TO_PRUNE} or more variants; this benchmark has ${variants}.`,
      `Use ${option("sequential")} for two variants.`,
    );
  if (caseSummary.count < FEWEST_CASES)
    refuse(
      `${name} needs ${FEWEST_CASES} cases; this run has ${caseSummary.count}.`,
      `Leave ${name} out, or add cases.`,
    );
  if (caseSummary.excluded !== undefined)
    refuse(
      `${name} needs every case for every variant; some cases are for some variants only.`,
      `Leave ${name} out: a comparison after the last case uses the cases that both variants have.`,
    );
  const seen = new Set<string>();
  for await (const { id, cluster } of benchmark.cases.cases()) {
    if (cluster === undefined) continue;
    if (seen.has(cluster))
      refuse(
        `${name} needs independent cases; case "${id}" shares the cluster "${cluster}" with another.`,
        `Omit ${name}: a comparison after the last case takes clusters into account.`,
      );
    seen.add(cluster);
  }
  const looks = [...declaredLooks(caseSummary.count)];
  return {
    metric: "score",
    alpha: ALPHA,
    plannedCases: caseSummary.count,
    looks,
    ...(detect !== undefined && { detect }),
    ...(prune && { prune: true as const }),
    method: null,
    stoppedAt: null,
  };
}

/** The watch over a run that was declared sequential, with the rows that are stored already; null for any other run. */
export async function watchRun({ manifest, folder, stored, planned }: OpenRun): Promise<RunWatch | null> {
  const { sequential } = manifest;
  if (sequential === undefined) return null;
  const { PruneWatch, SequentialWatch } = await import("@sameseed/analysis");
  const watched = { ...manifest, sequential };
  const watch = sequential.prune ? new PruneWatch(watched) : new SequentialWatch(watched);
  if (stored > 0) for await (const row of readRows(folder.rowsFile, planned)) watch.add(row);
  return watch;
}
