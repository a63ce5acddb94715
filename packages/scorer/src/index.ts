export { answerChoice } from "./answer-choice.ts";
export { answerNumber } from "./answer-number.ts";
export type { Mark } from "./answer-part.ts";
export type { CommonOptions } from "./common-options.ts";
export type { TextsOptions } from "./expected-texts.ts";
export { findJson } from "./find-json.ts";
export type { FoundJson } from "./find-json.ts";
export { ifeval } from "./ifeval/ifeval.ts";
export type { IfevalOptions } from "./ifeval/ifeval.ts";
export type { JsonSchema } from "./json-schema.ts";
export type { Judgement } from "./judgement.ts";
export type { FoundNumber } from "./read-number.ts";
export type { ScorerOptions } from "./reference-scorer.ts";
export { score } from "./score.ts";
export type { ScoreOptions } from "./score.ts";
export type { ScorerContext } from "./scorer-context.ts";
export { assert, scorerFromSpec, ScorerSpec } from "./scorer-spec.ts";
export { assertMetric } from "./scorers/assert.ts";
export type { AssertMetricOptions, AssertOptions } from "./scorers/assert.ts";
export { assertSet } from "./scorers/assert-set.ts";
export type { AssertSetOptions } from "./scorers/assert-set.ts";
export { choice } from "./scorers/choice.ts";
export type { ChoiceOptions } from "./scorers/choice.ts";
export { codeExecution } from "./scorers/code-execution.ts";
export type { CodeExecutionOptions } from "./scorers/code-execution.ts";
export {
  contains,
  containsAll,
  containsAny,
  icontains,
  icontainsAll,
  icontainsAny,
  startsWith,
} from "./scorers/contains.ts";
export type { ContainsOptions, StartsWithOptions } from "./scorers/contains.ts";
export { custom } from "./scorers/custom.ts";
export { derived } from "./scorers/derived.ts";
export type { DerivedOptions, ScoreValues } from "./scorers/derived.ts";
export { equals } from "./scorers/equals.ts";
export type { EqualsOptions } from "./scorers/equals.ts";
export { exactMatch } from "./scorers/exact-match.ts";
export type { ExactMatchOptions } from "./scorers/exact-match.ts";
export { fuzzyMatch, wordF1 } from "./scorers/fuzzy-match.ts";
export { containsJson, isJson } from "./scorers/is-json.ts";
export type { IsJsonOptions } from "./scorers/is-json.ts";
export { containsXml, isHtml, isXml } from "./scorers/is-markup.ts";
export type { IsXmlOptions } from "./scorers/is-markup.ts";
export { isRefusal } from "./scorers/is-refusal.ts";
export { isSql } from "./scorers/is-sql.ts";
export type { IsSqlOptions } from "./scorers/is-sql.ts";
export { javascript } from "./scorers/javascript.ts";
export type { JavascriptOptions } from "./scorers/javascript.ts";
export { jsonMatch } from "./scorers/json-match.ts";
export { levenshtein } from "./scorers/levenshtein.ts";
export type { LevenshteinOptions } from "./scorers/levenshtein.ts";
export { numeric } from "./scorers/numeric.ts";
export type { NumericOptions } from "./scorers/numeric.ts";
export { cost, finishReason, latency, wordCount } from "./scorers/outcome-scorers.ts";
export type { CostOptions, FinishReasonOptions, LatencyOptions, WordCountOptions } from "./scorers/outcome-scorers.ts";
export { python } from "./scorers/python.ts";
export type { PythonOptions } from "./scorers/python.ts";
export { regex } from "./scorers/regex.ts";
export type { RegexOptions } from "./scorers/regex.ts";
export { similar } from "./scorers/similar.ts";
export type { SimilarityMeasure, SimilarOptions, TextEmbedder } from "./scorers/similar.ts";
export { bleu, chrf, gleu, rougeL, rougeLsum, rougeN, ter } from "./scorers/text-metric.ts";
export type { BleuOptions, ChrfOptions, RougeNOptions, RougeOptions, TerOptions } from "./scorers/text-metric.ts";
export { isValidOpenaiToolsCall, toolCallF1 } from "./scorers/tool-call.ts";
export type { IsValidOpenaiToolsCallOptions, ToolDefinition } from "./scorers/tool-call.ts";
export { webhook } from "./scorers/webhook.ts";
export type { WebhookOptions } from "./scorers/webhook.ts";
export { corpusBleu, sentenceBleu } from "./text-metrics/bleu.ts";
export { corpusChrf, sentenceChrf } from "./text-metrics/chrf.ts";
export { corpusTer, sentenceTer } from "./text-metrics/ter.ts";
export type { PatternStep } from "./pattern-step.ts";
export type { Transform } from "./transform.ts";
