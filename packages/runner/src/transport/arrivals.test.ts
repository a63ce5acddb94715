import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { Arrivals } from "./arrivals.ts";

test("an answer is held as long as another request is in flight", () => {
  const arrivals = new Arrivals();
  arrivals.began();
  arrivals.began();
  arrivals.ended();
  expect(arrivals.isHeld).toBe(true);
  arrivals.ended();
  expect(arrivals.isHeld).toBe(false);
});

test("answers of one turn are handed over in their order at its end, before what their trials do next", async () => {
  const arrivals = new Arrivals();
  const seen: string[] = [];
  const arrive = (name: string): void =>
    arrivals.hold(() => {
      seen.push(name);
      void Promise.resolve().then(() => seen.push(`after ${name}`));
    });
  arrive("first");
  arrive("second");
  await Promise.resolve();
  expect({ seen, isHeld: arrivals.isHeld }).toEqual({ seen: [], isHeld: true });
  await setImmediate();
  expect(seen).toEqual(["first", "second", "after first", "after second"]);
  arrive("of the next turn");
  await setImmediate();
  expect(seen).toHaveLength(6);
  expect(arrivals.isHeld).toBe(false);
});
