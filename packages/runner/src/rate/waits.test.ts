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

test("an answer that arrived while the process was suspended is taken, not timed out", async () => {
  const waits = new Waits();
  const works = [1000, 1200].map((timeoutMs) =>
    waits.within(timeoutMs, () => new Promise<string>((resolve) => setTimeout(() => resolve("yes"), 1250))),
  );
  await vi.advanceTimersByTimeAsync(500);
  const before = waits.now();
  jumpMs = 3_600_000; // both timers fire an hour late, and before the answers are read
  await vi.advanceTimersByTimeAsync(750);
  expect(await Promise.all(works)).toEqual(["yes", "yes"]);
  expect(waits.now() - before).toBeLessThan(2000); // the hour counts once, and for nothing
});

test("time that was given back ends as well", async () => {
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
