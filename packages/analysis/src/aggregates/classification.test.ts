import { expect, test } from "vitest";
import { summarize } from "../summary/summarize.ts";
import { failedRow, manifestOf, rowOf } from "../testing/sample-run.ts";

const scorers = (identity: object) => [{ name: "choice", identity: { type: "choice", ...identity }, hash: "0" }];

/** Rows of `direct/m`, a case each: [expected, given]; null: no label in the answer. */
function rowsOf(pairs: readonly (readonly [string, string | null])[], repeats = 1) {
  return pairs.map(([expected, answer], index) =>
    rowOf({
      case: { id: `c${Math.floor(index / repeats)}` },
      repeat: index % repeats,
      index,
      score: { choice: { value: Number(expected === answer), expected, ...(answer !== null && { answer }) } },
    }),
  );
}

const times = (count: number, pair: readonly [string, string]) => Array.from({ length: count }, () => pair);

const PAIRS: readonly (readonly [string, string | null])[] = [
  ...times(8, ["A", "A"]),
  ["A", "B"],
  ["A", "B"],
  ...times(5, ["B", "B"]),
  ["B", "A"],
  ["B", null],
  ["C", "C"],
];

test("counts labels and gives precision, recall and F1 with Wilson's intervals", async () => {
  const report = await summarize(manifestOf({ scorers: scorers({}) }), rowsOf(PAIRS));
  const [{ labels, variants } = { labels: [], variants: [] }] = report.classifications!;
  expect(labels).toEqual(["A", "B", "C"]);
  const direct = variants[0]!;
  expect(direct).toMatchObject({ variant: "direct/m", n: 18, failed: 0 });
  expect(direct.confusion).toEqual([
    [8, 2, 0, 0],
    [1, 5, 0, 1],
    [0, 0, 1, 0],
  ]);
  const [a, b] = direct.classes;
  expect(a).toMatchObject({ label: "A", expected: 10, given: 9, hits: 8, method: "Wilson" });
  expect(a!.precision.value).toBeCloseTo(8 / 9, 12);
  expect(a!.recall.value).toBeCloseTo(0.8, 12);
  // statsmodels: proportion_confint(8, 10, method="wilson")
  expect(a!.recall.low).toBeCloseTo(0.4901625, 6);
  expect(a!.recall.high).toBeCloseTo(0.9433178, 6);
  expect(b!.f1.value).toBeCloseTo((2 * 5) / (7 + 7), 12);
  expect(b!.f1.low).toBeLessThan(b!.f1.value!);
});

test("counts repeats of a case as one unit and failed trials separately", async () => {
  const twice = PAIRS.flatMap((pair) => [pair, pair]);
  const rows = [...rowsOf(twice, 2), failedRow({ case: { id: "z" }, index: 99 })];
  const report = await summarize(manifestOf({ scorers: scorers({}), repeats: 2 }), rows);
  const direct = report.classifications![0]!.variants[0]!;
  expect(direct).toMatchObject({ n: 36, failed: 1 });
  const single = await summarize(manifestOf({ scorers: scorers({}) }), rowsOf(PAIRS));
  const [doubled, once] = [direct.classes[0]!, single.classifications![0]!.variants[0]!.classes[0]!];
  expect(doubled.recall.value).toBeCloseTo(once.recall.value!, 12);
  // The second answer of a case adds no information: the interval is not narrower.
  expect(doubled.recall.low).toBeLessThan(once.recall.low!);
  expect(doubled.method).toBe("Wilson, effective n");
});

test("names the texts of choices that are the same for all cases, up to its limit", async () => {
  const named = await summarize(
    manifestOf({ scorers: scorers({ choices: ["refund", "billing", "other"] }) }),
    rowsOf(PAIRS),
  );
  expect(named.classifications![0]!.labels).toEqual(["refund", "billing", "other"]);
  const many = Array.from({ length: 60 }, (_, index) => [`label ${index}`, "x"] as const);
  const wide = await summarize(manifestOf({ scorers: scorers({}) }), rowsOf(many));
  expect(wide.classifications![0]).toMatchObject({ variants: [] });
  expect(wide.classifications![0]!.labels).toHaveLength(61);
  const other = await summarize(manifestOf(), [rowOf()]);
  expect(other.classifications).toBeUndefined();
});

test("a sequential run has counts and no intervals, since it looks more than once", async () => {
  const sequential = { metric: "score", alpha: 0.05, plannedCases: 18, method: null, stoppedAt: null };
  const report = await summarize(manifestOf({ scorers: scorers({}), sequential }), rowsOf(PAIRS));
  const [first] = report.classifications![0]!.variants[0]!.classes;
  expect(first).toMatchObject({ hits: 8, method: "none", recall: { value: 0.8, low: null, high: null } });
});
