import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { cpuTimeAtMost, totalMs } from "./cpu-time.ts";
import type { SandboxMessage, SandboxReply, SandboxTask } from "./code-sandbox.ts";

/** A reply of the sandbox, or that the machine had no time to run it. */
export type SandboxOutcome = SandboxReply | { readonly isOk: null; readonly problem: string };

/** CPU time beyond the task's own limit before its thread is ended: for code that does not check the clock. */
const SLACK_MS = 500;
/** A thread that got so little time is ended without a verdict. */
const [CLOCK_FACTOR, CLOCK_SLACK_MS] = [20, 30_000];
const POLL_MS = 250;

const idle: Worker[] = [];
const waiting: (() => void)[] = [];
let atWork = 0;

/**
 * Runs a task in a thread, with at most as many threads as cores: more would only slow each other down. All
 * scorers share the threads, which stay for the next task; each task has a separate interpreter. A broken
 * thread ends.
 */
export async function runInSandbox(task: SandboxTask): Promise<SandboxOutcome> {
  if (atWork >= availableParallelism()) {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    await promise;
  } else atWork++;
  try {
    return await runIn(idle.pop() ?? newWorker(), task);
  } finally {
    const next = waiting.shift();
    if (next === undefined) atWork--;
    else next();
  }
}

function newWorker(): Worker {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./code-sandbox.ts" : "./code-sandbox.js", import.meta.url);
  const worker = new Worker(entry, { env: {}, stdout: true, stderr: true });
  worker.on("error", () => {}); // said to the task's own listener
  return worker;
}

async function runIn(worker: Worker, task: SandboxTask): Promise<SandboxOutcome> {
  const { promise, resolve } = Promise.withResolvers<SandboxOutcome>();
  let isSound = false;
  const watch = watchOf(worker, task, resolve);
  const onMessage = (message: SandboxMessage): void => {
    if ("isReady" in message) return watch.begin();
    isSound = true;
    resolve(message);
  };
  // hostile code can break the interpreter itself, which ends only this thread
  const onError = (error: Error): void => resolve({ isOk: false, problem: `the sandbox ended: ${error.message}` });
  const onExit = (): void => resolve({ isOk: false, problem: "the sandbox ended" });
  worker.on("message", onMessage).once("error", onError).once("exit", onExit);
  worker.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(task);
  const outcome = await promise;
  watch.end();
  worker.off("message", onMessage).off("error", onError).off("exit", onExit);
  if (isSound) {
    worker.unref(); // an idle thread does not keep the process alive
    idle.push(worker);
  } else await worker.terminate();
  return outcome;
}

interface Watch {
  /** The task's code begins. */
  begin(): void;
  end(): void;
}

/**
 * Ends a task that does not end itself. If the thread used up its CPU time, the answer is at fault. If it got
 * hardly any CPU time, the timeout is no evidence about the answer.
 */
function watchOf(worker: Worker, { timeoutMs }: SandboxTask, end: (outcome: SandboxOutcome) => void): Watch {
  const started = performance.now();
  let begun: { readonly atMost: () => number; readonly cpuMs: Promise<number | undefined> } | undefined;
  const timer = setInterval(async () => {
    const nowMs = performance.now();
    if (nowMs - started > CLOCK_FACTOR * timeoutMs + CLOCK_SLACK_MS)
      return end({ isOk: null, problem: "not scored: the machine was too busy to run the code" });
    if (begun === undefined) return;
    const [from, now] = [await begun.cpuMs, await cpuTimeMs(worker)];
    const usedMs = from === undefined || now === undefined ? begun.atMost() : now - from;
    if (usedMs > timeoutMs + SLACK_MS) end({ isOk: false, problem: `it took more than ${timeoutMs} ms` });
  }, POLL_MS);
  return {
    begin() {
      begun = { atMost: cpuTimeAtMost(), cpuMs: cpuTimeMs(worker) };
    },
    end: () => clearInterval(timer),
  };
}

/** CPU time of a thread so far; undefined where Node does not report it, such as 22.18. */
async function cpuTimeMs(worker: Worker): Promise<number | undefined> {
  const { cpuUsage } = worker as { cpuUsage?: () => Promise<NodeJS.CpuUsage> };
  const used = await cpuUsage?.call(worker).catch(() => undefined);
  return used && totalMs(used);
}
