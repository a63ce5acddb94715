import { spawn } from "node:child_process";

/**
 * Reads {file, name, args}, calls the function, and writes the result as the last line; other output of the
 * code and its programs goes to stderr.
 */
const DRIVER = `
import asyncio, functools, inspect, json, os, runpy, sys
given = json.load(sys.stdin)
out = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
sys.stdout = sys.stderr
sys.path.insert(0, os.path.dirname(given["file"]))
first, *members = given["name"].split(".")
function = functools.reduce(getattr, members, runpy.run_path(given["file"], run_name="script")[first])
result = function(*given["args"])
if inspect.isawaitable(result):
    async def settled():
        return await result
    result = asyncio.run(settled())
out.write("\\n" + json.dumps(result, allow_nan=False) + "\\n")
out.flush()
`;

export interface PythonFunction {
  readonly file: string;
  readonly name: string;
}

/** Calls a function of a Python script with JSON values. Errors: `Error` with the last line of Python's message. */
export function callPython({ file, name }: PythonFunction, args: readonly unknown[]): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const child = spawn("python3", ["-c", DRIVER], { env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
  child.on("error", reject);
  child.on("close", (code) => {
    if (code !== 0) return reject(new Error(`Python, ${name}: ${stderr.trim().split("\n").at(-1) ?? `exit ${code}`}`));
    try {
      resolve(JSON.parse(stdout));
    } catch (cause) {
      reject(new Error(`Python, ${name}: its output is not valid JSON`, { cause }));
    }
  });
  child.stdin.on("error", () => {}); // a process that ended early reports the reason on stderr
  child.stdin.end(JSON.stringify({ file, name, args: args.map((arg) => arg ?? null) }));
  return promise;
}
