export { answerText } from "./model/answer-text.ts";
export { defineBenchmark } from "./benchmark/benchmark.ts";
export type { Benchmark, BenchmarkDefinition, Variant } from "./benchmark/benchmark.ts";
export { accessOf, type ModelAccess, type ModelEntry } from "./model/model-entry.ts";
export { benchmarkFile } from "./benchmark/benchmark-file.ts";
export type { BenchmarkFile } from "./benchmark/benchmark-file.ts";
export type { CasesSpec } from "./benchmark/cases-spec.ts";
export { RowFilterSpec } from "./benchmark/cases-spec.ts";
export { accessShape, HeadersSpec } from "./model/access-spec.ts";
export { NonEmptyText, ReasoningSpec } from "./benchmark/spec-parts.ts";
export { isObject } from "./is-object.ts";
export { irregularKind } from "./irregular-kind.ts";
export { isBlank } from "./benchmark/blank.ts";
export type { Choice, Recommendation } from "./report/recommendation.ts";
export { SliceColumn } from "./benchmark/slice-column.ts";
export type { SlicedCases } from "./benchmark/slice-column.ts";
export type { Classification, ClassRate, ClassResult, VariantClasses } from "./report/classification.ts";
export type { AdjustedDifference, CovariateReport } from "./report/covariates.ts";
export type { RatingEstimate, RatingReport, StyleEffect, VariantRating } from "./report/ratings.ts";
export { baselinePair, besidePhrasings, isPhrasingPair } from "./report/phrasing-pairs.ts";
export type {
  PhrasedVariant,
  PhrasingDifference,
  PhrasingFairness,
  PhrasingMean,
  PhrasingReason,
  PhrasingReport,
} from "./report/phrasings.ts";
export type { SliceComparison, SliceInteraction, SliceReport, SliceWarning } from "./report/slices.ts";
export { afterTurns, caseOfAll, ChainPreview, chainsOf, CONVERSATION_VAR, earlierAnswers } from "./case/chain.ts";
export { Turn } from "./case/turn.ts";
export { promptedCase } from "./record/prompted-case.ts";
export { checkBenchmark } from "./benchmark/check-benchmark.ts";
export type { CaseSummary } from "./benchmark/check-benchmark.ts";
export type {
  BackendStrata,
  Difference,
  FactorEffect,
  Fairness,
  Sharing,
  VariantComparison,
} from "./report/comparison.ts";
export { canonicalJson, contentHash } from "./content-hash.ts";
export { option, OPTION_NAMES, withOptionNames } from "./option-name.ts";
export type { OptionName } from "./option-name.ts";
export { atPath } from "./at-path.ts";
export { boundedText } from "./bounded-text.ts";
export { SameseedError } from "./error.ts";
export type { ErrorCode, FilePath } from "./error.ts";
export { keepDigits, parseExactJson } from "./exact-json.ts";
export { benchmarkHash, describeBenchmark } from "./benchmark/benchmark-record.ts";
export type { BenchmarkRecord } from "./benchmark/benchmark-record.ts";
export {
  DEFAULT_MARGIN,
  ImportedFrom,
  askedTrials,
  trialsToRun,
  excludedPairs,
  isCounted,
  JudgeRecord,
  Manifest,
  PrunedVariant,
  ReusedFrom,
  SequentialRun,
  StoppedModel,
  WorkerRecord,
} from "./record/manifest.ts";
export { NO_NOTE, RunNote } from "./record/run-note.ts";
export { isHeldOut, Split, SplitPart } from "./case/split.ts";
export {
  HumanLabel,
  LabelKey,
  LabelScale,
  LabelSet,
  NewLabel,
  ReviewLabel,
  StoredLabel,
} from "./record/human-label.ts";
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
} from "./report/judge-audit.ts";
export type { Judge, JudgeClient, JudgeQuestion, JudgeReference } from "./scoring/judge.ts";
export { JudgeCall, judgeCostUsd, Judgement, judgementsOf, JudgePurpose } from "./model/judgement.ts";
export type {
  LatencyComparison,
  LatencyMeasure,
  LatencyReport,
  LatencySummary,
  QuantileEstimate,
  RatioDrift,
} from "./report/latency.ts";
export { mapConcurrent } from "./map-concurrent.ts";
export type { Gate } from "./map-concurrent.ts";
export { yamlAliases, yamlValue } from "./yaml-value.ts";
export { visibleText } from "./visible-text.ts";
export { keysNote, withoutKeys } from "./without-keys.ts";
export type { WithoutKeys } from "./without-keys.ts";
export { secretForms, withoutSecretForms } from "./secret-forms.ts";
export { onlyScorer, scoreInWords, scoreMakeup } from "./scoring/score-makeup.ts";
export type { ManifestScorer } from "./scoring/score-makeup.ts";
export { metricValue, passMetric, saysPass } from "./scoring/metric-value.ts";
export { ChatMessage } from "./model/message.ts";
export type { ContentPart } from "./model/message.ts";
export { withKnownParts } from "./model/message-dialects.ts";
export { messageText } from "./model/message-text.ts";
export { compileMessages } from "./prompt/message-template.ts";
export type { MessagesRenderer, TextRenderer } from "./prompt/message-template.ts";
export { takesSeed } from "./benchmark/sent-parameters.ts";
export { ParameterUse } from "./model/parameter-use.ts";
export { ModelParams, ModelParamsSpec } from "./model/model.ts";
export type { Completion, Model, ModelRequest, QuotaNotice, RateLimitNotice } from "./model/model.ts";
export { ANSWER_COLUMNS, ANSWER_FIELDS, answerFields } from "./model/answer.ts";
export type { AnswerField, ColumnType, TokenUsage } from "./model/answer.ts";
export { backendKey, backendName, backendOf, BACKEND_PARTS, isSameBackend } from "./model/backend.ts";
export type { Backend, BackendPart } from "./model/backend.ts";
export { completionMembers } from "./model/completion-member.ts";
export { quickCheck } from "./schema/quick-check.ts";
export type { BatchAnswer, BatchService } from "./model/batch-service.ts";
export type { SharedLimits, SharedPace } from "./model/shared-limits.ts";
export { nearest } from "./nearest.ts";
export { orRemoveIt } from "./scoring/needless-scorer.ts";
export { nestingProblem } from "./nesting.ts";
export { separateReasoning } from "./model/separate-reasoning.ts";
export { Answered, ErrorKind, ModelError, Outcome, Retry } from "./model/outcome.ts";
export { nunjucksSandbox } from "./prompt/nunjucks-sandbox.ts";
export type { SandboxOptions } from "./prompt/nunjucks-sandbox.ts";
export { readPath } from "./prompt/path.ts";
export { BLOCKS_PER_WINDOW, plan } from "./plan/plan.ts";
export { blocksInShard, isInShard, Shard } from "./seeds/shard.ts";
export { Prices } from "./benchmark/prices.ts";
export { compilePrompts } from "./prompt/phrasings.ts";
export { compilePrompt, PromptEntry, promptMessages, PromptPath, PromptSpec } from "./prompt/prompt.ts";
export type {
  PhrasedPrompt,
  Phrasing,
  Prompt,
  PromptFunction,
  PromptInput,
  Rendered,
  SinglePrompt,
} from "./prompt/prompt.ts";
export type {
  AggregateReport,
  BackendSpan,
  Estimate,
  MetricSummary,
  Report,
  Reporter,
  VariantSummary,
} from "./report/report.ts";
export { sampled } from "./benchmark/sample.ts";
export { rememberCases } from "./benchmark/remember-cases.ts";
export { resolveBenchmark } from "./benchmark/resolve-benchmark.ts";
export { unknownId } from "./benchmark/benchmark-mistakes.ts";
export { findVariant } from "./benchmark/find-variant.ts";
export { overallScore, Row, ScorePart, ScoreRecord, Trial } from "./record/row.ts";
export type { Result } from "./record/row.ts";
export type {
  Answer,
  AnswerBlock,
  AnswerScorer,
  BlockScorer,
  DerivedScorer,
  JudgedScorer,
  Score,
  Scorer,
  ReportUnready,
} from "./scoring/scorer.ts";
export type { ScriptFunction, ScriptReader } from "./benchmark/script.ts";
export { SeedReportEntry, SeedSpread, SeedVerdict } from "./record/seed-report.ts";
export { manifestParameters, type ModelParameters, parameterNotes, parameterRows } from "./report/parameter-rows.ts";
export { seedsInWords } from "./report/seeds-in-words.ts";
export { deriveJudgeSeed, deriveSeed, SeedPolicy, seedOf } from "./seeds/seed.ts";
export { select } from "./benchmark/select.ts";
export type { Selection } from "./benchmark/select.ts";
export { template, textOf } from "./prompt/template.ts";
export { textCompletion } from "./model/text-completion.ts";
export { ToolCall } from "./model/tool-call.ts";
export { compileExpression } from "./scoring/expression.ts";
export { isOfSumsAlone, leavesInRows, leavesUnitInterval, ROW_COUNT } from "./scoring/sum-metric.ts";
export { answeringVariants } from "./benchmark/answering-variants.ts";
export { answersCase, TestCase, Vars } from "./case/test-case.ts";
export type { Dataset } from "./case/test-case.ts";
export { withControl } from "./benchmark/with-control.ts";
export { count, dollars, duration, milliseconds, percents, plural } from "./text/quantities.ts";
export { aggregateValues, isPlainNumber, plainNumber, signedNumber } from "./text/aggregate-values.ts";
export { LatencyRun } from "./record/latency-run.ts";

export { recordOf } from "./schema/record-of.ts";
export { formatOfReport, REPORT_FORMAT } from "./report/report-format.ts";
export { settledWithin } from "./settled-within.ts";
export { thrownText } from "./thrown-text.ts";
export { UTF8_HINT, utf8Text } from "./utf8-text.ts";
export { withPath } from "./with-path.ts";
export { verdictWord } from "./report/verdict-word.ts";
export type { Reason, ReasonCode, ReasonFacts, TrialMark } from "./report/reason.ts";
export type {
  WordedAggregateReport,
  WordedComparison,
  WordedFairness,
  WordedJudgeAudit,
  WordedLatencyComparison,
  WordedLatencyReport,
  WordedPhrasingDifference,
  WordedPhrasingReport,
  WordedRecommendation,
  WordedReport,
  WordedSliceReport,
} from "./report/worded-report.ts";
