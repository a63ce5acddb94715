import type { JudgeCall, Model, Result, Trial } from "@sameseed/core";
import type { Amounts, Spent } from "./spending-limit.ts";

/** The budget of a run. */
export interface Budget extends Amounts {
  /** Time of this process: a resumed run starts counting again. */
  readonly maxDurationMs?: number | undefined;
}

export interface BudgetMeter {
  /** Counts a result that was stored before. */
  spend(result: Result): void;
  /** Counts a judge's call that was stored before. */
  spendCall(call: JudgeCall, judgeId: string): void;
  /**
   * The model with metering; `modelId` is its id in trials. `atMost`: the largest cost of an answer to a
   * prompt of this many tokens, where its parameters limit it.
   */
  metered(model: Model, modelId: string, atMost?: (promptTokens: number) => Spent): Model;
  /** The trials for as long as one more fits. */
  within(trials: AsyncIterable<Trial>): AsyncIterable<Trial>;
  /** Waits until one more judge request fits; false when none will fit: existing answers wait for a resumed run. */
  admit(judgeId: string): Promise<boolean>;
  /** Reports that an admitted judge request had no answer. */
  release(judgeId: string): void;
  /** Ends a trial: releases the reservation of a failed one. */
  settle(result: Result): void;
  /** Cancels an admitted trial that is not sent: releases its reservation. */
  skip(trial: Trial): void;
  /** Counts a result of another process whose trial was admitted here. */
  arrive(result: Result): void;
  /** Aborted at the time limit: then nothing waits any longer for its turn or for another attempt. */
  readonly timeUp: AbortSignal;
  /** Which limit ended the trials, in a sentence; null when none did. */
  stoppedBy(): string | null;
  /** Ends the clock. */
  close(): void;
}
