import { RandomStream } from "@sameseed/stats";
import { describe, expect, test } from "vitest";
import { LatencyWindow } from "./latency-window.ts";

interface Service {
  /** Requests that it works on at a time; the others wait in its queue. */
  readonly places: number;
  /** Time of one answer, by a draw in [0, 1). */
  readonly workMs: (draw: number) => number;
  /** Answers that end at the same time are all counted before the next request is sent, as those of one turn. */
  readonly isGrouped?: boolean;
}

interface Ran {
  readonly ratePerSecond: number;
  /** Mean of the last quarter. */
  readonly latencyMs: number;
  readonly sizes: readonly number[];
}

/** Answers `count` requests on a virtual clock, with as many in flight as the window allows. */
function simulate(
  window: { readonly size: number } & Pick<LatencyWindow, "count">,
  count: number,
  { places, workMs, isGrouped = false }: Service,
): Ran {
  const stream = new RandomStream("latency-window.test");
  const queue: number[] = [];
  const working: { readonly sentAt: number; readonly endsAt: number }[] = [];
  const latencies: number[] = [];
  const sizes: number[] = [];
  let now = 0;
  let inFlight = 0;
  while (latencies.length < count) {
    if (!isGrouped || working.length === 0 || working[0]!.endsAt > now) {
      for (; inFlight < window.size; inFlight++) queue.push(now);
      while (working.length < places && queue.length > 0) {
        working.push({ sentAt: queue.shift()!, endsAt: now + workMs(stream.nextDouble()) });
      }
    }
    working.sort((left, right) => left.endsAt - right.endsAt);
    const { sentAt, endsAt } = working.shift()!;
    now = endsAt;
    const isBinding = inFlight-- >= window.size;
    latencies.push(now - sentAt);
    sizes.push(window.size);
    window.count({ latencyMs: now - sentAt, now, isBinding });
  }
  const last = latencies.slice(-count / 4);
  return { ratePerSecond: (1000 * count) / now, latencyMs: last.reduce((sum, ms) => sum + ms, 0) / last.length, sizes };
}

const fixed = (size: number) => ({ size, count: () => {} });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const constant = (ms: number) => () => ms;
/** From 50 ms to a few seconds, as answers of unlike length take. */
const longTailed = (draw: number) => 50 - 300 * Math.log(1 - draw);

describe("a service that works on some requests at a time and lets the others wait", () => {
  test.each([
    ["always 200 ms", 16, constant(200)],
    ["always 200 ms", 4, constant(200)],
    ["a long tail", 16, longTailed],
  ])("%s, %i at a time: the queue goes away, and as many are answered", (_, places, workMs) => {
    const service = { places, workMs };
    const [wide, adapted] = [simulate(fixed(64), 8000, service), simulate(new LatencyWindow(64), 8000, service)];
    expect(adapted.latencyMs).toBeLessThan(0.6 * wide.latencyMs);
    expect(adapted.ratePerSecond).toBeGreaterThan(0.97 * wide.ratePerSecond);
    expect(mean(adapted.sizes.slice(-2000))).toBeLessThan(2.5 * places);
    expect(mean(adapted.sizes.slice(-2000))).toBeGreaterThan(0.8 * places);
  });

  test("answers that arrive in groups, of which only the first fills the window, remove the queue as well", () => {
    const service = { places: 8, workMs: constant(200), isGrouped: true };
    const [wide, adapted] = [simulate(fixed(64), 8000, service), simulate(new LatencyWindow(64), 8000, service)];
    expect(adapted.latencyMs).toBeLessThan(0.6 * wide.latencyMs);
    expect(adapted.ratePerSecond).toBeGreaterThan(0.95 * wide.ratePerSecond);
    expect(mean(adapted.sizes.slice(-2000))).toBeLessThan(20);
  });

  test("that gains capacity gets more requests, up to the maximum", () => {
    const window = new LatencyWindow(64);
    simulate(window, 6000, { places: 8, workMs: constant(200) });
    expect(window.size).toBeLessThan(20);
    const { sizes } = simulate(window, 12_000, { places: 1000, workMs: constant(200) });
    expect(window.size).toBe(64);
    expect(sizes.every((size) => size <= 64)).toBe(true);
  });
});

test("probing finds a service that slows down with any number of concurrent requests", () => {
  const window = new LatencyWindow(64);
  let now = 0;
  const sizes: number[] = [];
  // Processor sharing: 16 are worked on at full speed, more of them each the slower; every answer takes the same time.
  for (let round = 0; round < 600; round++) {
    const { size } = window;
    const latencyMs = 200 * Math.max(1, size / 16);
    for (let answer = 0; answer < size; answer++) {
      now += latencyMs / size;
      window.count({ latencyMs, now, isBinding: true });
    }
    sizes.push(size);
  }
  expect(sizes[50]).toBe(64);
  expect(mean(sizes.slice(-100))).toBeLessThan(32);
  expect(mean(sizes.slice(-100))).toBeGreaterThan(14);
});

describe("throughput is not reduced", () => {
  test.each([
    ["50 ms", constant(50), 1],
    ["200 ms", constant(200), 0.995],
    ["a long tail", longTailed, 0.97],
    ["two models, one ten times as slow", (draw: number) => (draw < 0.5 ? 150 : 1500), 0.97],
  ])("at a service with capacity for all: %s", (_, workMs, share) => {
    const service = { places: 1000, workMs };
    const [wide, adapted] = [simulate(fixed(64), 20_000, service), simulate(new LatencyWindow(64), 20_000, service)];
    expect(adapted.ratePerSecond / wide.ratePerSecond).toBeGreaterThanOrEqual(share);
  });

  test("and nothing is tried where another limit binds, since it would show nothing", () => {
    const window = new LatencyWindow(64);
    for (let answer = 0; answer < 20_000; answer++)
      window.count({ latencyMs: answer < 16 ? 100 : 1000, now: 10 * answer, isBinding: false });
    expect(window.size).toBe(64);
  });

  test("and the limit is never below one request", () => {
    const { sizes } = simulate(new LatencyWindow(1), 500, { places: 1, workMs: longTailed });
    expect(new Set(sizes)).toEqual(new Set([1]));
  });
});
