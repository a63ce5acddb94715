import { expect, test } from "vitest";
import { manifestOf, scorer } from "../testing/sample-run.ts";
import { aggregateMetrics } from "./aggregate-metrics.ts";

test("a derived metric of sums is the expression over the sums of all rows", () => {
  const identity = { type: "derived", value: "tp / (tp + fp)", weight: 0, of: "sums" };
  const [sums, ...more] = aggregateMetrics(manifestOf({ scorers: [{ ...scorer("precision"), identity }] }));
  expect([sums?.metric, sums?.kind, more]).toEqual(["sums.precision", "corpus", []]);
  const { corpus } = sums as Extract<typeof sums, { kind: "corpus" }>;
  expect(corpus.valueOf([3, 1])).toBe(0.75);
  expect(corpus.valueOf([0, 0])).toBeNaN();
});

test("one of rows has no value of sums", () => {
  const identity = { type: "derived", value: "tp / (tp + fp)", weight: 0 };
  expect(aggregateMetrics(manifestOf({ scorers: [{ ...scorer("precision"), identity }] }))).toEqual([]);
});
