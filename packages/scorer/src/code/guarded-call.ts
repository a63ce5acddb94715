import { thrownText } from "@sameseed/core";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate, setTimeout } from "node:timers/promises";
import { withinTime } from "./within-time.ts";

/** Wait for timers that a call left behind, in case they throw. */
const LEFT_TIMERS_MS = 20;

interface Call {
  /** Fails the call, even if its value exists and was not read yet. */
  readonly fail: (error: Error) => void;
}

/** The call whose code is running, including code that it left behind. */
const calls = new AsyncLocalStorage<Call>();
let active = 0;

/**
 * Runs a user's code in this process: a scorer of a TypeScript benchmark. The call has `timeoutMs`, even in
 * an endless loop. A late error, from a timer or a promise without a handler, fails the call and not the
 * process, and the code cannot end the process by `process.exit`. Errors: an error that the code throws, at
 * once or late, or that it took too long.
 */
export async function guardedCall<T>(call: () => T | Promise<T>, timeoutMs: number): Promise<T> {
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {}); // it may arrive when no listener remains
  const over = new AbortController();
  const deadline = setTimeout(timeoutMs, undefined, { signal: over.signal }).then(
    () => failure.reject(new Error(`it took more than ${timeoutMs} ms`)),
    () => {},
  );
  begin();
  try {
    return await calls.run({ fail: failure.reject }, async () => {
      const timers = timerCount();
      const given = withinTime(call, timeoutMs);
      const hasLeft = timerCount() > timers;
      const value = await Promise.race([given, failure.promise]);
      await Promise.race([setImmediate(), failure.promise]); // rejections without a handler are reported by then
      if (hasLeft) await Promise.race([setTimeout(LEFT_TIMERS_MS), failure.promise]);
      return value;
    });
  } finally {
    over.abort();
    await deadline;
    end();
  }
}

function timerCount(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;
const events: NodeJS.EventEmitter = process;
const { exit } = process;

function begin(): void {
  if (active++ > 0) return;
  if (process.exit === exit) process.exit = refuseExit;
  for (const event of EVENTS) if (!events.listeners(event).includes(onUncaught)) events.on(event, onUncaught);
}

/** The listeners stay, since code that a call left behind may still throw. */
function end(): void {
  active--;
}

function refuseExit(code?: number | string | null): never {
  const call = calls.getStore();
  if (call === undefined) return exit(code);
  const error = new Error("it called process.exit");
  call.fail(error);
  throw error;
}

/** An error that no scorer caused ends the process, as without this listener, unless another listener exists. */
function onUncaught(error: unknown): void {
  const call = calls.getStore();
  if (call !== undefined) return call.fail(error instanceof Error ? error : new Error(thrownText(error)));
  if (EVENTS.some((event) => events.listeners(event).some((listener) => listener !== onUncaught))) return;
  for (const event of EVENTS) events.off(event, onUncaught);
  throw error;
}
