import { canonicalJson, parseExactJson, type AnswerScorer, textOf } from "@sameseed/core";
import { expectedReader, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";

export interface EqualsOptions extends Omit<ScorerOptions, "expected"> {
  /** As everywhere, or any JSON: `{city: Rome}`. */
  readonly expected?: unknown;
  /** Default false. */
  readonly ignoreCase?: boolean;
  /** Ignores white space around the answer and around the reference. Default true. */
  readonly trim?: boolean;
}

/**
 * 1 if the answer is the reference. JSON compares by content: a reference that is not text (18, true,
 * a list) with the answer read as JSON, and two texts that both hold a JSON object or list.
 */
export function equals(options: EqualsOptions = {}): AnswerScorer {
  const { expected, ignoreCase = false, trim = true } = options;
  const normal = (text: string): string => {
    const trimmed = trim ? text.trim() : text;
    return ignoreCase ? trimmed.toLowerCase() : trimmed;
  };
  return referenceScorer({
    type: "equals",
    options,
    settings: { expected, ignoreCase, trim },
    reference: expectedReader(expected),
    judge(output, reference) {
      const wanted = textOf(reference);
      const same =
        normal(output) === normal(wanted) ||
        sameJson(normal(output), typeof reference === "string" ? normal(wanted) : reference);
      return same ? { value: 1, expected: wanted } : { value: 0, reason: "the answer differs", expected: wanted };
    },
  });
}

function sameJson(output: string, reference: unknown): boolean {
  const wanted = typeof reference === "string" ? parsedContainer(reference) : reference;
  if (wanted === undefined) return false;
  const given = parsed(output);
  return given !== undefined && canonicalJson(given) === canonicalJson(wanted);
}

function parsedContainer(text: string): unknown {
  return /^\s*[[{]/.test(text) ? parsed(text) : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
