import type { VariantSummary } from "@sameseed/core";
import { expect, test } from "vitest";
import { besideDot, HEIGHT, knownPrices, NARROW_WIDTH, PLOT, pricePlot, WIDTH } from "./price-plot.ts";

function variant(name: string, { mean = 0.5, costUsd = 1, ...rest }: Record<string, number | null>): VariantSummary {
  const metrics = [
    { metric: "score", mean, low: mean === null ? null : mean - 0.1, high: mean === null ? null : mean + 0.1 },
  ];
  return { variant: name, trials: 100, costUsd, latencyMsP50: null, completionTokens: null, metrics, ...rest } as never;
}

const COST = knownPrices([variant("a", {})])[0]![1];

test("does not offer prices that no variant has", () => {
  const names = (variants: readonly VariantSummary[]): readonly string[] => knownPrices(variants).map(([name]) => name);
  expect(names([variant("a", {}), variant("b", { costUsd: null, latencyMsP50: 5 })])).toEqual(["cost", "latency"]);
  expect(names([variant("a", { costUsd: null })])).toEqual([]);
  expect(names([variant("a", { costUsd: 0, completionTokens: 9 })])).toEqual(["tokens"]);
});

test.each([WIDTH, NARROW_WIDTH])(
  "more expensive is further right, better is higher, all inside a chart of %d",
  (width) => {
    const { dots, line } = pricePlot(
      [variant("cheap", { costUsd: 1, mean: 0.4 }), variant("dear", { costUsd: 3, mean: 0.9 })],
      "score",
      { price: COST, width },
    );
    const [cheap, dear] = dots;
    expect(dear!.x).toBeGreaterThan(cheap!.x);
    expect(dear!.y).toBeLessThan(cheap!.y);
    for (const { x, y } of dots) {
      expect(x).toBeGreaterThanOrEqual(PLOT.left);
      expect(x).toBeLessThanOrEqual(width - PLOT.right);
      expect(y).toBeGreaterThanOrEqual(PLOT.top);
      expect(y).toBeLessThanOrEqual(HEIGHT - PLOT.bottom);
    }
    expect(dots.map(({ price }) => price)).toEqual([10, 30]);
    expect(line.map((dot) => dot.variant)).toEqual(["cheap", "dear"]);
  },
);

test("a variant without a price or a mean is left out and keeps its letter free", () => {
  const { dots } = pricePlot(
    [variant("a", { costUsd: null }), variant("b", { mean: null }), variant("c", {})],
    "score",
    { price: COST },
  );
  expect(dots.map(({ variant: name, letters }) => [name, letters])).toEqual([["c", "C"]]);
});

test("overlapping dots share their letters", () => {
  const { dots } = pricePlot([variant("a", {}), variant("b", {}), variant("c", { costUsd: 9 })], "score", {
    price: COST,
  });
  expect(dots.map(({ letters }) => letters)).toEqual(["A B", undefined, "C"]);
});

test("a letter moves left at the chart's end or next to another dot", () => {
  expect(besideDot({ x: 100, y: 50 }, { dots: [], width: WIDTH })).toEqual({ x: 110, "text-anchor": "start" });
  expect(besideDot({ x: 100, y: 50 }, { dots: [{ x: 120, y: 60 }], width: WIDTH })).toEqual({
    x: 90,
    "text-anchor": "end",
  });
  expect(besideDot({ x: WIDTH - 60, y: 50 }, { dots: [], width: WIDTH })).toMatchObject({ "text-anchor": "end" });
});
