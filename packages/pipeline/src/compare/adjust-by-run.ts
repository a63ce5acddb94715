import {
  type AdjustedDifference,
  baselinePair,
  contentHash,
  type CovariateReport,
  findVariant,
  isCounted,
  type Manifest,
  option,
  overallScore,
  type Row,
  SameseedError,
} from "@sameseed/core";
import { covariateAdjusted, holm, normSf, verdict } from "@sameseed/stats";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";

/** Mean score of each case by variant, failed trials as 0. */
interface CaseScores {
  readonly manifest: Manifest;
  readonly cases: ReadonlyMap<string, { readonly hash: string; readonly cluster: string | undefined }>;
  /** Variant → case → mean; a case without a score is left out. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

async function caseScores(folder: RunFolder): Promise<CaseScores> {
  const manifest = await readManifest(folder);
  const cases = new Map<string, { hash: string; cluster: string | undefined }>();
  const sums = new Map(manifest.variants.map(({ id }) => [id, new Map<string, { sum: number; count: number }>()]));
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) {
    if (!isCounted(manifest, row)) continue;
    const { id, vars, cluster } = row.trial.case;
    if (!cases.has(id)) cases.set(id, { hash: contentHash(vars), cluster });
    const value = scoreOf(row);
    const byCase = sums.get(row.trial.variant);
    if (value === null || byCase === undefined) continue;
    const known = byCase.get(id) ?? { sum: 0, count: 0 };
    byCase.set(id, { sum: known.sum + value, count: known.count + 1 });
  }
  const scores = new Map(
    [...sums].map(([variant, byCase]) => [
      variant,
      new Map([...byCase].map(([id, { sum, count }]) => [id, sum / count])),
    ]),
  );
  return { manifest, cases, scores };
}

function scoreOf(row: Row): number | null {
  return row.outcome.status === "failed" ? 0 : overallScore(row);
}

/**
 * The differences to the baseline in a run, adjusted by a past run on the same cases and more: `compare
 * --covariate`. The estimate is additional and changes no verdict. Errors: `BAD_RUN` where the past run has
 * other cases, or no cases beyond the run's, and for a sequential run.
 */
export async function adjustByRun(
  folder: RunFolder,
  {
    past: pastFolder,
    baseline,
    margin,
  }: { readonly past: RunFolder; readonly baseline?: string | undefined; readonly margin?: number | undefined },
): Promise<CovariateReport> {
  const [run, past] = [await caseScores(folder), await caseScores(pastFolder)];
  refuseOthers(run, past);
  const first = findVariant(baseline ?? run.manifest.baseline, run.manifest.variants);
  const { variants } = run.manifest;
  const base = variants.find(({ id }) => id === first)!;
  const pairs = variants
    .filter(({ control }) => !control)
    .flatMap((variant) => baselinePair(base, variant, variants) ?? []);
  if (pairs.length === 0)
    throw new SameseedError("BAD_RUN", `${folder.id} has fewer than two variants to compare.`, {
      hint: "An adjustment needs two models, or two prompts with one wording each: phrasings are not compared with each other.",
    });
  const found = pairs.map(({ a, b }) => adjusted({ run, past }, { a: a.id, b: b.id }));
  const adjustedP = holm({ p: found.map(({ p }) => p ?? NaN) });
  return {
    runId: past.manifest.runId,
    differences: found.map(({ p, inner, ...difference }, place) => {
      const pAdjusted = p === null ? null : adjustedP[place]!;
      const { n, low: lo, high: hi } = difference;
      const ends = { lo, hi, lo90: inner.lo, hi90: inner.hi, p: pAdjusted };
      const shown = verdict({ ...ends, margin: margin ?? run.manifest.margin, n });
      return { ...difference, pAdjusted, verdict: lo === null ? null : shown.verdict };
    }),
  };
}

function refuseOthers(run: CaseScores, past: CaseScores): void {
  const [id, pastId] = [run.manifest.runId, past.manifest.runId];
  const refuse = (message: string, hint: string): never => {
    throw new SameseedError("BAD_RUN", message, { hint });
  };
  if (run.manifest.sequential !== undefined)
    refuse(`${id} is sequential: its rule chose the cases by their scores.`, "Adjust runs of a fixed size.");
  const missing = [...run.cases.keys()].filter((name) => !past.cases.has(name));
  if (missing.length === run.cases.size)
    refuse(`${pastId} has other cases than ${id}: they share none.`, "Name a past run on the same cases and more.");
  if (missing.length > 0)
    refuse(
      `${pastId} lacks ${missing.length} of the ${run.cases.size} cases of ${id}, such as "${missing[0]}".`,
      "Name a past run on all of them and more.",
    );
  const changed = [...run.cases].find(([name, { hash }]) => past.cases.get(name)!.hash !== hash);
  if (changed !== undefined)
    refuse(
      `Case "${changed[0]}" has other variables in ${pastId} than in ${id}.`,
      "Name a past run on the same cases.",
    );
  if (past.cases.size === run.cases.size)
    refuse(
      `${pastId} has no other cases than ${id}, so it cannot help.`,
      `A past run saves requests if the new run uses a random sample of its cases: run with ${option("filterSample")}.`,
    );
}

interface Open extends Omit<AdjustedDifference, "pAdjusted" | "verdict"> {
  readonly p: number | null;
  /** The 90 % interval. */
  readonly inner: { readonly lo: number | null; readonly hi: number | null };
}

function adjusted(
  { run, past }: { readonly run: CaseScores; readonly past: CaseScores },
  { a, b }: { readonly a: string; readonly b: string },
): Open {
  const [ofA, ofB] = [run.scores.get(a)!, run.scores.get(b)!];
  const [pastA, pastB] = [past.scores.get(a), past.scores.get(b)];
  const hasPair = pastA !== undefined && pastB !== undefined;
  const covariatesOf = (name: string): readonly number[] | null => {
    if (hasPair) {
      const [left, right] = [pastA.get(name), pastB.get(name)];
      return left === undefined || right === undefined ? null : [right - left, left];
    }
    const known = [...past.scores.values()].flatMap((scores) => scores.get(name) ?? []);
    if (known.length === 0) return null;
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return [mean, mean ** 2];
  };
  const [d, x, rest]: [number[], (readonly number[])[], (readonly number[])[]] = [[], [], []];
  const [labelled, unlabelled]: [string[], string[]] = [[], []];
  for (const [name, { cluster }] of past.cases) {
    const covariates = covariatesOf(name);
    if (covariates === null) continue;
    const group = cluster === undefined ? `case ${name}` : `cluster ${cluster}`;
    if (!run.cases.has(name)) {
      rest.push(covariates);
      unlabelled.push(group);
      continue;
    }
    const [left, right] = [ofA.get(name), ofB.get(name)];
    if (left === undefined || right === undefined) continue;
    d.push(right - left);
    x.push(covariates);
    labelled.push(group);
  }
  const isClustered = [...past.cases.values()].some(({ cluster }) => cluster !== undefined);
  const input = {
    d,
    x,
    rest,
    ...(isClustered && { clusters: { labelled, unlabelled } }),
    label: `covariates|seed=${run.manifest.seed}|${a}|${b}`,
  };
  const { n, rest: others, estimate, se, lo, hi, saved } = covariateAdjusted(input);
  const p = estimate === null || se === null || se === 0 ? null : 2 * normSf(Math.abs(estimate) / se);
  const inner = covariateAdjusted({ ...input, conf: 0.9 });
  const covariates = hasPair ? "pair" : "difficulty";
  return { a, b, metric: "score", n, rest: others, estimate, low: lo, high: hi, saved, covariates, p, inner };
}
