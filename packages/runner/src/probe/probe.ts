import {
  answerText,
  type ChatMessage,
  deriveSeed,
  type Model,
  type ModelParams,
  type Result,
  SameseedError,
  type SeedReportEntry,
  type SeedSpread,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { clusterMean, determinismOverCases, rateInterval, shuffle, median } from "@sameseed/stats";
import { type Ask, withFirstSeed } from "./first-seed.ts";
import { seedTest, seedVerdict } from "./probe-verdict.ts";
import { run } from "../run.ts";

export interface ProbedModel {
  readonly modelId: string;
  readonly model: Model;
  readonly params: ModelParams;
}

export interface ProbedCase {
  readonly id: string;
  readonly messages: readonly ChatMessage[];
}

/** Mean distance of two texts of a list; null where there are fewer than two. */
export interface TextDistance {
  readonly id: string;
  between(texts: readonly string[]): Promise<number | null>;
}

export interface ProbeOptions {
  readonly cases: readonly ProbedCase[];
  /** Calls of each case under one seed, and as many under other seeds. Default 5. */
  readonly calls?: number;
  /** The root seed: the probe sends the benchmark's seeds. */
  readonly seed?: number;
  readonly concurrency?: number;
  readonly maxRetries?: number;
  /** Default: normalised edit distance. */
  readonly distance?: TextDistance | undefined;
  readonly abort?: AbortSignal | undefined;
  /** The trials that may be sent, e.g. limited by a budget. Default: all of them. */
  readonly within?: (trials: AsyncIterable<Trial>) => AsyncIterable<Trial>;
  /** Called with every result, e.g. to count its cost. */
  readonly onResult?: (result: Result) => void;
}

/**
 * Measures how a model handles its seed: sends each case `calls` times with its first seed, and once with
 * each of `calls` other seeds, in a shuffled order, with the parameters of the benchmark. A cache must not be
 * used: pass the bare model. Errors: `BAD_ARGUMENT` for recorded answers, `MODEL_UNREACHABLE` if no request
 * is answered.
 */
export async function probe(probed: ProbedModel, options: ProbeOptions): Promise<SeedReportEntry> {
  const { cases, calls = 5, seed = 1, distance = EDIT } = options;
  if (probed.model.id.startsWith("recorded:") || probed.model.identity?.["provider"] === "recorded") {
    throw new SameseedError("BAD_ARGUMENT", `${probed.modelId} is recorded: there is no seed to probe.`);
  }
  if (calls < 2) {
    throw new SameseedError("BAD_ARGUMENT", "A probe compares calls of one case: it needs 2 of them at least.", {
      hint: "Give -k 2 or more; 5 is the default.",
    });
  }
  const head = { model: probed.modelId, params: probed.params, cases: cases.length, calls, distance: distance.id };
  const { field, reason = "The service has no seed." } = probed.model.seed ?? {};
  if (field === null)
    return { ...head, verdict: "unsupported", conclusion: reason, sameSeed: null, otherSeeds: null, p: null };
  const trials = probeTrials({ cases, calls, seed, model: probed.modelId });
  const ask = asker(probed, options);

  const { refusal, asked } = await withFirstSeed(probed.modelId, trials, ask);
  if (refusal !== null)
    return { ...head, verdict: "unsupported", conclusion: refusal, sameSeed: null, otherSeeds: null, p: null };
  const results = [
    ...asked,
    ...(await ask(trials.filter(({ index }) => asked.every(({ trial }) => trial.index !== index)))),
  ];
  const { same, other } = textsByCase(results, cases, calls);
  if (same.length === 0) {
    const failed = results.find(({ outcome }) => outcome.status === "failed")?.outcome;
    throw new SameseedError(
      "MODEL_UNREACHABLE",
      `${probed.modelId} did not answer the probe${failed?.status === "failed" ? `: ${failed.error.message}` : ""}.`,
    );
  }
  const test = seedTest({ same, other, label: `probe/1|${seed}|${probed.modelId}` });
  const { verdict, conclusion } = seedVerdict(test, calls);
  const failed = results.filter(({ outcome }) => outcome.status === "failed").length;
  return {
    ...head,
    cases: same.length,
    verdict,
    conclusion:
      failed === 0 ? conclusion : `${conclusion} ${failed} of ${results.length} calls failed and are left out.`,
    sameSeed: await spreadOf(same, distance),
    otherSeeds: await spreadOf(other, distance),
    p: test.p,
  };
}

interface ProbePlan {
  readonly cases: readonly ProbedCase[];
  readonly calls: number;
  readonly seed: number;
  readonly model: string;
}

/** Calls of one case differ in their repeat. Repeats below `calls` share one seed; each later one has its own. */
function probeTrials({ cases, calls, seed, model }: ProbePlan): Trial[] {
  const trials = cases.flatMap(({ id }) =>
    Array.from({ length: 2 * calls }, (_, repeat) => ({
      case: { id, vars: {} },
      repeat,
      seed: deriveSeed(seed, id, repeat < calls ? 0 : repeat - calls + 1),
    })),
  );
  return shuffle({ label: `probe/1|${seed}|order`, items: trials }).map((trial, index) => ({
    ...trial,
    index,
    order: index,
    variant: "probe",
    prompt: "probe",
    model,
  }));
}

/** Sends requests through the runner, with the rate limits, errors and deadlines of a run. */
function asker(
  { modelId, model, params }: ProbedModel,
  { cases, concurrency, maxRetries, seed, abort, within = (trials) => trials, onResult }: ProbeOptions,
): Ask {
  const messages = new Map(cases.map((one) => [one.id, one.messages]));
  const prompt = { id: "probe", source: null, messages: ({ id }: { id: string }) => messages.get(id)! };
  const variant: Variant = { id: "probe", prompt, modelId, model, params };
  return async (trials) => {
    const results: Result[] = [];
    async function* source(): AsyncGenerator<Trial> {
      yield* trials;
    }
    for await (const result of run(within(source()), [variant], { concurrency, maxRetries, seed, abort })) {
      onResult?.(result);
      results.push(result);
    }
    return results;
  };
}

/**
 * The texts of each case with one seed and with other seeds. A case with fewer than two of either gives no
 * information and is left out.
 */
function textsByCase(
  results: readonly Result[],
  cases: readonly ProbedCase[],
  calls: number,
): { same: string[][]; other: string[][] } {
  const same: string[][] = [];
  const other: string[][] = [];
  for (const { id } of cases) {
    const answered = results
      .filter(({ trial, outcome }) => trial.case.id === id && outcome.status !== "failed")
      .toSorted((left, right) => left.trial.repeat - right.trial.repeat);
    const texts = (isSame: boolean) =>
      answered.flatMap(({ trial, outcome }) =>
        trial.repeat < calls === isSame && outcome.status !== "failed" ? [answerText(outcome) ?? ""] : [],
      );
    const [one, others] = [texts(true), texts(false)];
    if (one.length < 2 || others.length < 2) continue;
    same.push(one);
    other.push(others);
  }
  return { same, other };
}

async function spreadOf(outputs: readonly (readonly string[])[], { between }: TextDistance): Promise<SeedSpread> {
  const { perCase } = determinismOverCases({ outputs });
  // Wilson's interval where every case matches completely or not at all: a spread of 0 in three cases does
  // not mean certainty.
  const match = rateInterval({ x: perCase.map(({ pairwiseMatch }) => pairwiseMatch!) });
  const distances = await Promise.all(outputs.map(between));
  const known = distances.filter((one) => one !== null);
  const distance = clusterMean({ d: known });
  const divergences = perCase
    .flatMap(({ firstDivergenceMedian }) => firstDivergenceMedian ?? [])
    .toSorted((left, right) => left - right);
  return {
    exactMatch: match.estimate!,
    exactMatchLow: match.lo,
    exactMatchHigh: match.hi,
    distinct: perCase.reduce((sum, { distinct }) => sum + distinct, 0) / perCase.length,
    firstDivergence: divergences.length === 0 ? null : median(divergences),
    distance: distance.mean,
    distanceLow: distance.degenerate || distance.lo === null ? null : Math.max(0, distance.lo),
    distanceHigh: distance.degenerate ? null : distance.hi,
  };
}

const EDIT: TextDistance = {
  id: "edit",
  between: async (texts) => determinismOverCases({ outputs: [texts] }).perCase[0]!.meanNormalizedDistance,
};
