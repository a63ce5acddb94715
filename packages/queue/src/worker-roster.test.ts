import { expect, test } from "vitest";
import type { WorkerNotice } from "./notices.ts";
import { WorkerRoster } from "./worker-roster.ts";

const notice = (change: Partial<WorkerNotice> = {}): string =>
  JSON.stringify({ id: "w", host: "alpha", pid: 7, concurrency: 8, at: 1, ...change });

test("a worker's clock may be wrong: it is silent when its notice stays the same for five seconds", () => {
  const roster = new WorkerRoster();
  roster.look({ w: notice({ at: 86_400_000 }) }, 0);
  expect(roster.standings(4999)).toMatchObject([{ state: "working" }]);
  expect(roster.standings(5000)).toMatchObject([{ state: "silent" }]);
  roster.look({ w: notice({ at: 5 }) }, 6000);
  expect(roster.standings(6000)).toMatchObject([{ state: "working", seconds: 6 }]);
});

test("a worker that takes its notice away has ended, and is remembered with all that it sent", () => {
  const roster = new WorkerRoster();
  roster.count("w", false); // a row that is faster than the first look
  roster.look({ w: notice() }, 0);
  roster.count("w", true);
  roster.look({ w: notice({ at: 2 }) }, 1000);
  roster.look({}, 2000);
  roster.count("w", false);
  expect(roster.standings(2000)).toEqual([
    { id: "w", host: "alpha", pid: 7, concurrency: 8, rows: 3, failed: 1, seconds: 1, state: "ended", perSecond: 0 },
  ]);
});

test("throughput is that of the last seconds", () => {
  const roster = new WorkerRoster();
  for (let second = 0; second <= 20; second++) {
    roster.look({ w: notice({ at: second }) }, 1000 * second);
    for (let row = 0; row < (second < 10 ? 100 : 10); row++) roster.count("w", false);
  }
  expect(roster.standings(20_000)[0]!.perSecond).toBeCloseTo(10, 0);
});

test("skips a text that is not a notice", () => {
  const roster = new WorkerRoster();
  roster.look({ x: "{", y: "[]", w: notice() }, 0);
  expect(roster.standings(0).map(({ id }) => id)).toEqual(["w"]);
});
