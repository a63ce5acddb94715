import type { Assertion, AssertionContext } from "./assertion-context.ts";
import { isNothing } from "./assertion-values.ts";
import { judgePrompt } from "./judge-prompt.ts";
import { inside } from "./place.ts";
import { type Fields, isFileReference, isObject, isScript } from "./reading.ts";
import { transformOf } from "./transform-code.ts";

const isScriptReference = (prompt: unknown): prompt is string => isFileReference(prompt) && isScript(prompt);

const QUESTION_VARS = ["question", "query", "input", "instruction"];
/** promptfoo's threshold for an assertion without one. */
const THRESHOLDS: Readonly<Record<string, number>> = {
  "g-eval": 0.7,
  "answer-relevance": 0.5,
  "context-faithfulness": 0.5,
  "context-recall": 0.5,
  "context-relevance": 0.5,
  "conversation-relevance": 0.5,
};

const NEEDS_VALUE = new Set([
  "llm-rubric",
  "trajectory:goal-success",
  "model-graded-closedqa",
  "factuality",
  "model-graded-factuality",
  "g-eval",
  "context-recall",
]);

/** The judge's `pass` counts, and its score only where the assertion has a threshold. */
const USES_PASS: ReadonlySet<string> = new Set(["llm-rubric", "trajectory:goal-success"]);

/** promptfoo's names that differ from those of the scorers. */
const NAMES: Readonly<Record<string, string>> = {
  "model-graded-factuality": "factuality",
  "trajectory:goal-success": "llm-rubric",
};

export const EMPTY_ENTRIES = "its empty entries are left out";
/** An assertion that was left out with a warning. */
export const LEFT = Symbol("left out");

/** An assertion that a model judges; undefined for any other. */
export function judged(
  given: Assertion,
  context: AssertionContext,
): readonly [string, Fields] | typeof LEFT | undefined {
  const assertion = withoutBlanks(given, context);
  const { type, value, threshold, fields, place } = assertion;
  const prompt = fields["rubricPrompt"] ?? context.grading["rubricPrompt"];
  const promptPlace = inside(
    fields["rubricPrompt"] === undefined ? (context.gradingPlace ?? place) : place,
    "rubricPrompt",
  );
  const plain = prompt === undefined ? undefined : judgePrompt(prompt, promptPlace, context.reading);
  // A custom prompt may contain the whole criterion; without one there is nothing to judge by.
  const isEmpty = isNothing(value);
  const own = optionsOf(isEmpty && plain !== undefined ? { ...assertion, value: " " } : assertion, context);
  if (own === undefined) return undefined;
  if (isEmpty && plain === undefined && NEEDS_VALUE.has(type)) {
    context.reading.notes.warn(
      inside(place, "type"),
      `${type} is left out: it has neither a value nor a rubricPrompt of text with {{names}}`,
    );
    return LEFT;
  }
  if (prompt !== undefined && plain === undefined)
    context.reading.notes.warn(
      inside(place, "type"),
      `rubricPrompt is left out, because it is ${isScriptReference(prompt) ? `the script ${prompt}` : "more than text with {{names}}"}: sameseed's own prompt for judges is used`,
    );
  const usesPass = USES_PASS.has(type);
  const judge = context.useJudge(fields["provider"], inside(place, "provider"));
  const least = threshold ?? THRESHOLDS[type] ?? (value === undefined || usesPass ? undefined : 0.5);
  const limit = type === "g-eval" && least !== undefined ? ratedLimit(least) : least;
  if (type === "trajectory:goal-success")
    context.reading.notes.warn(inside(place, "type"), "is judged by the answer, not by a trace");
  const name = Object.hasOwn(NAMES, type) ? NAMES[type]! : type;
  return [
    name,
    {
      ...own,
      // The audit is by metric: another judge's verdicts need a separate metric.
      ...(judge !== undefined && { judge, metric: `${name} by ${judge}` }),
      ...(plain !== undefined && { prompt: plain }),
      ...contextSteps(assertion, context),
      ...(usesPass && { usePass: true }),
      ...(limit !== undefined && { threshold: Math.min(1, Math.max(0, limit)) }),
    },
  ];
}

/** A list of criteria without the blank ones. */
function withoutBlanks(assertion: Assertion, { reading }: AssertionContext): Assertion {
  const { type, value, place } = assertion;
  if (!NEEDS_VALUE.has(type) || !Array.isArray(value) || !value.some(isNothing)) return assertion;
  reading.notes.warn(inside(place, "value"), EMPTY_ENTRIES);
  return { ...assertion, value: value.filter((entry) => !isNothing(entry)) };
}

export const CONTEXT_TYPES: ReadonlySet<string> = new Set([
  "context-faithfulness",
  "context-recall",
  "context-relevance",
]);

/** Code that takes the context out of an answer, after the provider's own. */
function contextSteps({ type, fields, place }: Assertion, { providerTransforms, reading }: AssertionContext): Fields {
  const { contextTransform } = fields;
  if (contextTransform === undefined || !CONTEXT_TYPES.has(type)) return {};
  const at = inside(place, "contextTransform");
  if (/\bmetadata\b/.test(String(contextTransform)))
    reading.notes.warn(at, "reads metadata of the test: those of a response are not kept");
  const own = transformOf(contextTransform, at, reading);
  if (own === undefined) return {};
  return { contextTransform: providerTransforms.length === 0 ? own : [...providerTransforms, own] };
}

/**
 * promptfoo divides a rating by 10; here 1 of 10 is 0 and 10 of 10 is 1. The limit that the same ratings
 * reach, with enough decimals for each mean of ratings.
 */
function ratedLimit(threshold: number): number {
  return Math.floor(((threshold * 10 - 1) / 9) * 1e6) / 1e6;
}

function optionsOf(
  { type, value, fields }: Assertion,
  { vars, literal, question, grading }: AssertionContext,
): Fields | undefined {
  const text = literal(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
  const asked =
    QUESTION_VARS.some((name) => typeof vars[name] === "string") || question === undefined
      ? {}
      : { question: literal(question) };
  switch (type) {
    case "llm-rubric":
      return { rubric: text };
    case "trajectory:goal-success":
      return { rubric: `The assistant achieved this goal: ${goalOf(value, literal)}` };
    case "model-graded-closedqa":
      return { criteria: text, ...asked };
    case "factuality":
    case "model-graded-factuality": {
      const scores = grading["factuality"];
      return { expected: text, ...asked, ...(scores !== undefined && { scores }) };
    }
    case "g-eval":
      return { criteria: Array.isArray(value) ? value.map((entry) => literal(String(entry))) : text };
    case "answer-relevance":
      return asked;
    case "conversation-relevance": {
      const { windowSize } = isObject(fields["config"]) ? fields["config"] : {};
      return Number.isInteger(windowSize) && Number(windowSize) >= 1 ? { window: windowSize } : {};
    }
    case "context-faithfulness":
    case "context-relevance":
      return asked;
    case "context-recall":
      return { expected: text };
    default:
      return undefined;
  }
}

/** A text, or `{goal}`. */
function goalOf(value: unknown, literal: (text: string) => string): string {
  const goal = isObject(value) ? value["goal"] : value;
  return literal(typeof goal === "string" ? goal : (JSON.stringify(goal) ?? ""));
}
