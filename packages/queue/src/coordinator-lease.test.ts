import type { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coordinatorLease } from "./coordinator-lease.ts";
import { queueKeys } from "./queue-keys.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OTHER = JSON.stringify({ id: "1", home: "copy", host: "elsewhere", pid: 7 });

/** The commands of one key, which is there until `ends`. */
class OneKey {
  value: string;
  ends: number;

  constructor(value: string, lastsMs: number) {
    this.value = value;
    this.ends = Date.now() + lastsMs;
  }

  get isThere(): boolean {
    return Date.now() < this.ends;
  }

  async get(): Promise<string | null> {
    return this.isThere ? this.value : null;
  }

  async set(_: string, value: string, _px: string, lastsMs: number, onlyNew?: string): Promise<"OK" | null> {
    if (onlyNew !== undefined && this.isThere) return null;
    this.value = value;
    this.ends = Date.now() + lastsMs;
    return "OK";
  }

  async pttl(): Promise<number> {
    if (this.ends === Infinity) return -1;
    return this.isThere ? this.ends - Date.now() : -2;
  }

  async pexpire(_: string, lastsMs: number): Promise<void> {
    this.ends = Date.now() + lastsMs;
  }
}

function leaseOn(redis: OneKey) {
  return coordinatorLease({ redis: redis as unknown as Redis, keys: queueKeys("t"), runId: "run", home: "own" });
}

test.each([1, 900, 1200, 2600, 15_000, Infinity])(
  "a coordinator gets the lease of one that has ended and had %d ms left",
  async (leftMs) => {
    const redis = new OneKey(OTHER, leftMs);
    const taken = leaseOn(redis).take();
    await Promise.all([taken, vi.advanceTimersByTimeAsync(20_000)]);
    expect(redis.value).toContain('"home":"own"');
  },
);

test.each([900, 15_000, Infinity])("a lease with %d ms left that is renewed is refused", async (leftMs) => {
  const redis = new OneKey(OTHER, leftMs);
  const renewal = setInterval(() => void redis.pexpire("", 15_000), 800);
  const refusal = leaseOn(redis)
    .take()
    .catch((error: unknown) => String(error));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await refusal).toContain("run is coordinated by process 7 on elsewhere");
  clearInterval(renewal);
});
