import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { timeline } from "./timeline.ts";

test("each bin has the median latency, the most frequent fingerprint and the failures of its time", () => {
  const found = timeline(
    sampleCells({
      scores: [[[1]], [[1]], [["failed"]], [[1]]],
      startedS: [10, 11, 12, 20],
      latencyMs: [5, 9, 7, NaN],
      fingerprint: [1, 2, 2, 1],
    }),
    2,
  )!;
  expect([found.startS, found.endS]).toEqual([10, 20]);
  const [variant] = found.variants;
  expect([...variant!.medianMs]).toEqual([7, NaN]);
  expect([...variant!.fingerprint]).toEqual([2, 1]);
  expect([...variant!.failed]).toEqual([1, 0]);
  expect([...variant!.trials]).toEqual([3, 1]);
});

test("a failed trial has no answer whose latency counts", () => {
  const cells = sampleCells({ scores: [[[1]], [["failed"]]], startedS: [0, 0], latencyMs: [5, 900] });
  expect([...timeline(cells, 1)!.variants[0]!.medianMs]).toEqual([5]);
});

test("trials that started at one moment are one bin; without trials there is no timeline", () => {
  expect([...timeline(sampleCells({ scores: [[[1]], [[1]]], startedS: [3, 3] }), 4)!.variants[0]!.trials]).toEqual([
    2, 0, 0, 0,
  ]);
  expect(timeline(sampleCells({ scores: [[[1]]], startedS: [NaN] }), 4)).toBeNull();
});
