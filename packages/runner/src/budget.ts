import type { Completion, JudgeCall, Model, ModelRequest, Result, Trial } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";
import { wrapModel } from "./models/wrap-model.ts";

/** What a run may use up. */
export interface Budget {
  readonly maxCostUsd?: number | undefined;
  /** Prompt and completion tokens together. */
  readonly maxTokens?: number | undefined;
  /** Time of this process: a run that is resumed begins to count anew. */
  readonly maxDurationMs?: number | undefined;
}

export interface BudgetMeter {
  /** Counts a result that was stored before. */
  spend(result: Result): void;
  /** Counts a judge's call that was stored before. */
  spendCall(call: JudgeCall, judgeId: string): void;
  /** The model with its use counted; `modelId` is what its trials call it. `atMost`: what an answer to so many prompt tokens takes at most, where its parameters bound it. */
  metered(model: Model, modelId: string, atMost?: (promptTokens: number) => Spent): Model;
  /** The trials for as long as one more fits. */
  within(trials: AsyncIterable<Trial>): AsyncIterable<Trial>;
  /** Waits until one more request of a judge fits; false when none will: what is answered already waits for a resumed run. */
  admit(judgeId: string): Promise<boolean>;
  /** Tells that a request of a judge that was let in had no answer. */
  release(judgeId: string): void;
  /** Tells that a trial is over: what was held back for one that failed is free again. */
  settle(result: Result): void;
  /** Aborted when the time is over: then nothing waits any longer for its turn or for another attempt. */
  readonly timeUp: AbortSignal;
  /** Which limit ended the trials, in a sentence; null when none did. */
  stoppedBy(): string | null;
  /** Ends the clock. */
  close(): void;
}

/** One thing that is used up: money or tokens. */
interface Account {
  readonly limit: number;
  readonly flag: string;
  /** What an answer does not say where it does not count. */
  readonly what: string;
  readonly show: (amount: number) => string;
  /** Null when the answer does not say. */
  readonly of: (answer: Spent) => number | null;
  spent: number;
}

/** What an answer takes. */
export type Spent = Pick<Completion, "costUsd" | "usage">;

/** What is known of one model's trials. */
interface Usage {
  /** The most that one answer took, by account; empty before the first answer. */
  readonly most: Map<Account, number>;
  mostPromptTokens: number;
  /** What an answer to so many prompt tokens takes at most; null where nothing bounds it. */
  atMost: ((promptTokens: number) => Spent) | null;
  isSizeKnown: boolean;
  /** Trials that were handed out and have neither an answer nor a row. */
  pending: number;
  /** Those of them whose last request failed: they wait for another attempt or have failed for good. */
  readonly failing: Set<ModelRequest>;
}

/**
 * Ends a run before it crosses a limit. Before a trial starts, the most that an answer of its model can take is held back
 * for it and for each trial in flight; where nothing bounds it, the most that any answer took so far. Where that does not
 * fit, it waits until those in flight have said what they took, and ends the trials when it still does not fit. Until a
 * model's first answer one trial of it is in flight, for nothing is known of its size. So a limit is crossed only by
 * answers larger than all before them, or to longer prompts, where a bound is known. Answers from
 * a cache and recordings take nothing; judges' requests are held back for like trials; failed requests count as nothing, since services do not say what they charge.
 */
export function budgetMeter(
  { maxCostUsd, maxTokens, maxDurationMs }: Budget,
  now: () => number = () => performance.now(),
): BudgetMeter {
  if (maxCostUsd === undefined && maxTokens === undefined && maxDurationMs === undefined) return UNLIMITED;
  const start = now();
  const accounts: Account[] = [
    ...(maxCostUsd === undefined
      ? []
      : [
          {
            limit: maxCostUsd,
            flag: "--max-cost",
            what: "price",
            show: usd,
            of: ({ costUsd }: Spent) => costUsd,
            spent: 0,
          },
        ]),
    ...(maxTokens === undefined
      ? []
      : [{ limit: maxTokens, flag: "--max-tokens-total", what: "tokens", show: tokens, of: tokensOf, spent: 0 }]),
  ];
  const usages = new Map<string, Usage>();
  let longestMs = 0;
  let unknown: string | null = null;
  let stopped: string | null = null;
  let wake = Promise.withResolvers<void>();
  const timeUp = new AbortController();
  const clock =
    maxDurationMs === undefined
      ? undefined
      : setTimeout(() => timeUp.abort(), Math.min(maxDurationMs, LONGEST_TIMER_MS)).unref();

  const usageOf = (modelId: string): Usage => {
    const known = usages.get(modelId) ?? {
      most: new Map(),
      mostPromptTokens: 0,
      atMost: null,
      isSizeKnown: false,
      pending: 0,
      failing: new Set(),
    };
    usages.set(modelId, known);
    return known;
  };
  const largest = (account: Account, { most, mostPromptTokens, atMost }: Usage): number =>
    Math.max(most.get(account) ?? 0, (atMost && account.of(atMost(mostPromptTokens))) ?? 0);

  const spend = (answer: Spent, modelId: string): void => {
    const usage = usageOf(modelId);
    const { most } = usage;
    usage.mostPromptTokens = Math.max(usage.mostPromptTokens, answer.usage?.promptTokens ?? 0);
    for (const account of accounts) {
      const amount = account.of(answer);
      if (amount === null) unknown ??= `${account.flag} cannot be kept: ${modelId} does not say its ${account.what}`;
      account.spent += amount ?? 0;
      most.set(account, Math.max(most.get(account) ?? 0, amount ?? 0));
    }
  };

  const crossing = (modelId: string): string | null => {
    const elapsedMs = now() - start;
    if (maxDurationMs !== undefined && elapsedMs + longestMs > maxDurationMs) {
      return `--max-duration: ${seconds(elapsedMs)} of ${seconds(maxDurationMs)} are over, and an answer took up to ${seconds(longestMs)}`;
    }
    for (const account of accounts) {
      const { flag, limit, spent, show } = account;
      const usage = usageOf(modelId);
      const next = largest(account, usage);
      const held = usages.values().reduce((sum, one) => sum + one.pending * largest(account, one), 0);
      if (spent + held + next <= limit && spent < limit) continue;
      const took = next > (usage.most.get(account) ?? 0) ? "may take" : "took";
      return `${flag}: ${show(spent)} of ${show(limit)} are spent, and an answer of ${modelId} ${took} up to ${show(next)}`;
    }
    return null;
  };
  const mayAnswer = ({ pending, failing }: Usage): boolean => pending > failing.size;
  const wakeAll = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };

  const admit = async (modelId: string): Promise<boolean> => {
    const usage = usageOf(modelId);
    for (;;) {
      const reason = unknown ?? crossing(modelId);
      const isFinal = unknown !== null || reason?.startsWith("--max-duration") || !usages.values().some(mayAnswer);
      if (reason !== null && isFinal) {
        stopped ??= reason;
        wakeAll();
        return false;
      }
      if (reason === null && (usage.isSizeKnown || accounts.length === 0 || !mayAnswer(usage))) {
        usage.pending++;
        return true;
      }
      await wake.promise;
    }
  };

  return {
    spend({ outcome, trial }) {
      if (outcome.status === "failed" || outcome.cached || outcome.latencyMs === null) return;
      usageOf(trial.model).isSizeKnown = true;
      spend(outcome, trial.model);
    },
    spendCall({ text, cached, latencyMs, costUsd, promptTokens, completionTokens }, judgeId) {
      if (text === null || cached || latencyMs === null) return;
      usageOf(judgeId).isSizeKnown = true;
      const isKnown = promptTokens !== null && completionTokens !== null;
      spend({ costUsd, usage: isKnown ? { promptTokens, completionTokens } : null }, judgeId);
    },
    metered: (model, modelId, atMost) => {
      const usage = usageOf(modelId);
      usage.atMost = atMost ?? null;
      return wrapModel(model, (inner) => async (request, signal) => {
        const begun = now();
        try {
          const completion = await inner.complete(request, signal);
          usage.failing.delete(request);
          usage.pending--;
          usage.isSizeKnown = true;
          longestMs = Math.max(longestMs, now() - begun);
          if (isAsked(completion)) spend(completion, modelId);
          return completion;
        } catch (error) {
          usage.failing.add(request);
          throw error;
        } finally {
          wakeAll();
        }
      });
    },
    async *within(trials) {
      for await (const trial of trials) {
        if (stopped !== null || !(await admit(trial.model))) return;
        yield trial;
      }
    },
    admit,
    release(judgeId) {
      const usage = usageOf(judgeId);
      usage.pending--;
      usage.failing.clear(); // judges' requests are not told apart: each that fails for good comes here by itself
      wakeAll();
    },
    settle({ outcome, trial }) {
      if (outcome.status !== "failed") return;
      const usage = usageOf(trial.model);
      usage.pending--;
      const request = usage.failing.values().find((one) => one.case === trial.case.id && one.repeat === trial.repeat);
      if (request !== undefined) usage.failing.delete(request);
    },
    timeUp: timeUp.signal,
    stoppedBy: () => stopped ?? (timeUp.signal.aborted ? `--max-duration: ${seconds(maxDurationMs!)} are over` : null),
    close: () => clearTimeout(clock),
  };
}

/** For runs without a limit: nothing is counted. */
const UNLIMITED: BudgetMeter = {
  spend() {},
  spendCall() {},
  metered: (model) => model,
  within: (trials) => trials,
  admit: async () => true,
  release() {},
  settle() {},
  timeUp: new AbortController().signal,
  stoppedBy: () => null,
  close() {},
};

/** False for what was read: from a cache, or from a recording, which has no latency. */
function isAsked({ cached = false, latencyMs }: Completion): boolean {
  return !cached && latencyMs !== null;
}

function tokensOf({ usage }: Spent): number | null {
  return usage === null ? null : usage.promptTokens + usage.completionTokens;
}

function tokens(amount: number): string {
  return `${amount} tokens`;
}

function usd(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}
