import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { contentHash, SameseedError, type Score, type Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { foreignContext } from "../foreign-context.ts";
import { toForeignScore } from "../judgement.ts";
import { referenceScorer } from "../reference-scorer.ts";
import type { ScorerContext } from "../scorer-context.ts";
import { wrong } from "./javascript.ts";

export interface PythonOptions extends CommonOptions {
  /**
   * An expression such as `len(output) < 100`, the body of a function with `return`, or `file://judge.py[:name]` for a
   * function of a script, by default `get_assert`. It sees `output` and `context`.
   */
  readonly value: string;
  /** Given to the code as `context["config"]`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** What an answer is on which the code throws: `unscored` (default), or `wrong`. */
  readonly throws?: "unscored" | "wrong" | undefined;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Default `python3`. */
  readonly executable?: string | undefined;
}

/** Reads {code or file and function, output, context} and writes the result as the last line; what the code prints goes to stderr. */
const DRIVER = `
import json, os, runpy, sys, textwrap
given = json.load(sys.stdin)
out, sys.stdout = sys.stdout, sys.stderr
code = textwrap.dedent(given.get("code", "")).strip()
space = {"json": json}
if "file" in given:
    sys.path.insert(0, os.path.dirname(given["file"]))
    space["judge"] = runpy.run_path(given["file"], run_name="script")[given["function"]]
elif "return" in code.split() or "\\n" in code:
    exec("def judge(output, context):\\n" + textwrap.indent(code, "    "), space)
else:
    exec("def judge(output, context):\\n    return (" + code + "\\n    )", space)
result = space["judge"](given["output"], given["context"])
out.write("\\n" + json.dumps(result) + "\\n")
`;

/**
 * A scorer of your own in Python, one process an answer (some 30 ms). It may return True or False, a number, None or
 * `{"pass": …, "score": …, "reason": …}`. It runs with the rights of this process and without its environment.
 */
export function python(options: PythonOptions, context?: ScorerContext): Scorer {
  const { value, config, throws = "unscored", timeoutMs = 10_000, executable = "python3" } = options;
  const code = value.startsWith("file://") ? scriptOf(value, context) : { code: value };
  let isThere: boolean | undefined;
  return referenceScorer({
    type: "python",
    options,
    settings: {
      value,
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
      const input = {
        ...code,
        output: answer.transformed ?? output,
        context: { id, ...foreignContext(answer, config) },
      };
      const judged = ask({ executable, timeoutMs }, input);
      return throws === "wrong" ? judged.catch(wrong) : judged;
    },
  });
}

function scriptOf(value: string, context: ScorerContext | undefined) {
  const [, path = "", name = "get_assert"] = /^file:\/\/(.+?\.py)(?::(\w+))?$/.exec(value) ?? [];
  const file = resolve(context?.folder ?? ".", path);
  try {
    return { file, function: name, hash: contentHash(readFileSync(file, "utf8")) };
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", `The scorer python has ${value}, and there is no such file.`, {
      hint: "Write file://path.py or file://path.py:function; paths are relative to the benchmark file.",
      cause,
    });
  }
}

function ask({ executable, timeoutMs }: { executable: string; timeoutMs: number }, input: object): Promise<Score> {
  const { promise, resolve, reject } = Promise.withResolvers<Score>();
  const child = spawn(executable, ["-I", "-c", DRIVER], {
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", PYTHONIOENCODING: "utf-8" },
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
  child.on("error", reject);
  child.on("close", (code, signal) => {
    if (signal !== null) return reject(new Error(`Python took more than ${timeoutMs} ms`));
    if (code !== 0) return reject(new Error(`Python: ${stderr.trim().split("\n").at(-1) ?? `exit ${code}`}`));
    try {
      resolve(toForeignScore(JSON.parse(stdout)));
    } catch (error) {
      reject(error as Error);
    }
  });
  child.stdin.on("error", () => {}); // a process that ended early says why on stderr
  child.stdin.end(JSON.stringify(input));
  return promise;
}
