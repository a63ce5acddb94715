import { option } from "@sameseed/core";
import type { Completion, JudgeCall, Model, ModelRequest, Result, Trial } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "../rate/longest-timer.ts";
import { wrapModel } from "../models/wrap-model.ts";
import { type SpendingLimit, spendingLimitsOf, type Spent } from "./spending-limit.ts";
import type { Budget, BudgetMeter } from "./budget-meter.ts";

/** Usage of one model's trials. */
interface Usage {
  /** The most that one answer took, by account; empty before the first answer. */
  readonly most: Map<SpendingLimit, number>;
  mostPromptTokens: number;
  /** The largest usage of an answer to this many prompt tokens; null if it is unbounded. */
  atMost: ((promptTokens: number) => Spent) | null;
  isSizeKnown: boolean;
  /** Trials that were assigned and have neither an answer nor a row. */
  pending: number;
  /** Those of them with a failed last request: they wait for another attempt or have failed permanently. */
  readonly failing: Set<ModelRequest>;
}

/**
 * Ends a run before it exceeds a limit. Before a trial starts, the largest possible cost of its model's
 * answers is reserved for it and for each trial in flight; without a bound, the largest cost so far is used.
 * If that does not fit, the trial waits for the costs of those in flight, and the trials end if it still does
 * not fit. Until a model's first answer only one of its trials is in flight, since its size is unknown. So a
 * limit is exceeded only by answers larger than all before them, or to longer prompts, where a bound is
 * known. Answers from a cache and recordings cost nothing; judge requests get the same reservations as
 * trials; failed requests count as 0, since services do not report their cost. A class because it has state.
 */
export class LimitedMeter implements BudgetMeter {
  readonly #accounts: readonly SpendingLimit[];
  readonly #maxDurationMs: number | undefined;
  readonly #now: () => number;
  readonly #start: number;
  readonly #usages = new Map<string, Usage>();
  #longestMs = 0;
  /** Why a limit cannot be enforced. */
  #unknown: string | null = null;
  #stopped: string | null = null;
  #wake = Promise.withResolvers<void>();
  readonly #timeUp = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor({ maxDurationMs, ...amounts }: Budget, now: () => number) {
    this.#accounts = spendingLimitsOf(amounts);
    this.#maxDurationMs = maxDurationMs;
    this.#now = now;
    this.#start = now();
    if (maxDurationMs === undefined) return;
    this.#timer = setTimeout(() => this.#timeUp.abort(), Math.min(maxDurationMs, LONGEST_TIMER_MS)).unref();
  }

  get timeUp(): AbortSignal {
    return this.#timeUp.signal;
  }

  spend({ outcome, trial }: Result): void {
    if (outcome.status === "failed" || outcome.cached || outcome.latencyMs === null) return;
    this.#usageOf(trial.model).isSizeKnown = true;
    this.#spend(outcome, trial.model);
  }

  spendCall(call: JudgeCall, judgeId: string): void {
    const { text, cached, latencyMs, costUsd, promptTokens, completionTokens } = call;
    if (text === null || cached || latencyMs === null) return;
    this.#usageOf(judgeId).isSizeKnown = true;
    const isKnown = promptTokens !== null && completionTokens !== null;
    this.#spend({ costUsd, usage: isKnown ? { promptTokens, completionTokens } : null }, judgeId);
  }

  metered(model: Model, modelId: string, atMost?: (promptTokens: number) => Spent): Model {
    const usage = this.#usageOf(modelId);
    usage.atMost = atMost ?? null;
    return wrapModel(model, (inner) => async (request, signal) => {
      const begun = this.#now();
      try {
        const completion = await inner.complete(request, signal);
        usage.failing.delete(request);
        usage.pending--;
        usage.isSizeKnown = true;
        this.#longestMs = Math.max(this.#longestMs, this.#now() - begun);
        if (isAsked(completion)) this.#spend(completion, modelId);
        return completion;
      } catch (error) {
        usage.failing.add(request);
        throw error;
      } finally {
        this.#wakeAll();
      }
    });
  }

  async *within(trials: AsyncIterable<Trial>): AsyncGenerator<Trial> {
    for await (const trial of trials) {
      if (this.#stopped !== null || !(await this.admit(trial.model))) return;
      yield trial;
    }
  }

  async admit(modelId: string): Promise<boolean> {
    const usage = this.#usageOf(modelId);
    for (;;) {
      const lasting = this.#unknown ?? this.#overTime();
      const reason = lasting ?? this.#crossing(modelId);
      const canMakeRoom = lasting === null && this.#usages.values().some(mayAnswer);
      if (reason !== null && !canMakeRoom) {
        this.#stopped ??= reason;
        this.#wakeAll();
        return false;
      }
      if (reason === null && (usage.isSizeKnown || this.#accounts.length === 0 || !mayAnswer(usage))) {
        usage.pending++;
        return true;
      }
      await this.#wake.promise;
    }
  }

  release(judgeId: string): void {
    const usage = this.#usageOf(judgeId);
    usage.pending--;
    usage.failing.clear(); // judge requests are not grouped: each permanent failure arrives separately
    this.#wakeAll();
  }

  settle({ outcome, trial }: Result): void {
    if (outcome.status !== "failed") return;
    this.#giveBack(trial);
    this.#wakeAll(); // a request that was never sent, such as a turn after a failed one, wakes no waiting trial
  }

  arrive(result: Result): void {
    this.#usageOf(result.trial.model).pending--;
    this.spend(result);
    this.#wakeAll();
  }

  skip(trial: Trial): void {
    this.#giveBack(trial);
    this.#wakeAll();
  }

  stoppedBy(): string | null {
    if (this.#stopped !== null || !this.timeUp.aborted) return this.#stopped;
    return timeIsOver(this.#maxDurationMs!);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #giveBack(trial: Trial): void {
    const usage = this.#usageOf(trial.model);
    usage.pending--;
    const request = usage.failing.values().find((one) => one.case === trial.case.id && one.repeat === trial.repeat);
    if (request !== undefined) usage.failing.delete(request);
  }

  #usageOf(modelId: string): Usage {
    const known = this.#usages.get(modelId) ?? {
      most: new Map(),
      mostPromptTokens: 0,
      atMost: null,
      isSizeKnown: false,
      pending: 0,
      failing: new Set(),
    };
    this.#usages.set(modelId, known);
    return known;
  }

  #spend(answer: Spent, modelId: string): void {
    const usage = this.#usageOf(modelId);
    const { most } = usage;
    usage.mostPromptTokens = Math.max(usage.mostPromptTokens, answer.usage?.promptTokens ?? 0);
    for (const account of this.#accounts) {
      const amount = account.of(answer);
      if (amount === null)
        this.#unknown ??= `${option(account.option)} cannot be enforced: ${modelId} reports no ${account.what}`;
      account.spent += amount ?? 0;
      most.set(account, Math.max(most.get(account) ?? 0, amount ?? 0));
    }
  }

  #overTime(): string | null {
    const elapsedMs = this.#now() - this.#start;
    const limitMs = this.#maxDurationMs;
    if (limitMs === undefined || elapsedMs + this.#longestMs <= limitMs) return null;
    if (elapsedMs >= limitMs) return timeIsOver(limitMs);
    return `${option("budget.maxDurationMs")}: ${seconds(elapsedMs)} of ${seconds(limitMs)} are over, and an answer took up to ${seconds(this.#longestMs)}`;
  }

  /** The limit that one more request may exceed, in a sentence; null if no limit is at risk. */
  #crossing(modelId: string): string | null {
    const usage = this.#usageOf(modelId);
    for (const account of this.#accounts) {
      const { option: name, limit, spent, show } = account;
      const next = largest(account, usage);
      const held = this.#usages.values().reduce((sum, one) => sum + one.pending * largest(account, one), 0);
      if (spent + held + next <= limit && spent < limit) continue;
      const took = next > (usage.most.get(account) ?? 0) ? "may take" : "took";
      return `${option(name)}: ${show(spent)} of ${show(limit)} are spent, and an answer of ${modelId} ${took} up to ${show(next)}`;
    }
    return null;
  }

  #wakeAll(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

/** The amount reserved for one answer. */
function largest(account: SpendingLimit, { most, mostPromptTokens, atMost }: Usage): number {
  return Math.max(most.get(account) ?? 0, (atMost && account.of(atMost(mostPromptTokens))) ?? 0);
}

/** Whether an answer of the model is in flight, with its usage still unknown. */
function mayAnswer({ pending, failing }: Usage): boolean {
  return pending > failing.size;
}

/** False for an answer from a cache or from a recording, which has no latency. */
function isAsked({ cached = false, latencyMs }: Completion): boolean {
  return !cached && latencyMs !== null;
}

function timeIsOver(limitMs: number): string {
  return `${option("budget.maxDurationMs")}: ${seconds(limitMs)} are over`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}
