import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Waits } from "./waits.ts";

/** The clock that a suspended process sees jump. */
let jumpMs = 0;
beforeEach(() => {
  jumpMs = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { now } = performance;
  vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + jumpMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("work that takes too long is a timeout", async () => {
  const waits = new Waits();
  const work = waits.within(1000, () => new Promise<string>(() => {}));
  const ended = work.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await ended).toMatchObject({ kind: "timeout", message: "No answer within 1 s." });
  expect(waits.now()).toBe(performance.now());
});

test("an answer that arrived while the process was suspended counts, not a timeout", async () => {
  const waits = new Waits();
  const works = [1000, 1200].map((timeoutMs) =>
    waits.within(timeoutMs, () => new Promise<string>((resolve) => setTimeout(() => resolve("yes"), 1250))),
  );
  await vi.advanceTimersByTimeAsync(500);
  const before = waits.now();
  jumpMs = 3_600_000; // both timers fire an hour late, and before the answers are read
  await vi.advanceTimersByTimeAsync(750);
  expect(await Promise.all(works)).toEqual(["yes", "yes"]);
  expect(waits.now() - before).toBeLessThan(2000); // the hour counts once and is free
});

test("the extended time ends as well", async () => {
  const waits = new Waits();
  const work = waits.within(1000, () => new Promise<string>(() => {}));
  const ended = work.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(500);
  jumpMs = 60_000;
  await vi.advanceTimersByTimeAsync(500 + 1000);
  expect(await ended).toMatchObject({ kind: "timeout" });
});

test("the time of day is written as Date writes it", () => {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ["Date"] });
  const waits = new Waits();
  for (const time of [
    "2026-11-29T22:10:41.000Z",
    "2026-11-29T22:10:41.007Z",
    "2026-11-29T22:10:41.999Z",
    "2026-12-31T23:59:59.050Z",
    "2027-01-01T00:00:00.000Z",
    "2026-11-29T22:10:41.020Z",
  ]) {
    vi.setSystemTime(new Date(time));
    expect(waits.timeOfDay()).toBe(time);
  }
});

test("one timer ends each piece of work at its own time", async () => {
  const waits = new Waits();
  const ended: string[] = [];
  for (const [name, timeoutMs] of [
    ["slow", 3000],
    ["quick", 1000],
    ["middle", 2000],
    ["also quick", 1000],
  ] as const)
    waits.within(timeoutMs, () => new Promise<never>(() => {})).catch(() => ended.push(name));
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual(["quick", "also quick"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ended).toEqual(["quick", "also quick", "middle"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ended).toEqual(["quick", "also quick", "middle", "slow"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("no timer keeps the process alive after the last work", async () => {
  const waits = new Waits();
  await waits.within(1000, async () => "yes");
  await expect(waits.within(1000, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
  const dropped = waits.within(1000, () => new Promise<never>(() => {})).catch((error: unknown) => error);
  waits.drop();
  expect(await dropped).toMatchObject({ kind: "aborted" });
  expect(vi.getTimerCount()).toBe(0);
});

test("reuses a signal that its work releases, unless it was aborted", async () => {
  const waits = new Waits();
  const signals: AbortSignal[] = [];
  const take = async (signal: AbortSignal): Promise<void> => void signals.push(signal);
  const hang = (signal: AbortSignal): Promise<never> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  await waits.within(1000, take, { releasesSignal: true });
  await waits.within(1000, take, { releasesSignal: true });
  expect(signals[1]).toBe(signals[0]);
  const late = waits.within(1000, hang, { releasesSignal: true }).catch(() => {});
  await vi.advanceTimersByTimeAsync(1000);
  await late;
  expect(signals[2]).toBe(signals[0]);
  expect(signals[2]!.aborted).toBe(true);
  await waits.within(1000, take, { releasesSignal: true });
  expect(signals[3]!.aborted).toBe(false);
  const [first, second] = [waits.within(1000, hang, { releasesSignal: true }), waits.within(1000, hang)];
  for (const work of [first, second]) work.catch(() => {});
  expect(signals[4]).toBe(signals[3]); // released before
  expect(signals[5]).not.toBe(signals[4]);
  waits.drop();
});

test("does not reuse an aborted signal when its work ends later, as a request does", async () => {
  const waits = new Waits();
  const signals: AbortSignal[] = [];
  const request = (signal: AbortSignal): Promise<void> => {
    signals.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  };
  const late = waits.within(1000, request, { releasesSignal: true }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await late).toMatchObject({ kind: "timeout" });
  await waits.within(1000, async (signal) => void signals.push(signal), { releasesSignal: true });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test("does not reuse a signal that may have listeners", async () => {
  const waits = new Waits();
  const signals: AbortSignal[] = [];
  for (let request = 0; request < 2; request++) await waits.within(1000, async (signal) => void signals.push(signal));
  expect(signals[1]).not.toBe(signals[0]);
});
