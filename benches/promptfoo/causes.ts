import type { Response } from "./answers.ts";
import type { Asserted } from "./assertions.ts";

/** The verdict of a test; `passes` is null for an answer without a score. */
export interface Verdict {
  readonly passes: boolean | null;
  readonly value: number | null;
  readonly reason: string;
}

interface Pair {
  readonly answer: Response;
  readonly their: Verdict;
  readonly our: Verdict;
}

interface Cause {
  readonly text: string;
  /** The assertions it concerns, without `not-`. */
  readonly types?: RegExp;
  readonly holds?: (pair: Pair, asserted: Asserted) => boolean;
}

const isValue = ({ answer }: Pair): boolean => typeof answer.output === "number" || typeof answer.output === "boolean";
const isUnscored = ({ our }: Pair): boolean => our.passes === null;

/** A key of the only assertion of a test. */
function given(asserted: Asserted, key: string): unknown {
  return asserted.assert.length === 1 ? (asserted.assert[0] as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** Whether promptfoo's value and ours are on two sides of the threshold, and near each other. */
function straddles({ their, our }: Pair, threshold: unknown, distance: number): boolean {
  if (their.value === null || our.value === null) return false;
  const [low, high] = [Math.min(their.value, our.value), Math.max(their.value, our.value)];
  return low < Number(threshold ?? 0.5) && Number(threshold ?? 0.5) <= high && high - low <= distance;
}

function hasBoth({ their, our }: Pair, values: readonly number[]): boolean {
  return values.every((value) => their.value === value || our.value === value);
}

/** Whether an answer is JSON, but not an object; or a text with an object that is not complete JSON. */
function isNoObject(output: unknown): boolean {
  try {
    const value: unknown = typeof output === "string" ? JSON.parse(output) : output;
    return typeof value !== "object" || value === null || Array.isArray(value);
  } catch {
    return /\{\s*\w+:|Cut off/.test(String(output));
  }
}

/** Assertions that need a part of the response, and whether an answer has it. */
const PARTS: readonly (readonly [type: RegExp, has: (answer: Response) => boolean])[] = [
  [/^finish-reason$/, ({ finishReason }) => finishReason !== undefined],
  [/^cost$/, ({ cost }) => cost !== undefined],
  [/^perplexity(?:-score)?$/, ({ logProbs = [] }) => logProbs.length > 0],
];

/** Differences on purpose; docs/promptfoo-conversion.md names each. */
const CAUSES: readonly Cause[] = [
  {
    text: "all weights are 0: no score",
    types: /^several$/,
    holds: (pair, { assert }) => isUnscored(pair) && assert.every((one) => (one as { weight?: number }).weight === 0),
  },
  {
    text: "the assertion is left out",
    types: /^(?:guardrails|is-valid-(?:openai-)?(?:function|tools)-call|assert-set)$/,
    holds: ({ our }) => our.reason === "the case has no scorers",
  },
  {
    text: "the response lacks a part that the assertion needs: no score",
    types: /^(?:finish-reason|cost|perplexity|perplexity-score)$/,
    holds: (pair, { type }) =>
      isUnscored(pair) && PARTS.some(([of, has]) => of.test(type.replace(/^not-/, "")) && !has(pair.answer)),
  },
  {
    text: "the transform fails, or gives nothing: no score",
    holds: (pair, asserted) =>
      isUnscored(pair) && given(asserted, "transform") !== undefined && /[Tt]ransform/.test(pair.their.reason),
  },
  { text: "a number or boolean of a script is text", types: /^(?:javascript|is-refusal)$/, holds: isValue },
  {
    text: "case of letters counts",
    types: /^(?:bleu|gleu)$/,
    holds: ({ their, our, answer }) =>
      /^hello\n$/.test(String(answer.output)) && hasBoth({ answer, their, our }, [0, 1]),
  },
  {
    text: "other versions of the metric",
    types: /^(?:bleu|gleu)$/,
    holds: (pair, asserted) => straddles(pair, given(asserted, "threshold"), 0.35),
  },
  {
    text: "a schema that does not compile, or of draft 2020-12",
    types: /^(?:is|contains)-json$/,
    holds: ({ their, our }) => /does not compile/.test(our.reason) || /no schema with key/.test(their.reason),
  },
  {
    text: "lists, numbers and texts count as JSON, and objects must be complete",
    types: /^contains-json$/,
    holds: ({ answer }) => isNoObject(answer.output),
  },
  {
    text: "elements must be those of HTML",
    types: /^(?:is|contains)-html$/,
    holds: ({ answer }) => String(answer.output).includes("<c/>"),
  },
  {
    text: "an object or a list is not a refusal",
    types: /^is-refusal$/,
    holds: ({ answer }) => typeof answer.output === "object",
  },
  {
    text: "a call as JSON text or without a list counts",
    types: /^tool-call-f1$/,
    holds: ({ answer }) => !Array.isArray(answer.output) && JSON.stringify(answer.output).includes("arguments"),
  },
  {
    text: "one line with a return runs",
    types: /^javascript$/,
    holds: ({ their }, asserted) =>
      /\breturn\b/.test(String(given(asserted, "value"))) && /Unexpected token 'return'/.test(their.reason),
  },
  {
    text: "the threshold holds next to pass: true",
    types: /^javascript$/,
    holds: (_, asserted) =>
      given(asserted, "threshold") !== undefined && String(given(asserted, "value")).includes("pass: true"),
  },
  {
    text: "a result without a score passes by its pass",
    types: /^javascript$/,
    holds: (_, asserted) => /^\(\{(?=.*\bpass:)(?!.*\bscore:)/.test(String(given(asserted, "value"))),
  },
  {
    text: "not- turns round a missing limit, too",
    types: /^perplexity(?:-score)?$/,
    holds: (_, asserted) => given(asserted, "threshold") === undefined,
  },
];

/** The reason why two verdicts differ on purpose; undefined if none is known. */
export function causeOf(asserted: Asserted, pair: Pair): string | undefined {
  const type = asserted.type.replace(/^not-/, "");
  return CAUSES.find(({ types, holds }) => (types?.test(type) ?? true) && (holds?.(pair, asserted) ?? true))?.text;
}
