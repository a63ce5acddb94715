import { isBlank, SameseedError, type TestCase, textOf } from "@sameseed/core";
import * as z from "@sameseed/core/zod";
import { expectedReader, type ScorerOptions } from "./reference-scorer.ts";
import { commonShape } from "./common-options.ts";

/** Options of scorers that compare answers with one or several texts. */
export interface TextsOptions extends Omit<ScorerOptions, "expected"> {
  /** One text or several, each a template over the case's vars. Default: the case's `expected`, which may be a list. */
  readonly expected?: ScorerOptions["expected"] | readonly string[];
}

export const textsShape = z.whenUsed(() => ({
  ...commonShape,
  expected: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)])
    .optional()
    .meta({
      description: "One or several texts, each a template. Default: the case's expected answer, which can be a list.",
    }),
}));

/**
 * Reads the reference texts of a case: a list gives several. Errors: `BAD_BENCHMARK` for a list from the data that is empty
 * or has an empty entry.
 */
export function expectedTexts(expected: TextsOptions["expected"]): (testCase: TestCase, where: string) => string[] {
  const read = listedTexts(expected);
  return (testCase, where) => {
    const texts = read(testCase, where);
    if (texts.length > 0 && (expected !== undefined || !texts.some(isBlank))) return texts;
    throw new SameseedError(
      "BAD_BENCHMARK",
      `${where}: the list of expected answers ${texts.length === 0 ? "is empty" : "has an empty entry"}.`,
      {
        hint: "Fill it in, or leave the case out.",
      },
    );
  };
}

/** The same where an empty list is a reference too, such as no tool to call. */
export function listedTexts(expected: TextsOptions["expected"]): (testCase: TestCase, where: string) => string[] {
  const readers = Array.isArray(expected)
    ? expected.map((entry: string) => expectedReader(entry))
    : [expectedReader(expected as ScorerOptions["expected"])];
  const [first, ...others] = readers;
  if (first !== undefined && others.length === 0) return (testCase, where) => textsOf(first(testCase, where));
  return (testCase, where) => readers.flatMap((read) => textsOf(read(testCase, where)));
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}
