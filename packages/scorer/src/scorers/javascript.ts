import { SameseedError, type Answer, type Score, type Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { compileJavascript } from "../code/compile-javascript.ts";
import { foreignContext } from "../code/foreign-context.ts";
import { toForeignScore } from "../judgement.ts";
import { noReference, referenceScorer } from "../reference-scorer.ts";
import type { ScorerContext } from "../specs/scorer-context.ts";

export interface JavascriptOptions extends CommonOptions {
  /**
   * An expression such as `output.length < 100`, the body of a function with `return`, or `file://judge.ts[:name]` for a
   * function of a script. It sees `output` and `context`.
   */
  readonly value: string;
  /** Given to the code as `context.config`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** What an answer is on which the code throws: `unscored` (default), or `wrong`. */
  readonly throws?: "unscored" | "wrong" | undefined;
}

/**
 * A scorer of your own in a YAML file. It may return what `custom` may, or promptfoo's `{pass, score, reason}`, or a
 * promise of it. It runs with the rights of this process, as a TypeScript benchmark does: run only files you trust.
 */
export function javascript(options: JavascriptOptions, context?: ScorerContext): Scorer {
  const { value, config, throws = "unscored" } = options;
  const isScript = value.startsWith("file://");
  const script = isScript ? scriptOf(value, context) : undefined;
  const judge = script?.call ?? compileJavascript(value);
  const settled = async (output: unknown, answer: Answer): Promise<Score> =>
    toForeignScore(await judge(output, foreignContext(answer, config)));
  return referenceScorer({
    type: "javascript",
    options,
    settings: { value, config, throws: options.throws, ...(script && { hash: script.hash }) },
    reference: noReference,
    judge(output, _reference, answer) {
      const given = answer.transformed ?? output;
      if (throws === "wrong") return settled(given, answer).catch(wrong);
      const judged = judge(given, foreignContext(answer, config));
      return judged instanceof Promise ? judged.then(toForeignScore) : toForeignScore(judged);
    },
  });
}

function scriptOf(value: string, context: ScorerContext | undefined) {
  if (context !== undefined) return context.script(value);
  throw new SameseedError("BAD_BENCHMARK", `The scorer javascript has ${value}, the path of a script.`, {
    hint: "Only a benchmark file reads scripts; in TypeScript import the function and use custom().",
  });
}

/** An answer that the code cannot stand. */
export function wrong(error: Error): Score {
  return { value: 0, pass: false, reason: error.message };
}
