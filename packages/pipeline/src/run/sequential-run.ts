import { type Benchmark, type CaseCensus, SameseedError, type SequentialRun, option } from "@sameseed/core";
import { SequentialWatch } from "@sameseed/analysis";
import { declaredLooks } from "@sameseed/stats";
import { type OpenRun, readRows } from "@sameseed/runner";

/** The chance of any false claim in a sequential run. */
const ALPHA = 0.05;
/** Fewer cases have no confidence sequence: it is asymptotic. */
const FEWEST_CASES = 50;

/** The rule of a sequential run, fixed before its first answer. Errors: `BAD_ARGUMENT` where no rule would hold. */
export async function declareSequential(benchmark: Benchmark, census: CaseCensus): Promise<SequentialRun> {
  const refuse = (message: string, hint: string): never => {
    throw new SameseedError("BAD_ARGUMENT", message, { hint });
  };
  if (benchmark.variants.filter(({ control }) => !control).length < 2)
    refuse(`${option("sequential")} compares variants; this benchmark has one.`, "Add a prompt or a model.");
  if (census.count < FEWEST_CASES)
    refuse(
      `${option("sequential")} needs ${FEWEST_CASES} cases; this run has ${census.count}.`,
      `Leave ${option("sequential")} out, or add cases.`,
    );
  const seen = new Set<string>();
  for await (const { id, cluster } of benchmark.cases.cases()) {
    if (cluster === undefined) continue;
    if (seen.has(cluster))
      refuse(
        `${option("sequential")} needs independent cases; case "${id}" shares the cluster "${cluster}" with another.`,
        `Leave ${option("sequential")} out: a comparison after the last case takes clusters into account.`,
      );
    seen.add(cluster);
  }
  const looks = [...declaredLooks(census.count)];
  return { metric: "score", alpha: ALPHA, plannedCases: census.count, looks, method: null, stoppedAt: null };
}

/** The watch over a run that was declared sequential, with the rows that are stored already; null for any other run. */
export async function watchRun({ manifest, folder, stored, planned }: OpenRun): Promise<SequentialWatch | null> {
  const { sequential } = manifest;
  if (sequential === undefined) return null;
  const watch = new SequentialWatch({ ...manifest, sequential });
  if (stored > 0) for await (const row of readRows(folder.rowsFile, planned)) watch.add(row);
  return watch;
}
