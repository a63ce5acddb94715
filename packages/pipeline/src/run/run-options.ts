import type { Benchmark, WordedReport, Shard, Row, SeedReportEntry } from "@sameseed/core";
import type { FailingCases } from "@sameseed/analysis";
import type { KnownAnswers, RunOptions } from "@sameseed/runner";
import type { Threshold } from "../choices/threshold.ts";
import type { PrepareOptions } from "../load/prepare-benchmark.ts";
import type { ReportOptions } from "../reports/write-reports.ts";
import type { LatencyOptions } from "./latency-run.ts";
import type { ExecutionOptions } from "./open-execution.ts";
import type { QueueOptions } from "./queue-options.ts";

/** What is handed on to the run stage as it is. */
type StageOptions = Omit<RunOptions, "seed" | "knownTurn">;

export interface RunBenchmarkOptions extends PrepareOptions, ReportOptions, ExecutionOptions, StageOptions {
  /** Means that the caller checks after the run: an unknown metric is refused before the first request. */
  readonly failUnder?: readonly Threshold[] | undefined;
  /** Folder that the run's folder is made in. Default `results`. */
  readonly out?: string;
  /** What people will want to know of the run, see `RunNote`; of a resumed run it replaces what was there. */
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Ends the run once every variant is decided, looking after every case: confidence sequences hold at each look. */
  readonly sequential?: boolean | undefined;
  /** Looks for the best variant: drops clearly worse ones at declared looks, and ends when one is left. */
  readonly prune?: boolean | undefined;
  /** The difference that a sequential run is planned for, as a share: it ends once so large a one is ruled out. */
  readonly detect?: number | undefined;
  /** Which look at the held-out cases of a split this is, from 1; for the manifest of a new run. */
  readonly heldOutLook?: number | undefined;
  /** Runs one part of the plan; \`sameseed merge\` puts the parts together. */
  readonly shard?: Shard | undefined;
  /** Gives the trials to workers on other machines. Default: this process sends. */
  readonly queue?: QueueOptions | undefined;
  /** Measures latency: one request at a time, after a warm-up, nothing from a cache. */
  readonly latency?: LatencyOptions | undefined;
  /** A run to continue, or `true` for the newest unfinished run of this benchmark. */
  readonly resume?: string | true | undefined;
  /** A run whose failed trials, and nothing else, are run again; or `true` for the newest of this benchmark that has any. */
  readonly retryErrors?: string | true | undefined;
  /** Answers that stand in for requests; what the run stores is added to them. */
  readonly known?: KnownAnswers | undefined;
  /** Ends the run when a variant is answered by another backend than before. */
  readonly failOnDrift?: boolean | undefined;
  /** Called when a variant is answered by another backend than before. */
  readonly onDrift?: (sentence: string) => void;
  /** Probes each model first on a few cases: whether it honours its seed. */
  readonly probe?: boolean | undefined;
  readonly onProbe?: (entry: SeedReportEntry) => void;
  /** Called once, before the first request of the run itself. */
  readonly onStart?: (started: StartedRun) => void;
  /** Called with each answer that waits for a judge, before its row. */
  readonly onAnswer?: () => void;
  /** Called with each row as it is stored, in order of completion. */
  readonly onRow?: (row: Row) => void;
}

export interface StartedRun {
  readonly benchmark: Benchmark;
  readonly folder: string;
  readonly planned: number;
  /** Rows stored before, when the run is resumed. */
  readonly stored: number;
  /** Answers of earlier runs that are taken over; those of chains are found turn by turn, and are not in it. */
  readonly reused: number;
  /** Which limit of the budget was reached, in a sentence; null as long as none is. */
  readonly limit: () => string | null;
}

export interface FinishedRun {
  readonly folder: string;
  readonly report: WordedReport;
  /** Some cases that failed, with what was expected and what came. */
  readonly failing: FailingCases;
  /** The report files written, by path. */
  readonly files: readonly string[];
  /** What ended the run, a limit of the budget or a backend that changed, in a sentence; null when nothing did. */
  readonly stoppedBy: string | null;
  /** What the user should know of the run but not of its result. */
  readonly warnings: readonly string[];
}
