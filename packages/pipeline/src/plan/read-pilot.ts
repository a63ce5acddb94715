import { baselinePair, isCounted, overallScore, SameseedError } from "@sameseed/core";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";

interface PilotVariant {
  readonly variant: string;
  readonly scores: readonly (readonly number[])[];
  /**
   * Scores of the variant to compare with: the baseline, or for a phrasing the same phrasing of the
   * baseline's model.
   */
  readonly baseline: readonly (readonly number[])[];
}

/** A pilot run's data for a plan. Scores are by case, then repeat; NaN for a missing score. */
export interface Pilot {
  readonly runId: string;
  readonly cases: number;
  readonly repeats: number;
  readonly variants: readonly PilotVariant[];
  /** By case, in the order of the scores; null where no two cases share one. */
  readonly clusters: readonly (string | number)[] | null;
  /** Mean tokens of an answer by variant, where the service reported them. */
  readonly answerTokens: ReadonlyMap<string, number>;
}

/** Reads a pilot's scores, failed trials as 0, of the cases that every variant has. Errors: `BAD_RUN`. */
export async function readPilot(folder: RunFolder): Promise<Pilot> {
  const manifest = await readManifest(folder);
  const { repeats, baseline, counts } = manifest;
  const scores = new Map(manifest.variants.map(({ id }) => [id, new Map<string, number[]>()]));
  const tokens = new Map<string, { sum: number; count: number }>();
  const clusters = new Map<string, string>();
  for await (const row of readRows(folder.rowsFile, counts.planned)) {
    if (!isCounted(manifest, row)) continue;
    const byCase = scores.get(row.trial.variant)!;
    const draws = byCase.get(row.trial.case.id) ?? Array.from({ length: repeats }, () => Number.NaN);
    draws[row.trial.repeat] = row.outcome.status === "failed" ? 0 : (overallScore(row) ?? Number.NaN);
    byCase.set(row.trial.case.id, draws);
    if (row.trial.case.cluster !== undefined) clusters.set(row.trial.case.id, row.trial.case.cluster);
    if (row.outcome.status === "failed" || row.outcome.usage === null) continue;
    const { sum, count } = tokens.get(row.trial.variant) ?? { sum: 0, count: 0 };
    tokens.set(row.trial.variant, { sum: sum + row.outcome.usage.completionTokens, count: count + 1 });
  }
  const { variants } = manifest;
  const base = variants.find(({ id }) => id === baseline)!;
  const compared = variants
    .filter(({ control }) => !control)
    .flatMap((variant) => baselinePair(base, variant, variants) ?? []);
  const isScored = (draws: readonly number[] | undefined): boolean =>
    draws?.every((draw) => !Number.isNaN(draw)) ?? false;
  const ids = [...scores.get(baseline)!.keys()].filter((id) =>
    [...scores.values()].every((byCase) => isScored(byCase.get(id))),
  );
  if (compared.length === 0)
    throw new SameseedError(
      "BAD_RUN",
      `${folder.id} has ${variants.length === 1 ? "one variant only" : "fewer than two variants to compare"}.`,
      {
        hint: "A pilot needs two: a plan rests on how far they differ.",
      },
    );
  if (ids.length < 2)
    throw new SameseedError("BAD_RUN", `${folder.id} has ${ids.length} cases that every variant answered.`, {
      hint: "A pilot needs 2, and better 50.",
    });
  const shared = sharedClusters(ids, clusters);
  if (shared !== null && new Set(shared).size < 2)
    throw new SameseedError("BAD_RUN", `All cases of ${folder.id} are in one cluster.`, {
      hint: "A pilot needs 2 clusters, and better 20.",
    });
  const column = (variant: string): number[][] => ids.map((id) => scores.get(variant)!.get(id)!);
  return {
    runId: folder.id,
    cases: ids.length,
    repeats,
    variants: compared.map(({ a, b }) => ({ variant: b.id, scores: column(b.id), baseline: column(a.id) })),
    clusters: shared,
    answerTokens: new Map([...tokens].map(([variant, { sum, count }]) => [variant, sum / count])),
  };
}

/** The cluster number of each case, unique for a case without a cluster. */
function sharedClusters(ids: readonly string[], clusters: ReadonlyMap<string, string>): Pilot["clusters"] {
  const named = ids.map((id, place) => clusters.get(id) ?? place);
  return new Set(named).size < named.length ? named : null;
}
