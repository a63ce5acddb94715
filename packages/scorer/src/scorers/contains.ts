import { SameseedError, type AnswerScorer, type TestCase } from "@sameseed/core";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { referenceScorer } from "../reference-scorer.ts";

export interface ContainsOptions extends TextsOptions {
  /** With several: must `all` of them occur (default), or `any`? */
  readonly match?: "all" | "any" | undefined;
}

/** 1 if the answer contains the reference exactly. */
export function contains(options: ContainsOptions = {}): AnswerScorer {
  return containing("contains", options);
}

/** 1 if the answer contains all of the references. */
export function containsAll(options: TextsOptions = {}): AnswerScorer {
  return containing("contains-all", { ...options, match: "all" });
}

/** 1 if the answer contains one of the references. */
export function containsAny(options: TextsOptions = {}): AnswerScorer {
  return containing("contains-any", { ...options, match: "any" });
}

/** 1 if the answer contains the reference, ignoring case. */
export function icontains(options: ContainsOptions = {}): AnswerScorer {
  return containing("icontains", options);
}

/** 1 if the answer contains all of the references, ignoring case. */
export function icontainsAll(options: TextsOptions = {}): AnswerScorer {
  return containing("icontains-all", { ...options, match: "all" });
}

/** 1 if the answer contains one of the references, ignoring case. */
export function icontainsAny(options: TextsOptions = {}): AnswerScorer {
  return containing("icontains-any", { ...options, match: "any" });
}

export interface StartsWithOptions extends TextsOptions {
  /** Ignores white space before the answer. Default true. */
  readonly trim?: boolean | undefined;
}

/** 1 if the answer starts with the reference, or with one of them. */
export function startsWith(options: StartsWithOptions = {}): AnswerScorer {
  const { expected: given, trim = true } = options;
  return referenceScorer({
    type: "starts-with",
    options,
    settings: { expected: given, ...(trim ? {} : { trim }) },
    reference: filledTexts(given),
    judge(output, wanted) {
      const text = trim ? output.trimStart() : output;
      const expected = list(wanted, "or");
      return wanted.some((start) => text.startsWith(start))
        ? { value: 1, expected }
        : { value: 0, reason: "the answer starts otherwise", expected };
    },
  });
}

function containing(type: string, options: ContainsOptions): AnswerScorer {
  const { expected, match = "all" } = options;
  const fold = type.startsWith("icontains") ? (text: string) => text.toLowerCase() : (text: string) => text;
  return referenceScorer({
    type,
    options,
    settings: { expected, match },
    reference: filledTexts(expected),
    judge(output, wanted) {
      const text = fold(output);
      const missing = wanted.filter((part) => !text.includes(fold(part)));
      const value = missing.length === 0 || (match === "any" && missing.length < wanted.length) ? 1 : 0;
      const reference = list(wanted, match === "all" ? "and" : "or");
      return value === 1
        ? { value, expected: reference }
        : { value, reason: `missing: ${missing.map((part) => JSON.stringify(part)).join(", ")}`, expected: reference };
    },
  });
}

function filledTexts(expected: TextsOptions["expected"]): (testCase: TestCase, where: string) => readonly string[] {
  const read = expectedTexts(expected);
  return (testCase, where) => {
    const wanted = read(testCase, where);
    if (wanted.length > 0 && wanted.every((text) => text !== "")) return wanted;
    throw new SameseedError("BAD_BENCHMARK", `${where}: the expected text is empty, and every answer contains that.`, {
      hint: "Fill the field in, or leave the case out.",
    });
  };
}

function list(texts: readonly string[], joint: "and" | "or"): string {
  return texts.length === 1 ? texts[0]! : texts.map((text) => JSON.stringify(text)).join(` ${joint} `);
}
