import { expect, test } from "vitest";
import { derivedMetrics } from "./derived-metrics.ts";
import { notes } from "./place.ts";

function derived(...metrics: object[]) {
  const told = notes();
  const place = { file: { file: "c.yaml", lineOf: () => 1 }, path: ["derivedMetrics"] };
  const made = derivedMetrics(metrics, place, { notes: told, known: ["p", "r", "tp", "fp", "fn"] }) as {
    derived: object;
  }[];
  return { made: made.map((one) => one.derived), warnings: told.warnings().map(({ message }) => message) };
}

const of = "sums";

test.each([
  ["p + r", of],
  ["(p + r) / 2", undefined],
  ["2 * p - r", of],
  ["0.5 * p + 0.5 * r", undefined],
  ["p / 3", undefined],
  ["p / (p + r)", of],
  ["p / r", of],
  ["p * r", of],
  ["p ^ 2", of],
  ["sqrt(p)", of],
  ["p / __count", of],
])("%s", (value, wanted) => {
  const { made, warnings } = derived({ name: "m", value });
  expect(made).toEqual([{ metric: "m", value, ...(wanted && { of: wanted }) }]);
  expect(warnings).toHaveLength(wanted === undefined ? 1 : 0);
});

test("a metric may use those before it", () => {
  const { made } = derived(
    { name: "precision", value: "tp / (tp + fp)" },
    { name: "recall", value: "tp / (tp + fn)" },
    { name: "f1", value: "2 * precision * recall / (precision + recall)" },
  );
  expect(made[2]).toEqual({
    metric: "f1",
    value: "2 * (tp / (tp + fp)) * (tp / (tp + fn)) / ((tp / (tp + fp)) + (tp / (tp + fn)))",
    of,
  });
});

test("leaves out an expression that is not arithmetic, with the reason", () => {
  const { made, warnings } = derived(
    { name: "a", value: "p +" },
    { name: "b", value: "f(p)" },
    { name: "c" },
    { name: "d", value: "file://m.js" },
  );
  expect(made).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/^is left out: The expression "p \+" ends too early/),
    expect.stringMatching(/^is left out: The expression "f\(p\)"/),
    "is a function or a script and is left out: write it as arithmetic over the metrics",
    "is a function or a script and is left out: write it as arithmetic over the metrics",
  ]);
});

test("leaves out a metric without assertions for its parts, and metrics that use it", () => {
  const { made, warnings } = derived(
    { name: "precision", value: "tp / (tp + fq)" },
    { name: "f1", value: "precision * 2" },
    { name: "share", value: "tp / __count" },
    { name: "far", value: "elsewhere / 2" },
  );
  expect(made).toEqual([{ metric: "share", value: "tp / __count", of }]);
  expect(warnings).toEqual([
    'is left out: no assertion has the metric "fq"; did you mean "fp"?',
    'is left out: no assertion has the metric "precision"',
    'is left out: no assertion has the metric "elsewhere"',
  ]);
});
