import { SameseedError, type Scorer, type TestCase, textOf } from "@sameseed/core";
import { expectedReader, referenceScorer, type ScorerOptions } from "../reference-scorer.ts";

export interface ContainsOptions extends Omit<ScorerOptions, "expected"> {
  /** One text or several, each a template over the case's vars. Default: the case's `expected`, which may be a list. */
  readonly expected?: ScorerOptions["expected"] | readonly string[];
  /** With several: must `all` of them occur (default), or `any`? */
  readonly match?: "all" | "any";
}

/** 1 when the answer contains the reference, letter for letter. */
export function contains(options: ContainsOptions = {}): Scorer {
  return containing("contains", (text) => text, options);
}

/** 1 when the answer contains the reference in any case of letters. */
export function icontains(options: ContainsOptions = {}): Scorer {
  return containing("icontains", (text) => text.toLowerCase(), options);
}

function containing(type: string, fold: (text: string) => string, options: ContainsOptions): Scorer {
  const { expected, match = "all" } = options;
  const readers = Array.isArray(expected)
    ? expected.map((entry: string) => expectedReader(entry))
    : [expectedReader(expected as ScorerOptions["expected"])];
  return referenceScorer({
    type,
    options,
    settings: { expected, match },
    reference: (testCase: TestCase, where) => {
      const wanted = readers.flatMap((read) => read(testCase, where)).map(textOf);
      if (wanted.length > 0 && wanted.every((text) => text !== "")) return wanted;
      throw new SameseedError(
        "BAD_BENCHMARK",
        `${where}: the expected text is empty, and every answer contains that.`,
        {
          hint: "Fill the field in, or leave the case out.",
        },
      );
    },
    judge(output, wanted) {
      const text = fold(output);
      const missing = wanted.filter((part) => !text.includes(fold(part)));
      const value = missing.length === 0 || (match === "any" && missing.length < wanted.length) ? 1 : 0;
      const quoted = wanted.map((part) => JSON.stringify(part));
      const reference = wanted.length === 1 ? wanted[0]! : quoted.join(match === "all" ? " and " : " or ");
      return value === 1
        ? { value, expected: reference }
        : { value, reason: `missing: ${missing.map((part) => JSON.stringify(part)).join(", ")}`, expected: reference };
    },
  });
}
