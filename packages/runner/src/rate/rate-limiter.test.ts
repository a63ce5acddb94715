import type { ModelRequest } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RateLimiter, type RateLimiterOptions, type Turn, type TurnEnd } from "./rate-limiter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const request = (characters = 360): ModelRequest => ({
  messages: [{ role: "user", content: "x".repeat(characters) }],
  params: {},
  seed: 1,
  case: "c",
  repeat: 0,
});

/**
 * Sends `count` requests of `latencyMs` as fast as the limiter allows, on the virtual clock; returns the time
 * of each.
 */
async function send(
  options: RateLimiterOptions,
  count: number,
  { latencyMs = 0, end = () => ({}) }: { latencyMs?: number; end?: (number: number) => TurnEnd } = {},
): Promise<{ at: number[]; mostInFlight: number }> {
  const limiter = new RateLimiter(options);
  const start = performance.now();
  const at: number[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const all = Promise.all(
    Array.from({ length: count }, async (_, order) => {
      const turn = (await limiter.take(request(), order))!;
      const number = at.push(performance.now() - start) - 1;
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
      inFlight--;
      turn.end(end(number));
    }),
  );
  await vi.runAllTimersAsync();
  await all;
  return { at, mostInFlight };
}

describe("limits that the user sets", () => {
  test("requests a minute are an even pace: no minute has more", async () => {
    const { at } = await send({ concurrency: 100, maxRequestsPerMinute: 600 }, 50);
    expect(at[0]).toBe(0);
    for (const [number, ms] of at.entries()) {
      expect(ms).toBeGreaterThanOrEqual(number * 100 - 50);
      expect(ms).toBeLessThanOrEqual(number * 100 + 1);
    }
  });

  test("tokens a minute are kept by estimate, and by usage once it is known", async () => {
    const usage = { promptTokens: 60, completionTokens: 40 };
    const { at } = await send({ concurrency: 1, maxTokensPerMinute: 6000 }, 20, { end: () => ({ usage }) });
    expect(at.at(-1)).toBeGreaterThanOrEqual(19 * 1000 - 50);
    expect(at.at(-1)).toBeLessThanOrEqual(19 * 1000 + 100);
  });

  test("answers from a cache were not sent and use no quota", async () => {
    const { at } = await send({ concurrency: 4, maxRequestsPerMinute: 60, maxTokensPerMinute: 60 }, 100, {
      end: () => ({ isUnsent: true }),
    });
    expect(at.at(-1)).toBe(0);
  });

  test("without limits sends all at once, up to the concurrency", async () => {
    const { at, mostInFlight } = await send({ concurrency: 8 }, 32, { latencyMs: 50 });
    expect(mostInFlight).toBe(8);
    expect(at.at(-1)).toBe(150);
  });
});

describe("limits in the service's headers", () => {
  test("all wait for the reset when no quota remains", async () => {
    const notices: Record<number, TurnEnd> = {
      4: { notice: { requests: { limit: 5, remaining: 0, resetMs: 62_500 } } },
    };
    const { at } = await send({ concurrency: 1 }, 7, { end: (number) => notices[number] ?? {} });
    expect(at).toEqual([0, 0, 0, 0, 0, 62_500, 62_500]);
  });

  test("waits for a reset beyond the longest timer without polling endlessly", async () => {
    const limiter = new RateLimiter({ concurrency: 2 });
    const turn = (await limiter.take(request(), 0))!;
    turn.end({ notice: { requests: { remaining: 0, resetMs: 2 ** 40 } } });
    const timers = vi.spyOn(globalThis, "setTimeout");
    const next = limiter.take(request(), 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(timers).toHaveBeenCalledTimes(1);
    timers.mockRestore(); // before the real timers come back: restored later, it would put the fake ones in their place
    limiter.close();
    expect(await next).toBeNull();
  });

  test("reports a long pause once", async () => {
    const held: number[] = [];
    const limiter = new RateLimiter({ concurrency: 2, maxRequestsPerMinute: 1, onHold: (ms) => void held.push(ms) });
    const turn = (await limiter.take(request(), 0))!;
    turn.end({ notice: { requests: { remaining: 0, resetMs: 90_000 } } });
    const next = [1, 2, 3].map((order) => limiter.take(request(), order));
    await vi.advanceTimersByTimeAsync(89_000);
    expect(held).toEqual([90_000]);
    await vi.advanceTimersByTimeAsync(200_000); // a pace that the user set needs no notice
    expect(held).toEqual([90_000]);
    limiter.close();
    await Promise.all(next);
  });

  test("the remaining quota may not include requests in flight", async () => {
    const end = (number: number): TurnEnd =>
      number === 0 ? { notice: { requests: { limit: 10, remaining: 2, resetMs: 1000 } } } : {};
    const limiter = new RateLimiter({ concurrency: 10 });
    const turns = Array.from({ length: 4 }, (_, order) => limiter.take(request(), order) as Turn);
    turns[0]!.end(end(0)); // three others are in flight: 2 - 3 is less than one
    const next = limiter.take(request(), 4);
    expect(next).toBeInstanceOf(Promise);
    await vi.advanceTimersByTimeAsync(999);
    await expect(Promise.race([next, Promise.resolve("waits")])).resolves.toBe("waits");
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).not.toBeNull();
  });

  test("a request larger than the token quota is sent when the quota is full", async () => {
    const end = (): TurnEnd => ({ notice: { tokens: { limit: 50, remaining: 0, resetMs: 1000 } } });
    const { at } = await send({ concurrency: 1 }, 3, { end });
    expect(at).toEqual([0, 1000, 2000]);
  });
});

describe("429s", () => {
  test("limits requests to a service's capacity of four, and sends more after it recovers", async () => {
    const limiter = new RateLimiter({ concurrency: 32 });
    let most = 4;
    let inFlight = 0;
    const sizes: number[] = [];
    const one = async (order: number) => {
      const turn = (await limiter.take(request(), order))!;
      const isRefused = ++inFlight > most;
      sizes.push(inFlight);
      await new Promise((resolve) => setTimeout(resolve, isRefused ? 1 : 50));
      inFlight--;
      turn.end({ isRefused, retryAfterMs: 100 });
    };
    const crowd = Promise.all(Array.from({ length: 400 }, (_, order) => one(order)));
    await vi.runAllTimersAsync();
    await crowd;
    expect(Math.max(...sizes.slice(100))).toBeLessThanOrEqual(12);
    most = 100;
    sizes.length = 0;
    const later = Promise.all(Array.from({ length: 600 }, (_, order) => one(order)));
    await vi.runAllTimersAsync();
    await later;
    expect(Math.max(...sizes)).toBe(32);
  });

  test("after a refused round all wait as long as the service asks", async () => {
    const { at } = await send({ concurrency: 1 }, 3, {
      end: (number) => ({ isRefused: number === 0, retryAfterMs: 5000 }),
    });
    expect(at).toEqual([0, 5000, 5000]);
  });

  test("single refusals do not hold back others", async () => {
    const { at, mostInFlight } = await send({ concurrency: 16 }, 320, {
      latencyMs: 10,
      end: (number) => ({ isRefused: number % 4 === 0, retryAfterMs: 60_000 }),
    });
    expect(mostInFlight).toBe(16);
    expect(at.at(-1)).toBe(190);
  });
});

test("turns follow the order of the plan, not of arrival", async () => {
  const limiter = new RateLimiter({ concurrency: 1 });
  const first = limiter.take(request(), 0) as Turn;
  const went: number[] = [];
  const waiting = [5, 2, 9, 3].map(async (order) => {
    const turn = await limiter.take(request(), order);
    went.push(order);
    turn!.end({});
  });
  first.end({});
  await Promise.all(waiting);
  expect(went).toEqual([2, 3, 5, 9]);
});

test("closing ends all waiting, now and in future", async () => {
  const limiter = new RateLimiter({ concurrency: 1, maxRequestsPerMinute: 1 });
  limiter.take(request(), 0);
  const waiting = limiter.take(request(), 1);
  limiter.close();
  expect(await waiting).toBeNull();
  expect(limiter.take(request(), 2)).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

describe("a service that queues", () => {
  const PLACES = 8;

  /**
   * Sends as many requests as the limiter allows to a service of 8 places, two variants in turn, and returns
   * their order and times.
   */
  async function sendToQueue(count: number): Promise<{ sent: number[]; latencies: number[]; doneMs: number }> {
    const limiter = new RateLimiter({ concurrency: 64 });
    const start = performance.now();
    const sent: number[] = [];
    const latencies: number[] = [];
    let free = PLACES;
    const queue: (() => void)[] = [];
    const answer = async (): Promise<void> => {
      if (free === 0) await new Promise<void>((resolve) => queue.push(resolve));
      else free--;
      await new Promise((resolve) => setTimeout(resolve, 200));
      const next = queue.shift();
      if (next === undefined) free++;
      else next();
    };
    const all = Promise.all(
      Array.from({ length: count }, async (_, order) => {
        const turn = (await limiter.take(request(), order))!;
        sent.push(order);
        const sentAt = performance.now();
        await answer();
        latencies.push(performance.now() - sentAt);
        turn.end({ isAnswered: true });
      }),
    );
    await vi.runAllTimersAsync();
    await all;
    return { sent, latencies, doneMs: performance.now() - start };
  }

  test("gets no more requests at a time than it answers, in plan order, without loss of throughput", async () => {
    const { sent, latencies, doneMs } = await sendToQueue(2000);
    expect(sent).toEqual([...Array(2000).keys()]);
    expect(doneMs).toBeLessThan(1.05 * (2000 / PLACES) * 200);
    const late = latencies.slice(-1000);
    expect(late.reduce((sum, ms) => sum + ms, 0) / late.length).toBeLessThan(450); // 1,600 with all 64 in flight
  });
});
