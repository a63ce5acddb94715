import { spawn, spawnSync } from "node:child_process";
import { SameseedError, type Score, type Scorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { toForeignScore } from "../judgement.ts";
import { referenceScorer } from "../reference-scorer.ts";

export interface PythonOptions extends CommonOptions {
  /** An expression such as `len(output) < 100`, or the body of a function with `return`. It sees `output` and `context`. */
  readonly value: string;
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Default `python3`. */
  readonly executable?: string | undefined;
}

/** Reads {code, output, context} and writes the result as the last line; what the code prints goes to stderr. */
const DRIVER = `
import json, sys, textwrap
given = json.load(sys.stdin)
out, sys.stdout = sys.stdout, sys.stderr
code = textwrap.dedent(given["code"]).strip()
space = {"json": json}
if "return" in code.split() or "\\n" in code:
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
export function python(options: PythonOptions): Scorer {
  const { value, timeoutMs = 10_000, executable = "python3" } = options;
  let isThere: boolean | undefined;
  return referenceScorer({
    type: "python",
    options,
    settings: { value, timeoutMs, executable },
    reference(_testCase, where) {
      isThere ??= spawnSync(executable, ["--version"]).status === 0;
      if (isThere) return;
      throw new SameseedError("BAD_BENCHMARK", `${where}: there is no ${executable}.`, {
        hint: "Install Python 3, name its executable, or write the scorer in JavaScript.",
      });
    },
    judge: (output, _reference, { case: { id, vars, expected } }) =>
      ask({ executable, timeoutMs }, { code: value, output, context: { id, vars, expected } }),
  });
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
