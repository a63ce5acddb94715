import { type ScriptFunction, SameseedError, type AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { compileJavascript } from "../code/compile-javascript.ts";
import type { ForeignCode } from "../code/foreign-message.ts";
import { foreignCall } from "../code/foreign-pool.ts";
import { guardedCall } from "../code/guarded-call.ts";
import { foreignContext } from "../code/foreign-context.ts";
import { bounded, toForeignScore } from "../judgement.ts";
import { type FinalScore, noReference, referenceScorer } from "../reference-scorer.ts";
import type { ScorerContext } from "./scorer-context.ts";

export interface JavascriptOptions extends CommonOptions {
  /**
   * An expression such as `output.length < 100`, the body of a function with `return`, or `file://judge.ts[:name]` for a
   * function of a script. It sees `output` and `context`.
   */
  readonly value: string;
  /** Given to the code as `context.config`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Result for an answer if the code throws: `unscored` (default), or `wrong`, as in promptfoo. With `wrong`, no score is an
   * error too, a number outside of [0, 1] counts as the nearest inside, and `threshold` can be any number.
   */
  readonly throws?: "unscored" | "wrong" | undefined;
  /** For one answer. Default 10,000. */
  readonly timeoutMs?: number | undefined;
}

/** Default time limit for one answer. */
export const JAVASCRIPT_TIMEOUT_MS = 10_000;

/**
 * Your own scorer in a YAML file. It can return the same as a `custom` scorer, promptfoo's `{pass, score,
 * reason}`, or a promise of either. It runs in a separate process with your rights: run only files that you
 * trust.
 */
export function javascript(options: JavascriptOptions, context?: ScorerContext): AnswerScorer {
  const { value, config, throws = "unscored", timeoutMs = JAVASCRIPT_TIMEOUT_MS } = options;
  const script = value.startsWith("file://") ? scriptOf(value, context) : undefined;
  if (script === undefined) compileJavascript(value); // report a mistake before the run
  const call = callOf(script ?? { remote: { source: value } }, timeoutMs);
  return referenceScorer({
    type: "javascript",
    options: withUnitThreshold(options),
    settings: {
      value,
      ...ownThreshold("javascript", options),
      config,
      throws: options.throws,
      timeoutMs: options.timeoutMs,
      ...(script && { hash: script.hash }),
    },
    reference: noReference,
    judge(output, _reference, answer) {
      const judged = call(answer.transformed ?? output, foreignContext(answer, config)).then((given) =>
        toForeignScore(given, options.threshold),
      );
      return throws === "wrong" ? judged.then(bounded).catch(wrong) : judged;
    },
  });
}

type Callable = { readonly remote: ForeignCode } | Pick<ScriptFunction, "call" | "remote">;

/** A function of a benchmark file, called in another process. Python functions have their own process. */
export function callOf(code: Callable, timeoutMs: number): (...args: readonly unknown[]) => Promise<unknown> {
  const { remote } = code;
  if (remote !== undefined) return (...args) => foreignCall(remote, args, { timeoutMs });
  const { call } = code as Pick<ScriptFunction, "call">;
  return (...args) => guardedCall(() => call(...args), timeoutMs);
}

function scriptOf(value: string, context: ScorerContext | undefined) {
  if (context !== undefined) return context.script(value);
  throw new SameseedError("BAD_BENCHMARK", `The scorer javascript has ${value}, the path of a script.`, {
    hint: "Only a benchmark file reads scripts; in TypeScript import the function and use custom().",
  });
}

/** The threshold of the code's own number, where it is outside of [0, 1]. Errors: `BAD_BENCHMARK` for one that cannot be used. */
export function ownThreshold(
  type: string,
  { threshold, throws }: Pick<JavascriptOptions, "threshold" | "throws">,
): { readonly ownThreshold?: number } {
  if (threshold === undefined || isUnit(threshold)) return {};
  if (throws === "wrong") return { ownThreshold: threshold };
  throw new SameseedError("BAD_BENCHMARK", `The scorer ${type} has the threshold ${threshold}, expected 0 to 1.`, {
    hint: "Return a number from 0 to 1, or true or false. With throws: wrong, the threshold can be any number.",
  });
}

/** Options without a threshold outside of [0, 1]: the code's own number is compared with it, and values are not. */
export function withUnitThreshold<T extends CommonOptions>(options: T): T {
  const { threshold } = options;
  return threshold === undefined || isUnit(threshold) ? options : { ...options, threshold: undefined };
}

function isUnit(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** The score of an answer for which the code throws. */
export function wrong(error: Error): FinalScore {
  return { value: 0, pass: false, reason: error.message, isFinal: true };
}
