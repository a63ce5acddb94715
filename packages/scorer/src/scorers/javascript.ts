import { SameseedError, type Answer, type Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { toForeignScore } from "../judgement.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";

export interface JavascriptOptions extends CommonOptions {
  /**
   * An expression such as `output.length < 100`, or the body of a function with `return`. It sees `output` and
   * `context`: `{vars, expected, case, outcome}`.
   */
  readonly value: string;
}

/**
 * A scorer of your own in a YAML file. It may return what `custom` may, or promptfoo's `{pass, score, reason}`, or a
 * promise of it. It runs with the rights of this process, as a TypeScript benchmark does: run only files you trust.
 */
export function javascript(options: JavascriptOptions): Scorer {
  const judge = compile(options.value);
  return referenceScorer({
    type: "javascript",
    options,
    settings: { value: options.value },
    reference: noReference,
    judge(output, _reference, { case: testCase, outcome }: Answer) {
      const { vars, expected } = testCase;
      const judged = judge(output, { vars, expected, case: testCase, outcome });
      return judged instanceof Promise ? judged.then(toForeignScore) : toForeignScore(judged);
    },
  });
}

function compile(value: string): (output: string, context: object) => unknown {
  const isBody = /\breturn\b/.test(value);
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- the user's own code, from the user's own file
    return new Function("output", "context", isBody ? value : `return (${value}\n);`) as (
      output: string,
      context: object,
    ) => unknown;
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `The javascript ${JSON.stringify(value)} does not compile.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}
