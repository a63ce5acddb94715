export { ifeval } from "./ifeval/ifeval.ts";
export { answerRelevance } from "./judges/answer-relevance.ts";
export { modelGradedClassify } from "./judges/model-graded-classify.ts";
export { closedqa, modelGradedClosedqa } from "./judges/closedqa.ts";
export { contextFaithfulness, contextRecall, contextRelevance } from "./judges/context-scorers.ts";
export { factuality } from "./judges/factuality.ts";
export { gEval } from "./judges/g-eval.ts";
export { llmRubric } from "./judges/llm-rubric.ts";
export { pairwise } from "./judges/pairwise.ts";
export { selectBest } from "./judges/select-best.ts";
export { score } from "./score.ts";
export { assert, ScorerSpecs } from "./specs/scorer-spec.ts";
export type { ScorerSpec } from "./specs/scorer-spec.ts";
export { assertMetric } from "./scorers/assert.ts";
export { assertSet } from "./scorers/assert-set.ts";
export { choice } from "./scorers/choice.ts";
export { classifier } from "./scorers/classifier.ts";
export { codeExecution } from "./scorers/code-execution.ts";
export {
  contains,
  containsAll,
  containsAny,
  icontains,
  icontainsAll,
  icontainsAny,
  startsWith,
} from "./scorers/contains.ts";
export { custom } from "./scorers/custom.ts";
export { derived } from "./scorers/derived.ts";
export { equals } from "./scorers/equals.ts";
export { exactMatch } from "./scorers/exact-match.ts";
export { fuzzyMatch, wordF1 } from "./scorers/fuzzy-match.ts";
export { containsJson, isJson } from "./scorers/is-json.ts";
export type { IsJsonOptions } from "./scorers/is-json.ts";
export { containsHtml, containsXml, isHtml, isXml } from "./scorers/is-markup.ts";
export { isRefusal } from "./scorers/is-refusal.ts";
export { containsSql, isSql } from "./scorers/is-sql.ts";
export { javascript } from "./scorers/javascript.ts";
export { jsonMatch } from "./scorers/json-match.ts";
export { levenshtein } from "./scorers/levenshtein.ts";
export { meteor } from "./scorers/meteor.ts";
export { numeric } from "./scorers/numeric.ts";
export { cost, finishReason, latency, perplexity, wordCount } from "./scorers/outcome-scorers.ts";
export { python } from "./scorers/python.ts";
export { regex } from "./scorers/regex.ts";
export { similar } from "./scorers/similar.ts";
export { bleu, chrf, gleu, rougeL, rougeLsum, rougeN, ter } from "./scorers/text-metric.ts";
export { conversationRelevance } from "./judges/conversation-relevance.ts";
export { maxScore } from "./scorers/max-score.ts";
export { moderation } from "./scorers/moderation.ts";
export { toolArgsMatch, toolSequence, toolUsed } from "./scorers/tool-use.ts";
export { isValidFunctionCall, isValidOpenaiToolsCall, toolCallF1 } from "./scorers/tool-call.ts";
export { webhook } from "./scorers/webhook.ts";
export { corpusBleu } from "./text-metrics/bleu.ts";
export { corpusChrf } from "./text-metrics/chrf.ts";
export { corpusTer } from "./text-metrics/ter.ts";
