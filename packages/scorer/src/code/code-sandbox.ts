import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { getQuickJS, type QuickJSContext, shouldInterruptAfterDeadline } from "quickjs-emscripten";

export interface SandboxTask {
  readonly before: string;
  readonly code: string;
  readonly tests: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

export type SandboxReply = { readonly isOk: true } | { readonly isOk: false; readonly problem: string };

/** Defined behind the answer, so that the answer cannot put its own in their place by declaring them. */
const ASSERTIONS = `
globalThis.assert = (ok, message = "assertion failed") => { if (!ok) throw new Error(message); };
globalThis.assertEqual = (actual, expected, message) => {
  const same = (a, b) => Object.is(a, b) || (typeof a === "object" && typeof b === "object" && a !== null && b !== null &&
    Array.isArray(a) === Array.isArray(b) && Object.keys(a).length === Object.keys(b).length &&
    Object.keys(a).every((key) => Object.hasOwn(b, key) && same(a[key], b[key])));
  if (!same(actual, expected)) throw new Error(message ?? "expected " + JSON.stringify(expected) + ", got " + JSON.stringify(actual));
};
`;

/** Runs one task: the entry of a worker thread, which ends with it. */
async function run({ before, code, tests, timeoutMs, memoryMb }: SandboxTask): Promise<SandboxReply> {
  const quickJs = await getQuickJS();
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(memoryMb * 2 ** 20);
  runtime.setMaxStackSize(256 * 2 ** 10);
  const deadline = performance.timeOrigin + performance.now() + timeoutMs;
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(deadline));
  const context = runtime.newContext();
  const isOver = (): boolean => performance.timeOrigin + performance.now() > deadline;
  const problem =
    evaluate(context, `${before}\n${code}`, "answer.js") ??
    evaluate(context, ASSERTIONS, "assertions.js") ??
    // as an async function the tests may await, and their promise says how they ended
    evaluate(
      context,
      `globalThis.__tests = (async () => {\n${tests}\n})().then(() => "", (e) => String(e?.message ?? e) || "it threw")`,
      "tests.js",
    ) ??
    finished(context);
  if (problem === undefined) return { isOk: true };
  return {
    isOk: false,
    problem: isOver() || problem === "interrupted" ? `it took more than ${timeoutMs} ms` : problem,
  };
}

function evaluate(context: QuickJSContext, code: string, name: string): string | undefined {
  const result = context.evalCode(code, name);
  if (result.error === undefined) {
    result.value.dispose();
    return undefined;
  }
  const error: unknown = context.dump(result.error);
  result.error.dispose();
  return messageOf(error);
}

/** Runs what is left to do until the tests' promise is settled. */
function finished(context: QuickJSContext): string | undefined {
  const jobs = context.runtime.executePendingJobs();
  if (jobs.error !== undefined) return messageOf(jobs.error.consume((error) => context.dump(error) as unknown));
  const tests = context.getProp(context.global, "__tests");
  const state = context.getPromiseState(tests);
  if (state.type === "pending") return "the tests wait for something that never comes";
  if (state.type === "rejected") return "the tests failed";
  const text = context.dump(state.value) as unknown;
  return text === "" ? undefined : String(text);
}

function messageOf(error: unknown): string {
  const { name, message } = (typeof error === "object" && error !== null ? error : {}) as {
    name?: string;
    message?: string;
  };
  if (message === undefined) return String(error);
  return name === undefined || name === "Error" || message === "interrupted" ? message : `${name}: ${message}`;
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
if (!isMainThread && parentPort !== null) parentPort.postMessage(await run(workerData as SandboxTask));
