import { isMainThread, parentPort } from "node:worker_threads";
import { newQuickJSWASMModule, type QuickJSContext, type QuickJSHandle } from "quickjs-emscripten";
import { cpuTimeAtMost, totalMs } from "./cpu-time.ts";
import { PRELUDE, REPLACEABLE } from "./sandbox-prelude.ts";

export interface SandboxTask {
  readonly before: string;
  readonly code: string;
  readonly tests: string;
  /** CPU time of answer and tests together. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** The messages of a thread before it runs a task's code, and after it. */
export type SandboxMessage = { readonly isReady: true } | SandboxReply;
export type SandboxReply = { readonly isOk: true } | { readonly isOk: false; readonly problem: string };

/** Runs one task in a separate interpreter, so that no state remains for the next one. */
async function run(
  { before, code, tests, timeoutMs, memoryMb }: SandboxTask,
  onReady: () => void,
): Promise<SandboxReply> {
  const quickJs = await newQuickJSWASMModule();
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(memoryMb * 2 ** 20);
  runtime.setMaxStackSize(256 * 2 ** 10);
  const context = runtime.newContext();
  const prelude = context.unwrapResult(context.evalCode(PRELUDE, "prelude.js"));
  onReady();
  const usedMs = cpuTime();
  const isOver = (): boolean => usedMs() > timeoutMs;
  runtime.setInterruptHandler(isOver);
  const problem =
    evaluate(context, `${before}\n${code}`, "answer.js") ??
    published(context, prelude) ??
    tested(context, prelude, tests);
  if (problem === undefined) return { isOk: true };
  return {
    isOk: false,
    problem: isOver() || problem === "interrupted" ? `it took more than ${timeoutMs} ms` : problem,
  };
}

/** Time that this thread was at work since this call: a machine with too much to do makes no answer slower. */
function cpuTime(): () => number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  if (threadCpuUsage === undefined) return cpuTimeAtMost(); // such as Node 22.18
  const startMs = totalMs(threadCpuUsage.call(process));
  return () => totalMs(threadCpuUsage.call(process)) - startMs;
}

function evaluate(context: QuickJSContext, code: string, name: string): string | undefined {
  const result = context.evalCode(code, name);
  if (result.error !== undefined) return problemOf(context, result.error);
  result.value.dispose();
  return undefined;
}

/** Declares the answer's exports by `module.exports` under their own names. */
function published(context: QuickJSContext, prelude: QuickJSHandle): string | undefined {
  const result = context.callFunction(context.getProp(prelude, "publish"), context.undefined);
  return result.error === undefined ? undefined : problemOf(context, result.error);
}

/**
 * Runs the tests as an async function in strict mode, which allows `await`. The assertions and built-ins are
 * its parameters, from before the answer ran; the host reads the result from its promise, not code in the
 * sandbox.
 */
function tested(context: QuickJSContext, prelude: QuickJSHandle, tests: string): string | undefined {
  const names = context.dump(context.getProp(prelude, "names")) as string[];
  const values = context.getProp(prelude, "values");
  const own = names.flatMap((name, place) => {
    const value = context.getProp(values, place);
    return isReplaced(context, name, value) && REPLACEABLE.has(name) ? [] : [{ name, value }];
  });
  const taken = ["assert", "assertEqual"].map((name) => ({ name, value: context.getProp(prelude, name) }));
  const given = [...taken, ...own];
  const made = context.evalCode(
    `(async (${given.map(({ name }) => name).join(",")}) => {return (async () => {"use strict";\n${tests}\n})()})`,
    "tests.js",
  );
  if (made.error !== undefined) return problemOf(context, made.error);
  const begun = context.callFunction(made.value, context.undefined, ...given.map(({ value }) => value));
  if (begun.error !== undefined) return problemOf(context, begun.error);
  const jobs = context.runtime.executePendingJobs();
  if (jobs.error !== undefined) return problemOf(context, jobs.error);
  const state = context.getPromiseState(begun.value);
  if (state.type === "pending") return "the tests wait for something that never comes";
  return state.type === "rejected" ? problemOf(context, state.error) : undefined;
}

/** Whether the answer has replaced a built-in. */
function isReplaced(context: QuickJSContext, name: string, value: QuickJSHandle): boolean {
  const found = context.evalCode(name, "name.js");
  if (found.error !== undefined) return false;
  return !context.sameValue(found.value, value);
}

function problemOf(context: QuickJSContext, error: QuickJSHandle): string {
  try {
    return messageOf(context.dump(error)) || "it threw";
  } catch {
    return "it threw";
  }
}

function messageOf(error: unknown): string {
  const { name, message } = (typeof error === "object" && error !== null ? error : {}) as {
    name?: unknown;
    message?: unknown;
  };
  if (typeof message !== "string") return String(error);
  return typeof name !== "string" || name === "Error" || message === "interrupted" ? message : `${name}: ${message}`;
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  port.on("message", (task: SandboxTask) => {
    const failed = (error: unknown): SandboxReply => ({
      isOk: false,
      problem: `the sandbox ended: ${error instanceof Error ? error.message : String(error)}`,
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    const say = (message: SandboxMessage): void => port.postMessage(message);
    void run(task, () => say({ isReady: true }))
      .catch(failed)
      .then(say);
  });
}
