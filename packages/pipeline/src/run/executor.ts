import type { Benchmark, Row, StoppedModel, WorkerRecord } from "@sameseed/core";
import type { AskedCall, OpenRun, ReusedAnswers } from "@sameseed/runner";
import type { EndingRules } from "./ending-rules.ts";
import type { Execution } from "./open-execution.ts";

/** The stream of results and its state. */
export interface Executed {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
  readonly opened: OpenRun;
  readonly reused: ReusedAnswers | null;
  readonly rules: EndingRules;
}

/**
 * Runs the trials of a plan: in this process, or by workers on other machines. The rest of a run does not
 * depend on it.
 */
export interface Executor {
  /** Rows in order of completion. A row that is stored already may come again. */
  rows(): AsyncIterable<Row>;
  /** The JSON of the last row, if available, so that it need not be written again. */
  jsonOf?(row: Row): string | null;
  /** Counts a row that was stored. */
  settle(row: Row): void;
  /** Judge calls for the whole run, after all work in progress is answered. */
  asked(): Promise<readonly AskedCall[]>;
  /** Models with an early end of their trials. */
  stoppedModels(): readonly StoppedModel[];
  /** The workers that sent; empty where this process did. */
  workers(): readonly WorkerRecord[];
  /** Ends the work in progress. */
  end(): void;
  /** Called once, when the rows are stored or the run failed. */
  close(isComplete: boolean): Promise<void>;
}
