import { expect, test } from "vitest";
import { expectedReportMs } from "./expected-time.ts";

const scorers = (...types: string[]) => types.map((type) => ({ name: type, identity: { type } })) as never;
const variants = (count: number) => Array.from({ length: count }, (_, number) => ({ id: `v${number}` })) as never;

test.each([
  ["a small run", 2, 8, ["equals"], 0, 0.01],
  ["20,000 trials", 2, 20_000, ["equals"], 0.5, 2],
  ["600,000 trials", 4, 600_000, ["numeric"], 15, 60],
  ["16 systems of 3,004 segments with BLEU and chrF", 16, 48_064, ["bleu", "chrf"], 5, 20],
])("the predicted time of the reports of %s is about right", (_, count, trials, types, least, most) => {
  const seconds = expectedReportMs({ variants: variants(count), scorers: scorers(...types) }, trials) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(least);
  expect(seconds).toBeLessThanOrEqual(most);
});

test("each key of slices takes about as long as the comparisons of samples that are drawn", () => {
  const benchmark = { variants: variants(2), scorers: scorers("contains") };
  const [none, two] = [[], ["topic", "language"]].map((slices) => expectedReportMs({ ...benchmark, slices }, 600_000));
  expect(two! - none!).toBeGreaterThan(5000);
});

test("a thread leaves the rows of the last window to the end", () => {
  const benchmark = { variants: variants(2), scorers: scorers("contains") };
  const ahead = expectedReportMs(benchmark, 600_000, { isAhead: true });
  expect(ahead).toBe(expectedReportMs(benchmark, 16_384));
  expect(expectedReportMs(benchmark, 600_000)).toBeGreaterThan(10 * ahead);
});

test("rows that a thread parsed early take a fraction of their time at the end", () => {
  const benchmark = { variants: variants(2), scorers: scorers("contains") };
  const [early, later] = [50_000, 60_000].map((trials) => expectedReportMs(benchmark, trials, { isAhead: true }));
  expect(early).toBeLessThan(0.5 * later!);
});
