import { setTimeout as sleep } from "node:timers/promises";
import { messageText, type Model, ModelError, type ModelRequest, SameseedError } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";

/** Options of a simulated model. */
export interface SimulatedOptions {
  /** Log-odds of a right answer to a case of mean difficulty. Default 0, which is one in two. */
  readonly ability?: number | undefined;
  /** Added to the ability where a message contains the text: `{"step by step": 0.5}`. */
  readonly promptEffects?: Readonly<Record<string, number>> | undefined;
  /** Standard deviation of the cases' difficulties, in log-odds. All simulated models agree on them. Default 1. */
  readonly difficultySd?: number | undefined;
  /**
   * How strongly variants under one seed share their randomness, from 0 to 1. At 1, all variants draw the same random
   * number; at 0, each prompt of each model draws its own. Default 0.
   */
  readonly seedCoupling?: number | undefined;
  /** Share of requests that fail, from 0 to 1. Default 0. */
  readonly failureRate?: number | undefined;
  /** Share of answers that are cut off at the token limit, from 0 to 1. Default 0. */
  readonly truncationRate?: number | undefined;
  /** Share of requests that the model refuses to answer, from 0 to 1. Default 0. */
  readonly refusalRate?: number | undefined;
  /** System fingerprints of the backend; the seed selects one of them. Default: no fingerprints. */
  readonly fingerprints?: readonly string[] | undefined;
  /** Median latency in milliseconds. The model really waits. Default 0. */
  readonly latencyMs?: number | undefined;
  /** Text of a correct answer. Default `correct`. */
  readonly correct?: string | undefined;
  /** Text of a wrong answer. Default `wrong`. */
  readonly wrong?: string | undefined;
}

/**
 * A simulated model with known ability, to test and plan benchmarks. Whether an answer is right follows the
 * Rasch model: log-odds = ability + prompt effects - difficulty of the case. Random numbers come from
 * labelled streams: an answer depends only on the model, its request and its seed.
 */
export function simulated(name: string, options: SimulatedOptions = {}): Model {
  const settings = checked(name, options);
  const id = `simulated:${name}`;
  const mean = settings.latencyMs;
  return {
    id,
    identity: { provider: "simulated", name, ...options },
    isCacheable: false,
    async complete(request, signal) {
      const own = ownLabel(id, request);
      if (mean > 0) await sleep(mean * Math.exp(0.4 * normal(`latency|${own}`)), undefined, signal && { signal });
      if (happens(settings.failureRate, `failure|${own}`)) throw new ModelError("other", "a simulated failure");
      const isRefused = happens(settings.refusalRate, `refusal|${own}`);
      const isTruncated = happens(settings.truncationRate, `truncation|${own}`);
      const text = isCorrect(settings, request, own) ? settings.correct : settings.wrong;
      return {
        text: isRefused ? null : isTruncated ? text.slice(0, Math.floor(text.length / 2)) : text,
        finishReason: isRefused ? "content_filter" : isTruncated ? "length" : "stop",
        refusal: isRefused ? "a simulated refusal" : null,
        systemFingerprint: fingerprintOf(settings.fingerprints, request),
        modelVersion: id,
        usage: null,
        costUsd: null,
        ttftMs: null,
      };
    },
  };
}

type Settings = { readonly [Key in keyof SimulatedOptions]-?: Exclude<SimulatedOptions[Key], undefined> };

function checked(name: string, options: SimulatedOptions): Settings {
  const refuse = (key: string, rule: string): never => {
    throw new SameseedError("BAD_BENCHMARK", `simulated:${name}: ${key} must be ${rule}.`);
  };
  const shares = ["seedCoupling", "failureRate", "truncationRate", "refusalRate"] as const;
  for (const key of shares)
    if (!((options[key] ?? 0) >= 0 && (options[key] ?? 0) <= 1)) refuse(key, "a share from 0 to 1");
  for (const key of ["difficultySd", "latencyMs"] as const)
    if (!((options[key] ?? 0) >= 0)) refuse(key, "a number of 0 or more");
  const { ability = 0, promptEffects = {}, difficultySd = 1, seedCoupling = 0, fingerprints = [] } = options;
  for (const effect of [ability, ...Object.values(promptEffects)])
    if (!Number.isFinite(effect)) refuse("ability or an effect", "a finite number");
  const {
    failureRate = 0,
    truncationRate = 0,
    refusalRate = 0,
    latencyMs = 0,
    correct = "correct",
    wrong = "wrong",
  } = options;
  return {
    ability,
    promptEffects,
    difficultySd,
    seedCoupling,
    fingerprints,
    failureRate,
    truncationRate,
    refusalRate,
    latencyMs,
    correct,
    wrong,
  };
}

function isCorrect(settings: Settings, request: ModelRequest, own: string): boolean {
  const { ability, promptEffects, difficultySd, seedCoupling } = settings;
  const text = request.messages.map(messageText).join("\n");
  const effect = Object.entries(promptEffects).reduce(
    (sum, [marker, value]) => (text.includes(marker) ? sum + value : sum),
    0,
  );
  const logOdds = ability + effect - difficultySd * normal(`difficulty|${request.case}`);
  const shared = sharedLabel(request);
  const isCoupled = seedCoupling > 0 && uniform(`coupling|${shared}`) < seedCoupling;
  return uniform(`answer|${isCoupled ? shared : own}`) < 1 / (1 + Math.exp(-logOdds));
}

/** Label of the randomness that all variants of a block share. Without a seed, only the case and the repeat. */
function sharedLabel({ case: caseId, repeat, seed }: ModelRequest): string {
  return seed === null ? `${caseId}|repeat=${repeat}` : `${caseId}|seed=${seed}`;
}

function ownLabel(id: string, request: ModelRequest): string {
  return `${id}|${JSON.stringify([request.messages, request.params])}|${sharedLabel(request)}`;
}

function fingerprintOf(fingerprints: readonly string[], request: ModelRequest): string | null {
  return fingerprints[Math.floor(uniform(`fingerprint|${sharedLabel(request)}`) * fingerprints.length)] ?? null;
}

function happens(rate: number, label: string): boolean {
  return rate > 0 && uniform(label) < rate;
}

function uniform(label: string): number {
  return new RandomStream(`simulated/1|${label}`).nextDouble();
}

/** A standard normal (Box & Muller 1958). */
function normal(label: string): number {
  const stream = new RandomStream(`simulated/1|${label}`);
  const radius = Math.sqrt(-2 * Math.log(1 - stream.nextDouble()));
  return radius * Math.cos(2 * Math.PI * stream.nextDouble());
}
