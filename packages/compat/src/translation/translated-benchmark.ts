import type { BenchmarkFile } from "@sameseed/core";

/** A model as a benchmark file has it. The schema of the benchmark file checks its other keys. */
export interface TranslatedModel {
  readonly [key: string]: unknown;
  readonly model: string;
}

/** A benchmark file made from another tool's. */
export type TranslatedBenchmark = BenchmarkFile<TranslatedModel, unknown>;
