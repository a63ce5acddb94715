import { SameseedError, type AnswerScorer } from "@sameseed/core";
import { boundedPattern } from "../code/bounded-pattern.ts";
import { noReference, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";

export interface RegexOptions extends Omit<ScorerOptions, "expected"> {
  /** JavaScript's flags, e.g. `i`. Default: those of the pattern, if any. */
  readonly flags?: string;
  /** For one answer: a pattern may need more time than there is. Default 1,000. */
  readonly timeoutMs?: number | undefined;
}

/** 1 if the pattern matches somewhere in the answer. Errors: `BAD_BENCHMARK` for a pattern that does not compile. */
export function regex(pattern: string | RegExp, options: RegexOptions = {}): AnswerScorer {
  const compiled = compile(pattern, options.flags);
  const search = boundedPattern(compiled, options.timeoutMs);
  return referenceScorer({
    type: "regex",
    options,
    settings: { pattern: compiled.source, flags: compiled.flags, timeoutMs: options.timeoutMs },
    reference: noReference,
    judge(output) {
      const match = search(output, (one) => one.exec(output));
      const expected = String(compiled);
      return match === null
        ? { value: 0, reason: "the pattern does not match", expected }
        : { value: 1, answer: match[0], expected };
    },
  });
}

function compile(pattern: string | RegExp, flags: string | undefined): RegExp {
  const source = typeof pattern === "string" ? pattern : pattern.source;
  if (source.includes("{{")) {
    throw new SameseedError(
      "BAD_BENCHMARK",
      `The pattern ${JSON.stringify(source)} has "{{", but a pattern is not a template.`,
      {
        hint: 'Use contains: {expected: "{{answer}}"} for text of the case, or escape the braces.',
      },
    );
  }
  try {
    return new RegExp(source, flags ?? (typeof pattern === "string" ? "" : pattern.flags));
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The pattern ${JSON.stringify(source)} does not compile.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}
