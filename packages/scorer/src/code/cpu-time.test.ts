import { expect, test } from "vitest";
import { cpuTimeAtMost } from "./cpu-time.ts";

test("a thread used no more CPU time than its process, and no more than the time on the clock", () => {
  let [user, system, clock] = [5_000_000, 1_000_000, 70_000];
  const usedMs = cpuTimeAtMost(
    () => ({ user, system }),
    () => clock,
  );
  expect(usedMs()).toBe(0);
  [user, system, clock] = [user + 20_000, system + 10_000, clock + 2000]; // the machine did something else
  expect(usedMs()).toBe(30);
  [user, clock] = [user + 9_000_000, clock + 1000]; // several threads at work
  expect(usedMs()).toBe(3000);
});
