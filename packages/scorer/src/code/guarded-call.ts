import { thrownText } from "@sameseed/core";
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate, setTimeout } from "node:timers/promises";
import { withinTime } from "./within-time.ts";

/** So long a call that left timers behind waits for them, in case they throw. */
const LEFT_TIMERS_MS = 20;

interface Call {
  /** Fails the call, also when its value is there already and was not taken yet. */
  readonly fail: (error: Error) => void;
}

/** Which call's code is at work, also in what it left behind. */
const calls = new AsyncLocalStorage<Call>();
let active = 0;

/**
 * Calls code of the user's in this process: a scorer of a TypeScript benchmark. It has `timeoutMs`, also in an endless loop;
 * what it throws late, out of a timer or a promise that nobody awaits, is its failure and not that of the process, and it
 * cannot end the process by `process.exit`. Errors: what it throws, at once or late, or that it took too long.
 */
export async function guardedCall<T>(call: () => T | Promise<T>, timeoutMs: number): Promise<T> {
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {}); // it may come when nobody listens any more
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
      await Promise.race([setImmediate(), failure.promise]); // promises that nobody awaits are told of by then
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

/** The listeners stay: what a call left behind may still throw. */
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

/** What no scorer is to blame for ends the process, as without this listener, unless somebody else listens. */
function onUncaught(error: unknown): void {
  const call = calls.getStore();
  if (call !== undefined) return call.fail(error instanceof Error ? error : new Error(thrownText(error)));
  if (EVENTS.some((event) => events.listeners(event).some((listener) => listener !== onUncaught))) return;
  for (const event of EVENTS) events.off(event, onUncaught);
  throw error;
}
