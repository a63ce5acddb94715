import type { Result, Row, StoppedModel, Trial } from "@sameseed/core";
import type { RunNotice } from "./notices.ts";
import type { WorkerStanding } from "./worker-roster.ts";

export interface CoordinatorOptions {
  readonly url: string;
  readonly run: RunNotice;
  /**
   * Identifies the folder of the run and its machine: another coordinator with the same run has a copy of the
   * folder.
   */
  readonly home: string;
  /** Where entries of the stream are kept that are not rows: they may be answers that were paid for. */
  readonly unreadable: UnreadableEntries;
  /** Ids of the benchmark's variants, in its order. */
  readonly variants: readonly string[];
  /** Trials of the whole plan. */
  readonly planned: number;
  /** Checks a row's JSON. Throws if it is not a row. */
  readonly readRow: (text: string) => Row;
  /** Called once a second with all workers so far, including those that left. */
  readonly onWorkers?: (workers: readonly WorkerStanding[]) => void;
  readonly onWarning?: (sentence: string) => void;
}

/** A file of entries that cannot be read. */
export interface UnreadableEntries {
  readonly file: string;
  /** Resolves once they are on disk. */
  keep(entries: readonly { readonly id: string; readonly fields: readonly string[] }[]): Promise<void>;
}

export interface DistributeOptions {
  /**
   * The trials without a row that are not in Redis, in the order of the plan; called again for trials that
   * were lost.
   */
  readonly trials: (isElsewhere: (index: number) => boolean) => AsyncIterable<Trial>;
  /** Whether a trial has its row on disk: chunks that an earlier coordinator left may hold such trials. */
  readonly isStored: (index: number) => boolean;
  /** Answers without scores: workers score them. */
  readonly answered: AsyncIterable<Result> | null;
  /** Waits until all rows so far are on disk. */
  readonly flush: () => Promise<void>;
  /** The row of a trial whose chunk ended every worker that ran it. */
  readonly lostRow: (trial: Trial) => Promise<Row>;
  /** Called for a trial that a worker did not send, because its model cannot be used any more. */
  readonly onSkip?: (index: number, by: StoppedModel) => void;
  readonly stop: AbortSignal;
  /** Ends at once, without waiting for requests in flight. */
  readonly abort?: AbortSignal | undefined;
}

export interface Coordinator {
  /**
   * Rows in order of arrival, from a worker or left by an earlier coordinator; a row may arrive twice. A row
   * counts as stored once the next batch is requested and `flush` has finished; only then Redis deletes it.
   */
  rows(options: DistributeOptions): AsyncGenerator<Row>;
  /** The JSON of the row that came last, as its worker wrote it; null for any other row. */
  jsonOf(row: Row): string | null;
  /** All workers that came. */
  workers(): readonly WorkerStanding[];
  /** The judge calls for the whole run, as the workers agreed on them. */
  agreed(): Promise<readonly string[]>;
  /** Removes a complete run from Redis. Keeps the data that a resumed run needs otherwise. */
  close(isComplete: boolean): Promise<void>;
}
