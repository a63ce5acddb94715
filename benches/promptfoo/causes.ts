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

/** Differences on purpose; docs/promptfoo-conversion.md names each. */
const CAUSES: readonly Cause[] = [
  {
    text: "all weights are 0: no score",
    types: /^several$/,
    holds: (pair, { assert }) => isUnscored(pair) && assert.every((one) => (one as { weight?: number }).weight === 0),
  },
  { text: "the assertion is left out", holds: ({ our }) => our.reason === "the case has no scorers" },
  {
    text: "the answer cannot be scored: no score",
    holds: (pair) => isUnscored(pair) && /cannot tell/.test(pair.our.reason),
  },
  { text: "a number or boolean of a script is text", holds: isValue },
  { text: "other versions of the metric", types: /^(?:rouge-n|bleu|gleu)$/ },
  { text: "lists, numbers and texts count as JSON, and objects must be complete", types: /^contains-json$/ },
  {
    text: "a schema that does not compile, or of draft 2020-12",
    types: /^(?:is|contains)-json$/,
    holds: ({ their, our }) => /does not compile/.test(our.reason) || /no schema with key/.test(their.reason),
  },
  { text: "elements must be those of HTML", types: /^(?:is|contains)-html$/ },
  { text: "other phrases", types: /^is-refusal$/ },
  { text: "another parser", types: /^(?:is|contains)-sql$/ },
  { text: "a call as JSON text counts", types: /^tool-call-f1$/ },
  {
    text: "one line with a return runs",
    types: /^javascript$/,
    holds: ({ their }) => /Unexpected token 'return'/.test(their.reason),
  },
  {
    text: "the threshold holds next to pass: true",
    types: /^javascript$/,
    holds: ({ our }) => /threshold|^x$|^not-javascript/.test(our.reason),
  },
  {
    text: "a result without a score passes by its pass",
    types: /^javascript$/,
    holds: ({ their }) => /must return a boolean, number, or GradingResu/.test(their.reason),
  },
  { text: "not- turns round a missing limit, too", types: /^perplexity(?:-score)?$/ },
];

/** The reason why two verdicts differ on purpose; undefined if none is known. */
export function causeOf(asserted: Asserted, pair: Pair): string | undefined {
  const type = asserted.type.replace(/^not-/, "");
  return CAUSES.find(({ types, holds }) => (types?.test(type) ?? true) && (holds?.(pair, asserted) ?? true))?.text;
}
