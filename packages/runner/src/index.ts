export { batched } from "./batch/batched.ts";
export type { BatchEvent } from "./batch/batched.ts";
export { openBatchLog } from "./batch/batch-log.ts";
export type { BatchLog } from "./batch/batch-log.ts";
export { budgetMeter } from "./budget/budget.ts";
export type { Budget, BudgetMeter } from "./budget/budget-meter.ts";
export type { Spent } from "./budget/spending-limit.ts";
export { identityPart, partsOf } from "./cache/cache-key.ts";
export type { CacheParts } from "./cache/cache-key.ts";
export { hasCache, openCache, removeCache } from "./cache/cache-store.ts";
export { cached, isCacheable } from "./cache/cached.ts";
export type { CacheMode } from "./cache/cached.ts";
export { explainCache } from "./cache/explain-cache.ts";
export type { CacheExplanation } from "./cache/explain-cache.ts";
export { csv, dataset, fromSpec, json, jsonl, parquet, xlsx } from "./datasets/file-dataset.ts";
export type { RecordColumns } from "./datasets/record-columns.ts";
export { generate } from "./datasets/generate.ts";
export { download } from "./datasets/download.ts";
export { readRecords } from "./datasets/read-records.ts";
export { CLOCK, clockVariants } from "./latency-clock.ts";
export { echo } from "./models/echo.ts";
export { fake } from "./models/fake.ts";
export { openJudgeClient, storedJudgeClient } from "./judges/judge-client.ts";
export { KnownCalls } from "./judges/known-calls.ts";
export type { AskedCall } from "./judges/known-calls.ts";
export { azure, azureResponses } from "./models/azure.ts";
export { aiSdk } from "./models/ai-sdk.ts";
export type { AiSdkModel, AiSdkOptions } from "./models/ai-sdk.ts";
export { checked } from "./models/checked.ts";
export { http } from "./models/http.ts";
export type { HttpOptions } from "./models/http.ts";
export type { OutputFunction } from "./models/http-output.ts";
export { openai, openaiResponses } from "./models/openai.ts";
export {
  anthropic,
  bedrock,
  bedrockConverse,
  deepseek,
  google,
  groq,
  llamacpp,
  lmstudio,
  mistral,
  ollama,
  openrouter,
  vllm,
  xai,
} from "./models/providers.ts";
export { SERVICE_NAMES, serviceFromId } from "./models/service-from-id.ts";
export type { ServiceOptions } from "./models/service-model.ts";
export { localServers } from "./providers/engine-facts.ts";
export { PROVIDERS } from "./providers/provider-profiles.ts";
export { recorded } from "./models/recorded.ts";
export { isModelSpec, modelFromSpec, ModelSpec } from "./models/specs/model-spec.ts";
export { simulated } from "./models/simulated.ts";
export type { SimulatedOptions } from "./models/simulated.ts";
export { wrapModel } from "./models/wrap-model.ts";
export {
  addLabelKeys,
  copyLabels,
  labelsByRow,
  labelSets,
  readLabelKeys,
  readLabels,
  writeLabels,
} from "./labels/label-store.ts";
export { openRun } from "./store/open-run.ts";
export { knownAnswers } from "./store/known-answers.ts";
export type { KnownAnswers, ReusedAnswers } from "./store/known-answers.ts";
export type { OpenRun } from "./store/write-run.ts";
export { hasFailedJudge } from "./store/waiting-trials.ts";
export { probe } from "./probe/probe.ts";
export type { ProbedCase, ProbeOptions, TextDistance } from "./probe/probe.ts";
export { priced } from "./prices/priced.ts";
export { isBilled, priceTable } from "./prices/price-table.ts";
export type { PriceOf, PriceTable } from "./prices/price-table.ts";
export { nunjucksPrompt } from "./prompts/nunjucks-prompt.ts";
export { promptFiles } from "./prompts/prompt-files.ts";
export { withFiles } from "./prompts/with-files.ts";
export { promptsFromSpec } from "./prompts/prompts-from-spec.ts";
export type { PromptSources } from "./prompts/prompts-from-spec.ts";
export { Traffic } from "./rate/traffic.ts";
export { checkedRow, openStoredRows, readRows } from "./store/read-rows.ts";
export { mergeShards } from "./store/merge-shards.ts";
export { readShards } from "./store/shard-set.ts";
export { replay } from "./store/replay.ts";
export { rowLines } from "./store/row-lines.ts";
export { indexRows } from "./store/row-index.ts";
export { rowsDigest } from "./store/rows-digest.ts";
export type { RowIndex } from "./store/row-index.ts";
export { unreadableEntries } from "./store/unreadable-entries.ts";
export { openRowStore } from "./store/row-store.ts";
export { RunHealth } from "./health/run-health.ts";
export type { ServiceEvent } from "./health/run-health.ts";
export { run } from "./run.ts";
export { runAtHand } from "./run-at-hand.ts";
export type { RunOptions } from "./run.ts";
export {
  copyRunFolder,
  createRunFolder,
  findRun,
  listRuns,
  plannedTrials,
  readManifest,
  removeRunFolder,
  runFolder,
  writeManifest,
} from "./store/run-folder.ts";
export { isPattern, matchingFiles } from "./files/matching-files.ts";
export { refuseInput } from "./store/refuse-input.ts";
export { irregularity, requireRegularFile } from "./files/regular-file.ts";
export type { RunFolder } from "./store/run-folder.ts";
export { warmUp } from "./warm-up.ts";
export { makeFolder } from "./files/make-folder.ts";
export { refuseOut, refuseOutput } from "./files/refuse-output.ts";
export { writeDurably, writeWhole } from "./files/durable-file.ts";
export { changeRunNote, readRunNote } from "./labels/run-note.ts";
export { isRunning, lockRun } from "./store/run-lock.ts";
