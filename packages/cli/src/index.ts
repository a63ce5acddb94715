export { defineBenchmark, ModelError, SameseedError } from "@sameseed/core";
export type {
  Answer,
  Benchmark,
  BenchmarkDefinition,
  ChatMessage,
  Completion,
  Dataset,
  Manifest,
  Model,
  ModelEntry,
  ModelParams,
  ModelRequest,
  PromptInput,
  Prices,
  Report,
  Reporter,
  Row,
  Score,
  Scorer,
  SeedLedgerEntry,
  SeedPolicy,
  Selection,
  TestCase,
} from "@sameseed/core";
export { cached, csv, dataset, fake, json, jsonl, openai, openCache, recorded, simulated } from "@sameseed/runner";
export type { SimulatedOptions } from "@sameseed/runner";
export { contains, custom, equals, icontains, numeric, regex } from "@sameseed/scorer";
export { tiny } from "@sameseed/tiny";
export { runBenchmark } from "./run-benchmark.ts";
export type { FinishedRun, RunBenchmarkOptions, StartedRun } from "./run-benchmark.ts";
