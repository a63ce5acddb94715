import type { Row } from "@sameseed/core";

type Json = Readonly<Record<string, unknown>>;

const KINDS: ReadonlySet<unknown> = new Set(["grade", "pairwise", "selection"]);
const PURPOSES: ReadonlySet<unknown> = new Set(["verdict", "swapped", "retest"]);
const ANSWERED: ReadonlySet<unknown> = new Set(["completed", "truncated", "refused"]);

/**
 * True only for what core's schema `Row` takes, in a twentieth of its time: what a run wrote is read back many times.
 * False says nothing: the schema decides, and says what is wrong.
 */
export function isRow(value: unknown): value is Row {
  if (!isObject(value)) return false;
  const { trial, outcome, scores } = value;
  return (
    isObject(trial) &&
    isTrial(trial) &&
    isObject(outcome) &&
    isOutcome(outcome) &&
    isObject(scores) &&
    areScores(scores)
  );
}

function isTrial({ index, order, case: testCase, repeat, variant, prompt, model, seed }: Json): boolean {
  return (
    isCount(index) &&
    isCount(order) &&
    isCount(repeat) &&
    (seed === null || Number.isSafeInteger(seed)) &&
    isText(variant) &&
    isText(prompt) &&
    isText(model) &&
    isObject(testCase) &&
    isText(testCase["id"]) &&
    testCase["id"] !== "" &&
    isObject(testCase["vars"]) &&
    isOptional(testCase["cluster"], isText) &&
    isOptional(testCase["metadata"], isObject)
  );
}

function isOutcome(outcome: Json): boolean {
  const { status, attempts, startedAt, latencyMs, retries } = outcome;
  if (!isCount(attempts) || attempts === 0 || !isText(startedAt) || !(latencyMs === null || isAmount(latencyMs)))
    return false;
  // Failed trials and retries are few: the schema reads them.
  return retries === undefined && ANSWERED.has(status) && isAnswer(outcome);
}

function isAnswer({
  text,
  finishReason,
  systemFingerprint,
  modelVersion,
  usage,
  costUsd,
  ttftMs,
  cached,
  requestId,
  region,
  connectMs,
  toolCalls,
  reasoning,
  reasoningTag,
  meanLogprob,
}: Json): boolean {
  return (
    isTextOrNull(text) &&
    isTextOrNull(finishReason) &&
    isTextOrNull(systemFingerprint) &&
    isTextOrNull(modelVersion) &&
    (usage === null || (isObject(usage) && isNumber(usage["promptTokens"]) && isNumber(usage["completionTokens"]))) &&
    (costUsd === null || isNumber(costUsd)) &&
    (ttftMs === null || isNumber(ttftMs)) &&
    typeof cached === "boolean" &&
    isOptional(requestId, isText) &&
    isOptional(region, isText) &&
    isOptional(connectMs, isAmount) &&
    isOptional(reasoning, isText) &&
    isOptional(reasoningTag, isText) &&
    isOptional(meanLogprob, isNumber) &&
    isOptional(toolCalls, areToolCalls)
  );
}

function areToolCalls(calls: unknown): boolean {
  return (
    Array.isArray(calls) &&
    calls.every(
      (call) => isObject(call) && isTextOrNull(call["id"]) && isText(call["name"]) && isText(call["arguments"]),
    )
  );
}

function areScores(scores: Json): boolean {
  for (const name in scores) {
    const score = scores[name];
    if (!isObject(score)) return false;
    const { value, weight, pass, reason, answer, expected, judgement, counts } = score;
    if (judgement !== undefined && !isJudgement(judgement)) return false;
    if (!(value === null || (isAmount(value) && value <= 1))) return false;
    if (counts !== undefined && !(Array.isArray(counts) && counts.every(isNumber))) return false;
    if (!isOptional(weight, isAmount) || !isOptional(pass, isBoolean)) return false;
    if (!isOptional(reason, isText) || !isOptional(answer, isText) || !isOptional(expected, isText)) return false;
  }
  return true;
}

function isJudgement(judgement: unknown): boolean {
  if (!isObject(judgement) || !Array.isArray(judgement["calls"])) return false;
  const { judge, kind, shown, sharedBy, calls } = judgement;
  if (!isText(judge) || !KINDS.has(kind) || (sharedBy !== undefined && !(isCount(sharedBy) && sharedBy >= 2)))
    return false;
  if (shown !== undefined && !(Array.isArray(shown) && shown.every(isText))) return false;
  return (calls as readonly unknown[]).every(isJudgeCall);
}

function isJudgeCall(call: unknown): boolean {
  if (!isObject(call)) return false;
  const { purpose, step, question, seed, text, value, attempts, cached, error } = call;
  // Calls that failed are few: the schema reads them.
  return (
    error === undefined &&
    PURPOSES.has(purpose) &&
    isOptional(step, isText) &&
    isOptional(question, isText) &&
    (seed === null || Number.isSafeInteger(seed)) &&
    isTextOrNull(text) &&
    (value === null || (isAmount(value) && value <= 1)) &&
    isTextOrNull(call["modelVersion"]) &&
    isTextOrNull(call["systemFingerprint"]) &&
    ["promptTokens", "completionTokens", "costUsd", "latencyMs"].every(
      (key) => call[key] === null || isNumber(call[key]),
    ) &&
    isCount(attempts) &&
    attempts > 0 &&
    typeof cached === "boolean"
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}
