import { option, SameseedError } from "@sameseed/core";
import type { Redis } from "ioredis";
import { startRefusal } from "./refusals.ts";

/** A service that does not answer within this time is named unreachable. */
const CONNECT_TIMEOUT_MS = 2000;
/** BullMQ's minimum version. */
const LEAST_VERSION = [6, 2] as const;

/** The peers of this package, loaded when a queue is used and not before. */
export interface QueueLibraries {
  readonly bullmq: typeof import("bullmq");
  readonly ioredis: Pick<typeof import("ioredis"), "Redis">;
}

/** Errors: `NOT_FOUND` with the command that installs them. */
export async function queueLibraries(): Promise<QueueLibraries> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, ioredis };
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", "The queue executor needs the packages bullmq and ioredis.", {
      hint: "Install them next to sameseed: npm install bullmq ioredis.",
      cause,
    });
  }
}

export interface Connected {
  readonly redis: Redis;
  /** Warnings about the server, such as possible eviction of keys or unreadable settings. */
  readonly warnings: readonly string[];
}

/**
 * Connects and checks the server once. `url` is `redis://` or `rediss://`, with user and password; no error
 * repeats them. Errors: `BAD_ARGUMENT` for an address that is not a Redis URL, a server that refuses, does
 * not answer within 2 seconds, is older than 6.2 or may evict keys.
 */
export async function connectRedis(url: string, { ioredis }: QueueLibraries): Promise<Connected> {
  const where = addressOf(url);
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
    enableAutoPipelining: true,
  });
  const failures: Error[] = [];
  redis.on("error", (error: Error) => void (failures.length < 5 && failures.push(error)));
  try {
    await withinTime(redis.connect().then(() => redis.ping()));
  } catch (error) {
    const isOpen = redis.status === "connect"; // it accepted the connection and then did not report that it is ready
    redis.disconnect();
    throw unreachable(where, [...failures, error as Error], isOpen);
  }
  redis.options.retryStrategy = (times) => Math.min(50 * 2 ** Math.min(times, 6), 2000);
  try {
    return { redis, warnings: await checkServer(redis, where) };
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

/** Reports when the connection is lost and when it is restored; work waits in between. */
export function tellOutages(redis: Redis, onWarning: ((sentence: string) => void) | undefined): void {
  let isLost = false;
  redis.on("close", () => {
    if (isLost || redis.status === "end") return;
    isLost = true;
    onWarning?.("Lost the connection to Redis. Reconnecting.");
  });
  redis.on("ready", () => {
    if (isLost) onWarning?.("Reconnected to Redis.");
    isLost = false;
  });
}

/** Host and port of a Redis URL, without its secrets. */
export function addressOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === "") {
    throw new SameseedError("BAD_ARGUMENT", "The address of the queue is not a Redis URL.", {
      hint: "Write redis://host:6379, or rediss://user:password@host:6380 for TLS.",
    });
  }
  return `${parsed.hostname}:${parsed.port === "" ? "6379" : parsed.port}`;
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("timed out")), CONNECT_TIMEOUT_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** A server that refuses a client sends the reason and closes the connection: several errors, in any order. */
function unreachable(where: string, errors: readonly Error[], isOpen: boolean): SameseedError {
  const refusals = errors.map((error) => startRefusal(where, error)).filter((refusal) => refusal !== null);
  if (refusals.length > 0) return refusals[0]!;
  const error = errors[0]!;
  const isSlow = error.message === "timed out";
  if (isSlow && isOpen) {
    return new SameseedError("BAD_ARGUMENT", `Redis at ${where} was not ready within 2 seconds.`, {
      hint: "The server may still be loading its data. Start again once redis-cli ping answers PONG.",
    });
  }
  const why = isSlow ? "did not answer within 2 seconds" : `cannot be reached (${codeOf(error)})`;
  return new SameseedError("BAD_ARGUMENT", `Redis at ${where} ${why}.`, {
    hint: "Check that the server runs and that the address, the port and TLS (rediss://) are right. A server also closes connections in protected mode, and when it has maxclients of them.",
  });
}

/** The code alone: a message may repeat the address with its password. */
function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === "string" ? error.code : "the connection closed";
}

async function checkServer(redis: Redis, where: string): Promise<string[]> {
  const text = await redis.info().catch(() => null);
  if (text === null) return [`The settings of Redis at ${where} cannot be read: the user may not call INFO.`];
  const info = infoOf(text);
  checkVersion(info.get("redis_version") ?? "", where);
  return checkPolicy(info, where);
}

function checkPolicy(info: ReadonlyMap<string, string>, where: string): string[] {
  const policy = info.get("maxmemory_policy") ?? "noeviction";
  if (policy === "noeviction") return [];
  if (info.get("maxmemory") === "0")
    return [`Redis at ${where} has maxmemory-policy ${policy}. Set it to noeviction before you set maxmemory.`];
  throw new SameseedError("BAD_ARGUMENT", `Redis at ${where} may evict keys: its maxmemory-policy is ${policy}.`, {
    hint: `The queue would lose work. Run: redis-cli config set maxmemory-policy noeviction; then start the run, or continue it with ${option("resume")}.`,
  });
}

/** Errors: `BAD_ARGUMENT` for a server that may evict keys now, even if it did not at the beginning. */
export async function refuseEviction(redis: Redis, where: string): Promise<void> {
  const text = await redis.info("memory").catch(() => null);
  if (text !== null) checkPolicy(infoOf(text), where);
}

function infoOf(text: string): ReadonlyMap<string, string> {
  return new Map(text.split("\r\n").map((line) => line.split(":", 2) as [string, string]));
}

function checkVersion(version: string, where: string): void {
  const [major = Number.NaN, minor = 0] = version.split(".").map(Number);
  if (Number.isNaN(major) || major > LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1]))
    return;
  throw new SameseedError(
    "BAD_ARGUMENT",
    `Redis at ${where} has version ${version}; the queue needs ${LEAST_VERSION.join(".")} or newer.`,
    {
      hint: "Use a newer Redis, or Valkey.",
    },
  );
}
