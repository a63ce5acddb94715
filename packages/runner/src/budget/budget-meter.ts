import type { JudgeCall, Model, Result, Trial } from "@sameseed/core";
import type { Amounts, Spent } from "./spending-limit.ts";

/** The budget of a run. */
export interface Budget extends Amounts {
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
  /** Tells that a trial that was let in is not sent after all: what was held back for it is free again. */
  skip(trial: Trial): void;
  /** Counts a result that another process asked for: its trial was let in here. */
  arrive(result: Result): void;
  /** Aborted when the time is over: then nothing waits any longer for its turn or for another attempt. */
  readonly timeUp: AbortSignal;
  /** Which limit ended the trials, in a sentence; null when none did. */
  stoppedBy(): string | null;
  /** Ends the clock. */
  close(): void;
}
