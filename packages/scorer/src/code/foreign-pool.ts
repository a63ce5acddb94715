import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { visibleText } from "@sameseed/core";
import type { ForeignCall, ForeignCode, ForeignReply } from "./foreign-message.ts";

/** Processes at most: one is enough for code that computes, code that waits for something is called in several. */
const MOST_PROCESSES = 8;
/** A call that has waited this long for its turn gets another process. */
const PATIENCE_MS = 50;
/** Of JavaScript's objects in one process. */
const HEAP_MB = 1024;
const STARTUP_MS = 60_000;

interface Waiting {
  readonly call: ForeignCall;
  readonly settle: (reply: ForeignReply) => void;
}

interface Host {
  readonly child: ChildProcess;
  isReady: boolean;
  /** The call that it is at; null when idle. */
  at: (Waiting & { timer: NodeJS.Timeout }) | null;
}

/** Node's output when a process runs out of memory or aborts: the reason reports it in one line. */
const DEATH = /^\s*\d*: (?:0x|\[)|^<---|^FATAL ERROR|^-----|^\[\d+:0x|^Mark-Compact/;

const hosts = new Set<Host>();
const queue: Waiting[] = [];
let growth: NodeJS.Timeout | undefined;
let lastId = 0;

/**
 * Calls code of a benchmark file in another process, one call after the other in each. A call that takes too
 * long or ends its process (by an exit, or without memory) fails alone; the next call gets a new process.
 * Values are cloned. The processes are shared by all scorers and end with this one. Errors: `Error` with the
 * code's error, or the reason for a missing value.
 */
export async function foreignCall(
  code: ForeignCode,
  args: readonly unknown[],
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<ForeignReply>();
  queue.push({ call: { id: ++lastId, code, args, timeoutMs }, settle: resolve });
  next();
  const reply = await promise;
  if ("value" in reply) return reply.value;
  throw new Error("problem" in reply ? reply.problem : "no answer");
}

/** Gives the calls that wait to the processes that are idle. */
function next(): void {
  for (const host of hosts) {
    if (queue.length === 0) return;
    if (host.at === null) take(host, queue.shift()!);
  }
  if (queue.length === 0 || hosts.size >= MOST_PROCESSES) return;
  if (hosts.size === 0) {
    take(start(), queue.shift()!);
    return next();
  }
  for (const host of hosts) if (!host.isReady) return; // starting several at once takes longer
  growth ??= setTimeout(() => {
    growth = undefined;
    const first = queue.shift();
    if (first === undefined) return;
    if (hosts.size < MOST_PROCESSES) take(start(), first);
    else queue.unshift(first);
    next();
  }, PATIENCE_MS);
}

function take(host: Host, waiting: Waiting): void {
  const { call } = waiting;
  const timer = setTimeout(() => fail(host, "the process did not start"), STARTUP_MS);
  host.at = { ...waiting, timer };
  host.child.ref();
  host.child.channel?.ref();
  if (host.isReady) startClock(host);
  try {
    host.child.send(call);
  } catch {
    host.child.send({ ...call, args: JSON.parse(JSON.stringify(call.args)) as unknown[] }); // functions cannot be cloned
  }
}

function startClock(host: Host): void {
  const { at } = host;
  if (at === null) return;
  clearTimeout(at.timer);
  const { timeoutMs } = at.call;
  at.timer = setTimeout(() => fail(host, `it took more than ${timeoutMs} ms`), timeoutMs);
}

/** Ends the process, and the call that it is at. */
function fail(host: Host, problem: string): void {
  hosts.delete(host);
  host.child.kill("SIGKILL");
  settle(host, problem);
}

function settle(host: Host, reply: string | ForeignReply): void {
  const { at } = host;
  if (at !== null) {
    host.at = null;
    clearTimeout(at.timer);
    at.settle(typeof reply === "string" ? { id: at.call.id, problem: reply } : reply);
  }
  if (hosts.has(host)) {
    host.child.unref(); // an idle process does not keep the parent alive
    host.child.channel?.unref();
  }
  next();
}

function start(): Host {
  const entry = new URL(
    import.meta.url.endsWith(".ts") ? "./foreign-process.ts" : "./foreign-process.js",
    import.meta.url,
  );
  const child = fork(fileURLToPath(entry), {
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const host: Host = { child, isReady: false, at: null };
  hosts.add(host);
  for (const stream of [child.stdout!, child.stderr!]) {
    // The output of the code, often an answer, is for its author. It goes to stderr, because a program may
    // read this process's stdout.
    stream.setEncoding("utf8").on("data", (text: string) => {
      const said = text.split("\n").filter((line) => !DEATH.test(line));
      if (said.some((line) => line !== "")) process.stderr.write(visibleText(said.join("\n")));
    });
    (stream as { unref?(): void }).unref?.();
  }
  child.on("message", (message) => {
    if (typeof message !== "object" || message === null) return; // the code may send any message
    const reply = message as ForeignReply;
    if ("isReady" in reply) {
      host.isReady = true;
      startClock(host);
      next();
    } else if (reply.id === host.at?.call.id) settle(host, reply);
  });
  child.on("error", ({ message }) => gone(host, message));
  child.on("exit", (code, signal) => gone(host, reasonOf(code, signal)));
  return host;
}

function gone(host: Host, why: string): void {
  if (!hosts.delete(host)) return;
  settle(host, why);
}

function reasonOf(code: number | null, signal: string | null): string {
  if (signal === "SIGABRT" || signal === "SIGTRAP" || code === 134)
    return `its process ended with ${signal ?? code}: no memory was left, or it aborted`;
  return `its process ended with ${signal ?? `exit code ${code}`}`;
}
