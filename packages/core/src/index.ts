export { answerText } from "./answer-text.ts";
export { defineBenchmark } from "./benchmark.ts";
export type { Benchmark, BenchmarkDefinition, CheckedPrompts, ModelEntry, Variant, VariantEntry } from "./benchmark.ts";
export { benchmarkFile, CasesSpec, ModelSpec } from "./benchmark-file.ts";
export type { BenchmarkFile } from "./benchmark-file.ts";
export { checkBenchmark } from "./check-benchmark.ts";
export type { CaseCensus } from "./check-benchmark.ts";
export type { BackendStrata, Difference, FactorEffect, Fairness, Sharing, VariantComparison } from "./comparison.ts";
export { canonicalJson, contentHash } from "./content-hash.ts";
export { SameseedError } from "./error.ts";
export type { ErrorCode, ErrorDetails } from "./error.ts";
export {
  benchmarkHash,
  DEFAULT_MARGIN,
  describeBenchmark,
  ImportedFrom,
  isCounted,
  JudgeRecord,
  Manifest,
  ReusedFrom,
  RunState,
  SequentialRun,
} from "./manifest.ts";
export type { BenchmarkRecord } from "./manifest.ts";
export { HumanLabel, LabelKey, LabelScale, LabelSet, StoredLabel } from "./human-label.ts";
export type {
  Agreement,
  AuditRate,
  Coefficient,
  Contradiction,
  CorrectedEstimate,
  JudgeAudit,
  JudgeBackend,
  PeopleAudit,
  SelfPreference,
} from "./judge-audit.ts";
export type { Judge, JudgeDesk, JudgeQuestion, JudgeReference } from "./judge.ts";
export { JudgeCall, judgeCostUsd, Judgement, judgementsOf, JudgePurpose } from "./judgement.ts";
export { LatencyRun } from "./latency.ts";
export type {
  LatencyComparison,
  LatencyMeasure,
  LatencyReport,
  LatencySummary,
  QuantileEstimate,
  RatioDrift,
} from "./latency.ts";
export { mapConcurrent } from "./map-concurrent.ts";
export type { Gate } from "./map-concurrent.ts";
export { metricValue, passMetric, saysPass } from "./metric-value.ts";
export { ChatMessage } from "./message.ts";
export type { AudioPart, ContentPart, FilePart, ImagePart, MessageToolCall, TextPart } from "./message.ts";
export { messageText } from "./message-text.ts";
export { compileMessages } from "./message-template.ts";
export type { MessagesRenderer, PromptMessages, TextRenderer } from "./message-template.ts";
export { ModelParams, ModelParamsSpec } from "./model.ts";
export type { Completion, Model, ModelRequest, QuotaNotice, RateLimitNotice, TokenUsage } from "./model.ts";
export { nearest } from "./nearest.ts";
export { Answered, ErrorKind, Failed, ModelError, Outcome, Retry } from "./outcome.ts";
export type { ModelErrorDetails } from "./outcome.ts";
export { readPath } from "./path.ts";
export { BLOCKS_PER_WINDOW, plan } from "./plan.ts";
export type { PlanOptions } from "./plan.ts";
export { Prices } from "./prices.ts";
export { compilePrompt, PromptEntry, promptMessages, PromptSpec } from "./prompt.ts";
export type { Prompt, PromptFunction, PromptInput, Rendered } from "./prompt.ts";
export type {
  AggregateReport,
  BackendSpan,
  Estimate,
  MetricSummary,
  Report,
  Reporter,
  VariantSummary,
} from "./report.ts";
export { rememberCases } from "./remember-cases.ts";
export { resolveBenchmark, unknownId } from "./resolve-benchmark.ts";
export type { ModelFromId } from "./resolve-benchmark.ts";
export { overallScore, Row, ScorePart, ScoreRecord, Trial } from "./row.ts";
export type { Result } from "./row.ts";
export type { Answer, AnswerBlock, BlockAnswer, Score, Scorer } from "./scorer.ts";
export type { ScriptFunction, ScriptReader } from "./script.ts";
export { SeedLedgerEntry, SeedSpread, SeedVerdict } from "./seed-ledger.ts";
export { deriveJudgeSeed, deriveSeed, SeedPolicy, seedOf } from "./seed.ts";
export type { JudgeAddress, SeedPlan } from "./seed.ts";
export { select } from "./select.ts";
export type { Selection } from "./select.ts";
export { template, textOf } from "./template.ts";
export type { Template, TemplateVars } from "./template.ts";
export { ResponseFormat, ToolCall, ToolChoice, ToolDefinition } from "./tool-call.ts";
export { TestCase, Vars } from "./test-case.ts";
export type { Dataset } from "./test-case.ts";
export { withControl } from "./with-control.ts";
