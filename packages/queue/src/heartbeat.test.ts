import { expect, test } from "vitest";
import { heartbeat } from "./heartbeat.ts";

function clocks() {
  const time = { wall: 1_000_000, steady: 0 };
  return { time, beats: heartbeat({ wallMs: () => time.wall, steadyMs: () => time.steady }) };
}

test("a process that beats each second is in no doubt", () => {
  const { time, beats } = clocks();
  for (let second = 0; second < 100; second++) {
    time.wall += 1000;
    time.steady += 1000;
    expect([beats.isDoubtful(), beats.isSetBack()]).toEqual([false, false]);
    beats.beat();
  }
});

test.each([
  ["frozen", 20_000, 20_000],
  ["suspended with its machine", 3_600_000, 0],
])("a process that was %s is in doubt for five seconds, also if it beats first", (_, wall, steady) => {
  const { time, beats } = clocks();
  time.wall += wall;
  time.steady += steady;
  expect(beats.isDoubtful()).toBe(true);
  beats.beat();
  expect(beats.isDoubtful()).toBe(true);
  time.steady += 4999;
  expect(beats.isDoubtful()).toBe(true);
  time.steady += 1;
  expect(beats.isDoubtful()).toBe(false);
});

test("a clock that is set back by an hour is noticed until it has caught up", () => {
  const { time, beats } = clocks();
  beats.beat();
  time.wall -= 3_600_000;
  expect(beats.isSetBack()).toBe(true);
  beats.beat();
  expect([beats.isSetBack(), beats.isDoubtful()]).toEqual([true, false]);
  time.wall += 3_600_000;
  expect(beats.isSetBack()).toBe(false);
});
