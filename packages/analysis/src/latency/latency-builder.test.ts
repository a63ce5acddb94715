import type { LatencyComparison, LatencyReport, Manifest, Row } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failedRow, manifestOf, rowOf } from "../testing/sample-run.ts";
import { LatencyBuilder } from "./latency-builder.ts";

interface Block {
  readonly a: object;
  readonly b: object;
}

const manifestFor = (blocks: number, repeats = 1): Manifest =>
  manifestOf({
    repeats,
    latency: { warmUp: 2, clock: "tinybench, hrtime" },
    counts: { planned: 2 * blocks, completed: 2 * blocks, truncated: 0, refused: 0, failed: 0 },
  });

/** Rows of two variants in table order; the order of execution is the same. */
function rowsOf(blocks: readonly Block[], repeats = 1): Row[] {
  return blocks.flatMap(({ a, b }, block) =>
    [a, b].map((outcome, arm) =>
      rowOf({
        index: 2 * block + arm,
        repeat: block % repeats,
        prompt: arm === 0 ? "direct" : "stepwise",
        case: { id: `c${Math.floor(block / repeats)}` },
        outcome,
      }),
    ),
  );
}

function reportOf(blocks: readonly Block[], repeats = 1): LatencyReport {
  const builder = new LatencyBuilder(manifestFor(blocks.length, repeats));
  for (const row of rowsOf(blocks, repeats)) builder.add(row);
  return builder.report();
}

/** Latencies that share the case's difficulty, with separate noise; B takes `ratio` times as long. */
function noisy(blocks: number, ratio: number): Block[] {
  const stream = new RandomStream("latency-builder.test");
  const noise = () => Math.exp(0.2 * (stream.nextDouble() + stream.nextDouble() - 1));
  return Array.from({ length: blocks }, () => {
    const shared = 100 * Math.exp(stream.nextDouble());
    return { a: { latencyMs: shared * noise() }, b: { latencyMs: ratio * shared * noise() } };
  });
}

const ofLatency = ({ comparisons }: LatencyReport): LatencyComparison => comparisons[0]!;

describe("a variant's latencies", () => {
  const latencies = Array.from({ length: 100 }, (_, block) => 500 + 10 * (1 + ((block * 37) % 100)));
  const { summaries } = reportOf(latencies.map((latencyMs) => ({ a: { latencyMs }, b: { latencyMs: 500 } })));
  const [a, b] = summaries.filter(({ measure }) => measure === "latency_ms");

  test("have quantiles with order-statistic intervals, and an end that the sample cannot bound is null", () => {
    expect(a).toMatchObject({ variant: "direct/m", n: 100, missing: 0, outliers: 0, connections: 0 });
    expect(a!.mean).toBeCloseTo(1005, 9);
    expect(a!.quantiles.map(({ q, low, high }) => [q, low, high])).toEqual([
      [0.5, 900, 1110],
      [0.9, 1340, 1460],
      [0.95, 1400, 1500],
      [0.99, 1470, null],
    ]);
    expect(a!.quantiles[0]!.value).toBeCloseTo(1005, 9);
    expect(b!.quantiles.map(({ value }) => value)).toEqual([500, 500, 500, 500]);
  });

  test("are counted without failed, cached and unmeasured trials", () => {
    const manifest = manifestFor(3);
    const builder = new LatencyBuilder(manifest);
    builder.add(failedRow({ index: 0 }));
    builder.add(rowOf({ index: 2, outcome: { cached: true } }));
    builder.add(rowOf({ index: 4, outcome: { latencyMs: null } }));
    builder.add(rowOf({ index: 1, prompt: "stepwise", outcome: { latencyMs: 10 } }));
    expect(builder.report().summaries.filter(({ measure }) => measure === "latency_ms")).toMatchObject([
      { n: 0, missing: 3, mean: null, drift: null },
      { n: 1, missing: 0, mean: 10 },
    ]);
  });

  test("exclude the time to open a connection, which is reported separately", () => {
    const blocks = Array.from({ length: 20 }, (_, block) => ({
      a: { latencyMs: block === 0 ? 130 : 100, ttftMs: block === 0 ? 70 : 40, ...(block === 0 && { connectMs: 30 }) },
      b: { latencyMs: 100 },
    }));
    const found = reportOf(blocks).summaries;
    expect(found.find(({ measure }) => measure === "latency_ms")).toMatchObject({
      mean: 100,
      connections: 1,
      connectMs: 30,
    });
    expect(found.find(({ measure }) => measure === "ttft_ms")).toMatchObject({ mean: 40, n: 20 });
    expect(found.find(({ variant, measure }) => measure === "ttft_ms" && variant === "stepwise/m")).toMatchObject({
      n: 0,
    });
  });

  test("give tokens per second, where the service counts tokens", () => {
    const blocks = Array.from({ length: 4 }, () => ({
      a: { latencyMs: 500, usage: { promptTokens: 5, completionTokens: 40 } },
      b: { latencyMs: 500, usage: null },
    }));
    const rates = reportOf(blocks).summaries.filter(({ measure }) => measure === "tokens_per_s");
    expect(rates).toMatchObject([
      { mean: 80, n: 4 },
      { mean: null, n: 0, missing: 4 },
    ]);
  });

  test("counts outliers and finds a trend over the run", () => {
    const drifting = Array.from({ length: 100 }, (_, block) => ({
      a: { latencyMs: 100 * 2 ** (block / 99) * (1 + 0.01 * (block % 3)) },
      b: { latencyMs: block === 50 ? 5000 : 100 + (block % 7) },
    }));
    const { summaries: found, comparisons } = reportOf(drifting);
    const [first, second] = found.filter(({ measure }) => measure === "latency_ms");
    expect(first!.drift!.ratio).toBeCloseTo(2, 1);
    expect(first!.drift!.low).toBeGreaterThan(1.9);
    expect(first!.drift!.p).toBeLessThan(1e-6);
    expect(second).toMatchObject({ outliers: 1 });
    expect(comparisons[0]!.drift!.high).toBeLessThan(1);
  });
});

describe("two variants", () => {
  test("are compared block by block, which finds a ratio below the noise of single latencies", () => {
    const found = ofLatency(reportOf(noisy(60, 1.3)));
    expect(found.ratio).toBeGreaterThan(1.25);
    expect(found.ratio).toBeLessThan(1.35);
    expect(found.interval!.lo).toBeGreaterThan(1.2);
    expect(found.pSign).toBeLessThan(0.001);
    expect(found).toMatchObject({ unit: "case", adjustment: "none", result: { n: 60, verdict: { verdict: "worse" } } });
  });

  test("that are equal within 5 % are equivalent", () => {
    const found = ofLatency(reportOf(noisy(400, 1)));
    expect(found.result.verdict.verdict).toBe("equivalent");
  });

  test("swapped give the inverse ratio", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })), {
          minLength: 20,
          maxLength: 40,
        }),
        (pairs) => {
          const there = ofLatency(reportOf(pairs.map(([a, b]) => ({ a: { latencyMs: a }, b: { latencyMs: b } }))));
          const back = ofLatency(reportOf(pairs.map(([a, b]) => ({ a: { latencyMs: b }, b: { latencyMs: a } }))));
          expect(back.ratio! * there.ratio!).toBeCloseTo(1, 9);
          expect(back.interval!.lo * there.interval!.hi).toBeCloseTo(1, 9);
          expect(back.pSign).toBe(there.pSign);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("with a mean dominated by a few outliers are distinguished by the median", () => {
    const blocks = Array.from({ length: 100 }, (_, block) => ({
      a: { latencyMs: 100 },
      b: { latencyMs: block % 8 === 0 ? 2000 : 100 * (block % 2 === 0 ? 1.001 : 0.999) },
    }));
    const found = ofLatency(reportOf(blocks));
    expect(found.result.verdict.verdict).toBe("worse");
    expect(found.medianInterval!.lo).toBeLessThan(1);
  });

  test("have a case's repeats averaged first; with fewer than 15 cases each block counts", () => {
    expect(ofLatency(reportOf(noisy(60, 1.3), 3))).toMatchObject({ unit: "case", result: { n: 20 } });
    expect(ofLatency(reportOf(noisy(60, 1.3), 20))).toMatchObject({ unit: "block", result: { n: 60 } });
    const few = ofLatency(reportOf(noisy(40, 2), 5));
    expect(few).toMatchObject({ unit: "block", result: { n: 40, verdict: { verdict: "worse" } } });
    expect(few.interval!.lo).toBeGreaterThan(1.5);
  });

  test("drop and count a block in which one of them failed", () => {
    const builder = new LatencyBuilder(manifestFor(30));
    for (const row of rowsOf(noisy(30, 1.3))) builder.add(row.trial.index === 8 ? failedRow({ index: 8 }) : row);
    expect(ofLatency(builder.report()).result).toMatchObject({ n: 29, dropped: 1 });
  });

  test("with too few blocks have no verdict", () => {
    const found = ofLatency(reportOf(noisy(14, 2)));
    expect(found.result.verdict.verdict).toBe("insufficient");
  });
});
