import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What the process is asked with, beside each answer: code, or a function of a script. */
export type PythonCode = { readonly code: string } | { readonly file: string; readonly function: string };

export interface PythonProcessOptions {
  readonly executable: string;
  /** For one answer; the first one's loads the script as well. */
  readonly timeoutMs: number;
}

/**
 * The first line says what judges, each other line is an answer; a line comes back for each. What the code prints goes to
 * stderr. The process ends with its input, and so with us.
 */
const DRIVER = `
import json, os, runpy, sys, textwrap, traceback
replies, sys.stdout = sys.stdout, sys.stderr
given = json.loads(sys.stdin.readline())
judge, broken = None, None
try:
    space = {"json": json}
    code = textwrap.dedent(given.get("code", "")).strip()
    if "file" in given:
        sys.path.insert(0, os.path.dirname(given["file"]))
        space["judge"] = runpy.run_path(given["file"], run_name="script")[given["function"]]
    elif "return" in code.split() or "\\n" in code:
        exec("def judge(output, context):\\n" + textwrap.indent(code, "    "), space)
    else:
        exec("def judge(output, context):\\n    return (" + code + "\\n    )", space)
    judge = space["judge"]
except BaseException as error:
    broken = traceback.format_exception_only(error)[-1].strip()
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if broken is not None: reply = {"error": broken}
        else: reply = {"result": judge(asked["output"], asked["context"])}
        text = json.dumps(reply)
    except BaseException as error:
        text = json.dumps({"error": traceback.format_exception_only(error)[-1].strip()})
    replies.write(text + "\\n")
    replies.flush()
`;

type Reply = { readonly result: unknown } | { readonly error: string };

/**
 * A Python process that judges one answer after the other: starting one costs 30 ms and its imports, an answer a tenth of a
 * millisecond. It starts with the first answer, without our environment, and again after an answer that took too long. A
 * class because the process is state.
 */
export class PythonProcess {
  readonly #code: PythonCode;
  readonly #options: PythonProcessOptions;
  #child: ChildProcessWithoutNullStreams | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #onReply: ((reply: Reply) => void) | null = null;

  constructor(code: PythonCode, options: PythonProcessOptions) {
    this.#code = code;
    this.#options = options;
  }

  /** What the function returned. Errors: `Error` with what Python said, or that it took too long. */
  ask(input: { readonly output: unknown; readonly context: object }): Promise<unknown> {
    const asked = this.#last.then(() => this.#ask(input));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async #ask(input: object): Promise<unknown> {
    const { timeoutMs } = this.#options;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    const timer = setTimeout(() => resolve({ error: `Python took more than ${timeoutMs} ms` }), timeoutMs);
    this.#onReply = (reply) => resolve("error" in reply ? { error: `Python: ${reply.error}` } : reply);
    const child = (this.#child ??= this.#start());
    child.stdin.write(`${JSON.stringify(input)}\n`);
    const reply = await promise;
    clearTimeout(timer);
    this.#onReply = null;
    if ("result" in reply) return reply.result;
    if (reply.error.startsWith("Python took")) this.#end(child);
    throw new Error(reply.error);
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(this.#options.executable, ["-I", "-c", DRIVER], {
      env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", PYTHONIOENCODING: "utf-8" },
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (this.#child === child) this.#onReply?.(JSON.parse(line) as Reply);
    });
    child.stdin.on("error", () => {}); // a process that ended early says why on stderr
    const end = (why: string): void => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#onReply?.({ error: why });
    };
    child.on("error", ({ message }) => end(message));
    child.on("close", (code) => end(stderr.trim().split("\n").at(-1) || `the process ended with ${code}`));
    child.stdin.write(`${JSON.stringify(this.#code)}\n`);
    // An idle process must not keep ours alive.
    for (const part of [child, child.stdin, child.stdout, child.stderr] as { unref?(): void }[]) part.unref?.();
    return child;
  }

  #end(child: ChildProcessWithoutNullStreams): void {
    this.#child = null;
    child.kill("SIGKILL");
  }
}
