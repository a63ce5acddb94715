import { SameseedError, type Score, type AnswerScorer, textOf } from "@sameseed/core";
import { answerNumber } from "../answer/answer-number.ts";
import { type Mark, MARKS } from "../answer/answer-part.ts";
import { DOUBLE_DIGITS, type FoundNumber, readNumbers } from "../answer/read-number.ts";
import { expectedReader, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";

export interface NumericOptions extends ScorerOptions {
  /** Largest difference that still counts as equal, in the answer's own unit. Default 0. */
  readonly tolerance?: number;
  /** The same as a share of the expected number: 0.01 is one percent. Default 0. */
  readonly relativeTolerance?: number;
  /**
   * An answer without a number: `wrong` (default, 0: there was an answer and it has no number, as published
   * accuracies count it) or `unscored` (null). A trial that failed is null in any case.
   */
  readonly noNumber?: "wrong" | "unscored";
  /**
   * Places of the answer's number, tried in this order. Default `["hashes", "boxed", "json", "line",
   * "last"]`; `["json"]` counts only the JSON member `answer`, which is the rule of ZeroEval's published
   * accuracies.
   */
  readonly marks?: readonly Mark[];
}

/**
 * 1 if the number of the answer is the number of the reference. The answer's number is the marked one
 * (see `answerNumber`), else the last of the text. Percent signs and units are not compared: 50% is 50,
 * not 0.5, as ZeroEval and lm-evaluation-harness read it.
 */
export function numeric(options: NumericOptions = {}): AnswerScorer {
  const { expected, tolerance = 0, relativeTolerance = 0, noNumber = "wrong", marks = MARKS } = options;
  const read = expectedReader(expected);
  return referenceScorer({
    type: "numeric",
    options,
    settings: { expected, tolerance, relativeTolerance, noNumber, marks },
    reference(testCase, where) {
      const wanted = read(testCase, where);
      const found: FoundNumber | undefined =
        typeof wanted === "number"
          ? { text: String(wanted), value: wanted }
          : (answerNumber(textOf(wanted)) ?? readNumbers(textOf(wanted)).at(-1));
      if (found !== undefined) return found;
      throw new SameseedError(
        "BAD_BENCHMARK",
        `${where}: the expected answer ${shortened(textOf(wanted))} has no number.`,
        {
          hint: "Point `expected` at the field with the number.",
        },
      );
    },
    judge(output, wanted): Score {
      const found = answerNumber(output, marks);
      if (found === undefined)
        return { value: noNumber === "wrong" ? 0 : null, reason: "no number in the answer", expected: wanted.text };
      const compared = { answer: found.text, expected: wanted.text };
      const allowed = Math.max(tolerance, relativeTolerance * Math.abs(wanted.value));
      return isSame(found, wanted) || (allowed > 0 && isWithin(found.value, wanted.value, allowed))
        ? { value: 1, ...compared }
        : { value: 0, reason: "a different number", ...compared };
    },
  });
}

/** By their digits where a double cannot hold them; `499.99999999999994` is the 500 of a model that calculated with doubles. */
function isSame(found: FoundNumber, wanted: FoundNumber): boolean {
  const [foundDigits, wantedDigits] = [countDigits(found), countDigits(wanted)];
  const isByDigits =
    found.digits !== undefined && wanted.digits !== undefined && Math.max(foundDigits, wantedDigits) > DOUBLE_DIGITS;
  if (isByDigits ? found.digits === wanted.digits : found.value === wanted.value) return true;
  const mayBeNoise =
    found.digits?.includes(".") === true && foundDigits >= DOUBLE_DIGITS && wantedDigits <= NOISE_DIGITS;
  return mayBeNoise && Number(found.value.toPrecision(NOISE_DIGITS)) === wanted.value;
}

/** Digits that noise of calculations leaves untouched. */
const NOISE_DIGITS = 12;

function countDigits({ digits = "" }: FoundNumber): number {
  return digits.replaceAll(/\D/g, "").replace(/^0+/, "").length;
}

/** A tolerance for rounding, so that 1.01 is within 0.01 of 1. */
function isWithin(value: number, wanted: number, allowed: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(wanted));
  return Math.abs(value - wanted) <= allowed + rounding;
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
