import type { Benchmark, WordedReport, Shard, Row, SeedReportEntry } from "@sameseed/core";
import type { FailingCases } from "@sameseed/analysis";
import type { KnownAnswers, RunOptions } from "@sameseed/runner";
import type { Threshold } from "../choices/threshold.ts";
import type { PrepareOptions } from "../load/prepare-benchmark.ts";
import type { ReportOptions } from "../reports/write-reports.ts";
import type { LatencyOptions } from "./latency-run.ts";
import type { ExecutionOptions } from "./open-execution.ts";
import type { QueueOptions } from "./queue-options.ts";

/** Options that the run stage receives unchanged. */
type StageOptions = Omit<RunOptions, "seed" | "knownTurn">;

/** Options of `runBenchmark`, like the flags of `sameseed run`. */
export interface RunBenchmarkOptions extends PrepareOptions, ReportOptions, ExecutionOptions, StageOptions {
  /** Thresholds that the caller checks after the run. An unknown metric is an error before the first request. */
  readonly failUnder?: readonly Threshold[] | undefined;
  /** Parent folder of the run's folder. Default `results`. */
  readonly out?: string;
  /** A note about the run, see `RunNote`. In a resumed run it replaces the earlier note. */
  readonly note?: string | undefined;
  /** Tags of the run, see `RunNote`. */
  readonly tags?: readonly string[] | undefined;
  /** Tests at planned numbers of cases, and ends the run when every variant has a verdict. */
  readonly sequential?: boolean | undefined;
  /** Looks for the best variant: drops clearly worse ones at planned numbers of cases, and ends when one is left. */
  readonly prune?: boolean | undefined;
  /** The difference that a sequential run should detect, as a share. The run also ends when a difference this large is ruled out. */
  readonly detect?: number | undefined;
  /** Number of this look at the held-out cases of a split, from 1; for the manifest of a new run. */
  readonly heldOutLook?: number | undefined;
  /** Runs one part of the plan; `sameseed merge` combines the parts. */
  readonly shard?: Shard | undefined;
  /** Distributes the trials to workers on other machines. Default: this process sends the requests. */
  readonly queue?: QueueOptions | undefined;
  /** Measures latency: one request at a time, after a warm-up, without a cache. */
  readonly latency?: LatencyOptions | undefined;
  /** A run to continue, or `true` for the newest unfinished run of this benchmark. */
  readonly resume?: string | true | undefined;
  /**
   * A run with failed trials to send again, and nothing else; or `true` for the newest run of this benchmark
   * with failed trials.
   */
  readonly retryErrors?: string | true | undefined;
  /** Stored answers that replace requests; new answers of the run are added to them. */
  readonly known?: KnownAnswers | undefined;
  /** Ends the run when another backend answers a variant than before. */
  readonly failOnDrift?: boolean | undefined;
  /** Called when another backend answers a variant than before. */
  readonly onDrift?: (sentence: string) => void;
  /** Probes each model first on a few cases: whether it honours its seed. */
  readonly probe?: boolean | undefined;
  /** Called with the result of each probed model. */
  readonly onProbe?: (entry: SeedReportEntry) => void;
  /** Called once, before the first request of the run itself. */
  readonly onStart?: (started: StartedRun) => void;
  /** Called with each answer that waits for a judge, before its row. */
  readonly onAnswer?: () => void;
  /** Called with each stored row, in order of completion. */
  readonly onRow?: (row: Row) => void;
}

/** A run before its first request. */
export interface StartedRun {
  /** The checked benchmark. */
  readonly benchmark: Benchmark;
  /** Path of the run's folder. */
  readonly folder: string;
  /** Number of trials of the run, including stored and reused ones. */
  readonly planned: number;
  /** Rows stored before, when the run is resumed. */
  readonly stored: number;
  /** Number of reused answers of earlier runs, without those of chains, which are matched turn by turn. */
  readonly reused: number;
  /** About how many milliseconds the statistics and reports take after the last answer. */
  readonly reportMs: number;
  /** The budget limit that was reached, in a sentence; null if none was. */
  readonly limit: () => string | null;
}

/** A finished run, or one that ended early. */
export interface FinishedRun {
  /** Path of the run's folder. */
  readonly folder: string;
  /** The content of `report.json`. */
  readonly report: WordedReport;
  /** Some failing cases, with the expected and the actual answer. */
  readonly failing: FailingCases;
  /** The report files written, by path. */
  readonly files: readonly string[];
  /** Why the run ended early, such as a budget limit or a changed backend, in a sentence; null if it did not. */
  readonly stoppedBy: string | null;
  /** Warnings about the run that do not concern its result. */
  readonly warnings: readonly string[];
}
