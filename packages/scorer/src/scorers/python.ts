import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { contentHash, irregularKind, SameseedError, type AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { foreignContext } from "../code/foreign-context.ts";
import { bounded, toForeignScore } from "../judgement.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { PythonProcess } from "../code/python-process.ts";
import type { ScorerContext } from "./scorer-context.ts";
import { ownThreshold, withUnitThreshold, wrong } from "./javascript.ts";

export interface PythonOptions extends CommonOptions {
  /**
   * An expression such as `len(output) < 100`, the body of a function with `return`, or `file://judge.py[:name]` for a
   * function of a script, by default `get_assert`. It sees `output` and `context`.
   */
  readonly value: string;
  /** Given to the code as `context["config"]`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Result for an answer if the code throws: `unscored` (default), or `wrong`. */
  readonly throws?: "unscored" | "wrong" | undefined;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Default `python3`. */
  readonly executable?: string | undefined;
}

/**
 * Your own scorer in Python. One process scores all answers, one after the other. It can return True or False, a number,
 * None or `{"pass": …, "score": …, "reason": …}`. It runs with the rights of this process and without its environment.
 */
export function python(options: PythonOptions, context?: ScorerContext): AnswerScorer {
  const { value, config, throws = "unscored", timeoutMs = 10_000, executable = "python3" } = options;
  const code = value.startsWith("file://") ? scriptOf(value, context) : { code: value };
  const process = new PythonProcess(code, { executable, timeoutMs });
  let isThere: boolean | undefined;
  return referenceScorer({
    type: "python",
    options: withUnitThreshold(options),
    settings: {
      value,
      ...ownThreshold("python", options),
      config,
      throws: options.throws,
      timeoutMs,
      executable,
      ...("file" in code && { hash: code.hash }),
    },
    reference(_testCase, where) {
      isThere ??= spawnSync(executable, ["--version"]).status === 0;
      if (isThere) return;
      throw new SameseedError("BAD_BENCHMARK", `${where}: there is no ${executable}.`, {
        hint: "Install Python 3, name its executable, or write the scorer in JavaScript.",
      });
    },
    judge(output, _reference, answer) {
      const { id } = answer.case;
      const input = { output: answer.transformed ?? output, context: { id, ...foreignContext(answer, config) } };
      const judged = process.ask(input).then((given) => toForeignScore(given, options.threshold));
      return throws === "wrong" ? judged.then(bounded).catch(wrong) : judged;
    },
  });
}

const PATH_HINT = "Write file://path.py or file://path.py:function; paths are relative to the benchmark file.";

function scriptOf(value: string, context: ScorerContext | undefined) {
  const [, path, name = "get_assert"] = /^file:\/\/(.+?\.py)(?::(\w+))?$/.exec(value) ?? [];
  if (path === undefined)
    throw new SameseedError("BAD_BENCHMARK", `The scorer python has ${value}, which is not a Python file.`, {
      hint: PATH_HINT,
    });
  const file = resolve(context?.folder ?? ".", path);
  const found = statSync(file, { throwIfNoEntry: false });
  const kind = found === undefined ? null : irregularKind(file, found);
  if (kind !== null)
    throw new SameseedError("BAD_BENCHMARK", `The scorer python has ${value}, which is ${kind}, not a file.`, {
      hint: "Name a file.",
    });
  try {
    return { file, function: name, hash: contentHash(readFileSync(file, "utf8")) };
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", `The scorer python has ${value}, and there is no such file.`, {
      hint: PATH_HINT,
      cause,
    });
  }
}
