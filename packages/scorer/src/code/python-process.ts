import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The process's instruction, in addition to each answer: code, or a function of a script. */
export type PythonCode = { readonly code: string } | { readonly file: string; readonly function: string };

export interface PythonProcessOptions {
  readonly executable: string;
  /** For one answer; the first one's loads the script as well. The start of Python does not count. */
  readonly timeoutMs: number;
}

const STARTUP_MS = 60_000;

/**
 * The first line contains the scorer's code, each other line an answer. The process returns a line when it has started, and
 * then one for each answer. Output that the code prints, including that of programs it starts, goes to stderr: the code has
 * access to neither the input nor the output of the protocol. The process ends with its input, and so with its parent.
 */
const DRIVER = `
import json, os, runpy, sys, textwrap, traceback
replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
sys.stdout = sys.stderr
asked_lines = os.fdopen(os.dup(0), "r", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
def error_text(error):
    try: return traceback.format_exception_only(error)[-1].strip()
    except BaseException: return type(error).__name__
def is_expression(code):
    try: return bool(compile("(" + code + "\\n)", "scorer", "eval"))
    except SyntaxError: return False
def plain(value):
    if type(value).__module__.split(".")[0] == "numpy" and hasattr(value, "tolist"): return value.tolist()
    if hasattr(value, "__float__"): return float(value)
    raise TypeError(f"a result cannot contain a value of type {type(value).__name__}")
replies.write('{"isReady": true}\\n')
replies.flush()
given = json.loads(asked_lines.readline())
judge, broken = None, None
try:
    space = {"json": json}
    code = textwrap.dedent(given.get("code", "")).strip()
    if "file" in given:
        sys.path.insert(0, os.path.dirname(given["file"]))
        space["judge"] = runpy.run_path(given["file"], run_name="script")[given["function"]]
    elif is_expression(code):
        exec("def judge(output, context):\\n    return (" + code + "\\n    )", space)
    else:
        exec("def judge(output, context):\\n" + textwrap.indent(code, "    "), space)
    judge = space["judge"]
except BaseException as error:
    broken = error_text(error)
for line in asked_lines:
    asked = json.loads(line)
    try:
        if broken is not None: reply = {"id": asked["id"], "error": broken}
        else: reply = {"id": asked["id"], "result": judge(asked["output"], asked["context"])}
        text = json.dumps(reply, allow_nan=False, default=plain)
    except BaseException as error:
        text = json.dumps({"id": asked["id"], "error": error_text(error)})
    replies.write(text + "\\n")
    replies.flush()
`;

type Reply = { readonly id?: unknown } & ({ readonly result: unknown } | { readonly error: string });
const READY = '{"isReady": true}';

/** Null for a line that is not a reply. */
function replyIn(line: string): Reply | null {
  try {
    const reply = JSON.parse(line) as Reply | null;
    return typeof reply === "object" && reply !== null && ("result" in reply || "error" in reply) ? reply : null;
  } catch {
    return null;
  }
}

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
  #onReply: ((reply: Reply | null) => void) | null = null;
  #isReady = false;
  /** Starts the clock of the answer that waits for Python to start. */
  #onReady: (() => void) | null = null;
  #lastId = 0;

  constructor(code: PythonCode, options: PythonProcessOptions) {
    this.#code = code;
    this.#options = options;
  }

  /** The function's value. Errors: `Error` with Python's message, or that it took too long. */
  ask(input: { readonly output: unknown; readonly context: object }): Promise<unknown> {
    const asked = this.#last.then(() => this.#ask(input));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async #ask(input: object): Promise<unknown> {
    const { timeoutMs } = this.#options;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    let timer: NodeJS.Timeout | undefined;
    const limit = (ms: number, error: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve({ error }), ms);
    };
    const id = ++this.#lastId;
    this.#onReply = (reply) => {
      if (reply !== null && reply.id !== undefined && reply.id !== id) return; // of an abandoned answer
      if (reply === null) resolve({ error: "Python: its output is not a reply" });
      else resolve("error" in reply ? { error: `Python: ${String(reply.error)}` } : reply);
    };
    const child = (this.#child ??= this.#start());
    this.#onReady = () => limit(timeoutMs, `Python took more than ${timeoutMs} ms`);
    if (this.#isReady) this.#onReady();
    else limit(STARTUP_MS, `Python took more than ${STARTUP_MS / 1000} s to start`);
    child.stdin.write(`${JSON.stringify({ ...input, id })}\n`);
    const reply = await promise;
    clearTimeout(timer);
    this.#onReply = this.#onReady = null;
    if ("result" in reply) return reply.result;
    if (reply.error.startsWith("Python took")) this.#end(child);
    throw new Error(reply.error);
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(this.#options.executable, ["-I", "-c", DRIVER], {
      env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", PYTHONIOENCODING: "utf-8" },
    });
    this.#isReady = false;
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (this.#child !== child) return;
      if (this.#isReady || line !== READY) return this.#onReply?.(replyIn(line));
      this.#isReady = true;
      this.#onReady?.();
    });
    child.stdin.on("error", () => {}); // a process that ended early reports the reason on stderr
    const end = (why: string): void => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#onReply?.({ error: why });
    };
    child.on("error", ({ message }) => end(message));
    child.on("close", (code, signal) =>
      end(stderr.trim().split("\n").at(-1) || `the process ended with ${signal ?? `exit code ${code}`}`),
    );
    child.stdin.write(`${JSON.stringify(this.#code)}\n`);
    // An idle process must not keep its parent alive.
    for (const part of [child, child.stdin, child.stdout, child.stderr] as { unref?(): void }[]) part.unref?.();
    return child;
  }

  #end(child: ChildProcessWithoutNullStreams): void {
    this.#child = null;
    child.kill("SIGKILL");
  }
}
