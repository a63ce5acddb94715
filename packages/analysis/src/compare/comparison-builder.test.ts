import type { Manifest, Reason, Row, VariantComparison } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { failedRow, manifestOf, rowOf, variant } from "../testing/sample-run.ts";
import type { ManifestVariant } from "./variant-trials.ts";
import { ComparisonBuilder, type ComparisonOptions } from "./comparison-builder.ts";

type Value = number | null | "failed";
/** Scores by variant, then case, then repeat. */
type Table = Readonly<Record<string, readonly (readonly Value[])[]>>;

interface Setting {
  readonly variants?: readonly ManifestVariant[];
  readonly change?: (row: Row) => Row;
}

function builderOf(
  table: Table,
  { variants = Object.keys(table).map((prompt) => variant(prompt)), change = (row) => row }: Setting = {},
): ComparisonBuilder {
  const repeats = Object.values(table)[0]![0]!.length;
  const manifest: Manifest = manifestOf({ repeats });
  const builder = new ComparisonBuilder(variants, ["score"], { manifest });
  for (const row of rowsOf(table)) builder.add(change(row));
  return builder;
}

function* rowsOf(table: Table): Generator<Row> {
  const prompts = Object.keys(table);
  for (let number = 0; number < table[prompts[0]!]!.length; number++) {
    for (let repeat = 0; repeat < table[prompts[0]!]![0]!.length; repeat++) {
      for (const [place, prompt] of prompts.entries()) {
        const value = table[prompt]![number]![repeat]!;
        const index = (number * table[prompts[0]!]![0]!.length + repeat) * prompts.length + place;
        const where = { case: { id: `c${number}` }, repeat, index, prompt };
        yield value === "failed" ? failedRow(where) : rowOf({ ...where, score: value });
      }
    }
  }
}

const compareOne = (table: Table, options: Partial<ComparisonOptions> & Setting = {}): VariantComparison =>
  builderOf(table, options).compare({ baseline: `${Object.keys(table)[0]}/m`, ...options })[0]!;
const column = (values: readonly Value[]): Value[][] => values.map((value) => [value]);
const times = (number: number, value: Value): Value[] => Array<Value>(number).fill(value);

test("pass/fail pairs get Tango's interval and McNemar's mid-p, with the counts", () => {
  const { result, verdict, fairness } = compareOne({
    a: column([...times(50, 1), ...times(4, 1), ...times(24, 0), ...times(22, 0)]),
    b: column([...times(50, 1), ...times(4, 0), ...times(24, 1), ...times(22, 0)]),
  });
  expect(result.table).toEqual({ a: 50, b: 4, c: 24, d: 22 });
  expect(result.methods).toEqual({ interval: "Tango score", p: "McNemar mid-p" });
  expect(result.estimate).toBeCloseTo(0.2, 12);
  expect(verdict).toBe("better");
  expect(fairness).toEqual({ verdict: "fair", reasons: [], factors: ["prompt"] });
});

test("repeats are averaged inside the case first: the unit is the case", () => {
  const stream = new RandomStream("repeats");
  const draw = (p: number) => (stream.nextDouble() < p ? 1 : 0);
  const cases = Array.from({ length: 40 }, () => [draw(0.5), draw(0.5), draw(0.5)]);
  const { result, suiteInterval, sharing } = compareOne({
    a: cases,
    b: cases.map((draws) => draws.map((value) => (value === 1 || draw(0.3) ? 1 : 0))),
  });
  expect(result.n).toBe(40);
  expect(result.table).toBeNull();
  expect(result.methods.interval).toBe("empirical likelihood");
  expect(suiteInterval).not.toBeNull();
  expect(sharing!.rhoSeed).toBeGreaterThan(0);
  expect(sharing!.sePairedCasesAndSeeds!).toBeLessThan(sharing!.seUnpaired!);
});

test("swapping A and B negates the difference and reverses the verdict", () => {
  const values = fc.array(fc.constantFrom<Value>(0, 1, 0.5, "failed", null), { minLength: 1, maxLength: 40 });
  const turned = { better: "worse", worse: "better" } as const;
  fc.assert(
    fc.property(values, fc.integer(), (a, shift) => {
      const b = a.map((_, place) => a[(place * 7 + Math.abs(shift)) % a.length]!);
      const forth = compareOne({ a: column(a), b: column(b) }, { margin: null });
      const back = compareOne({ b: column(b), a: column(a) }, { margin: null });
      expect(back.result.estimate ?? 0).toBeCloseTo(-(forth.result.estimate ?? 0), 12);
      expect(back.result.interval?.lo ?? 0).toBeCloseTo(-(forth.result.interval?.hi ?? 0), 9);
      expect(back.result.p ?? 1).toBeCloseTo(forth.result.p ?? 1, 9);
      expect(back.bounds?.lo ?? 0).toBeCloseTo(-(forth.bounds?.hi ?? 0), 12);
      expect(back.verdict).toBe(turned[forth.verdict as keyof typeof turned] ?? forth.verdict);
    }),
  );
});

test("the order of the cases does not matter", () => {
  const table = { a: column([1, 0, 1, 0.5, 0, 1, 1, 0]), b: column([0, 0, 1, 1, 1, 1, 0, 1]) };
  const rows = [...rowsOf(table)];
  const compared = (order: readonly Row[]) => {
    const builder = new ComparisonBuilder([variant("a"), variant("b")], ["score"], { manifest: manifestOf() });
    for (const row of order) builder.add(row);
    return builder.compare({ baseline: "a/m" });
  };
  expect(compared(rows.toReversed())).toEqual(compared(rows));
});

test("reads failed trials three ways, and a verdict that depends on them is inconclusive", () => {
  const a = column([...times(60, 1), ...times(40, 0)]);
  const b = column([...times(40, 1), ...times(20, "failed"), ...times(40, 0)]);
  const { result, withoutFailed, bounds, dependsOnFailed, verdict, fairness } = compareOne({ a, b });
  expect(result.estimate).toBeCloseTo(-0.2, 12);
  expect(result.verdict.verdict).toBe("worse");
  expect(withoutFailed).toMatchObject({ estimate: 0, n: 80 });
  expect(bounds!.lo).toBeCloseTo(-0.2, 12);
  expect(bounds!.hi).toBeCloseTo(0, 12);
  expect(dependsOnFailed).toBe(true);
  expect(verdict).toBe("inconclusive");
  expect(fairness.reasons).toEqual([
    {
      code: "marksDiffer",
      mark: "failed",
      a: "a/m",
      b: "b/m",
      ofA: 0,
      ofB: 20,
      p: expect.closeTo(1.9e-6, 7) as number,
    },
  ]);
});

test.each<[string, readonly Value[], readonly Value[]]>([
  ["both arms", times(400, "failed"), times(400, "failed")],
  ["one arm", times(400, 1), times(400, "failed")],
])("gives no verdict where every trial of %s failed", (_, a, b) => {
  const { verdict, fairness } = compareOne({ a: column(a), b: column(b) });
  expect({ verdict, fairness: fairness.verdict }).toEqual({ verdict: null, fairness: "not comparable" });
  expect(fairness.reasons[0]).toEqual({ code: "allPairsFailed" });
});

test("the interval for this suite has the same difference, failed trials included", () => {
  const stream = new RandomStream("suite");
  const draw = (p: number) => (stream.nextDouble() < p ? 1 : 0);
  const a = Array.from({ length: 40 }, () => [draw(0.5), draw(0.5), draw(0.5)]);
  const b = a.map((draws) => draws.map((value): Value => (draw(0.3) === 1 ? "failed" : value)));
  const { result, suiteInterval } = compareOne({ a, b });
  expect(suiteInterval!.lo).toBeLessThan(result.estimate!);
  expect(suiteInterval!.hi).toBeGreaterThan(result.estimate!);
});

test("leaves out a missing score instead of counting it as 0", () => {
  const { result } = compareOne({ a: column([1, 1, 1, 1, 1, 1, 1, 1]), b: column([1, 1, 1, 1, 1, 1, null, null]) });
  expect(result).toMatchObject({ n: 6, dropped: 2, estimate: 0 });
});

test("adjusts p-values of several variants by Holm; compares all pairs only on request", () => {
  const a = column([...times(20, 1), ...times(20, 0)]);
  const better = column([...times(20, 1), ...times(7, 1), ...times(13, 0)]);
  const builder = builderOf({ a, b: better, c: better, d: a });
  const comparisons = builder.compare({ baseline: "a/m" });
  expect(comparisons.map(({ b }) => b)).toEqual(["b/m", "c/m", "d/m"]);
  expect(comparisons[0]!.adjustment).toBe("Holm");
  expect(comparisons[0]!.result.pAdjusted).toBeCloseTo(3 * comparisons[0]!.result.p!, 12);
  expect(builder.compare({ baseline: "a/m", allPairs: true })).toHaveLength(6);
});

test("more than ten comparisons control the false discovery rate instead", () => {
  const table = Object.fromEntries("abcdefghijkl".split("").map((name) => [name, column([1, 0, 1, 0, 1, 0, 1])]));
  expect(builderOf(table).compare({ baseline: "a/m" })[0]!.adjustment).toBe("Benjamini-Hochberg (FDR)");
});

test("the A/A control gives the noise floor, is not a hypothesis, and a difference in it is a leak", () => {
  const control = { ...variant("a"), id: "control/m", control: true };
  const same = column([1, 0, 1, 1, 0, 1, 0, 1, 1, 0]);
  const quiet = builderOf(
    { a: same, b: same, control: same },
    { variants: [variant("a"), variant("b"), control] },
  ).compare({ baseline: "a/m" });
  expect(quiet[1]).toMatchObject({ isControl: true, adjustment: "none" });
  expect(quiet[0]!.adjustment).toBe("none");
  const leaking = builderOf(
    { a: column(times(30, 0)), control: column(times(30, 1)) },
    { variants: [variant("a"), control] },
  ).compare({ baseline: "a/m" });
  expect(leaking[0]).toMatchObject({ isControl: true, verdict: "better" });
});

test("clusters widen the interval: cases of one document are not independent", () => {
  const a = column(times(60, 0));
  const b = column(Array.from({ length: 60 }, (_, number) => (Math.floor(number / 6) % 2 === 0 ? 1 : 0)));
  const clustered = (row: Row): Row => ({
    ...row,
    trial: {
      ...row.trial,
      case: { ...row.trial.case, cluster: `doc${Math.floor(Number(row.trial.case.id.slice(1)) / 6)}` },
    },
  });
  const plain = compareOne({ a, b }).result;
  const { result } = compareOne({ a, b }, { change: clustered });
  expect(result.clusters).toBe(10);
  expect(result.interval!.hi - result.interval!.lo).toBeGreaterThan(1.5 * (plain.interval!.hi - plain.interval!.lo));
});

/** Answers by another version of the model, except for the trials that match. */
const versioned =
  (isFirst: (trial: Row["trial"]) => boolean) =>
  (row: Row): Row =>
    isFirst(row.trial) ? row : { ...row, outcome: { ...row.outcome, modelVersion: "m-2" } as Row["outcome"] };

test.each<[string, Setting, Reason]>([
  [
    "another seed",
    { change: (row) => (row.trial.prompt === "b" ? { ...row, trial: { ...row.trial, seed: 1 } } : row) },
    { code: "differentSeeds", count: 10, of: 10 },
  ],
  [
    "another block",
    {
      change: (row) =>
        row.trial.prompt === "b" ? { ...row, trial: { ...row.trial, order: row.trial.order + 50 } } : row,
    },
    { code: "otherBlocks", count: 10, of: 10 },
  ],
  [
    "another model in addition to another prompt",
    { variants: [variant("a"), { ...variant("b"), identity: { id: "other" } }] },
    { code: "confounded", factor: "prompt", beyond: ["model"], params: [] },
  ],
  [
    "another temperature in addition to another prompt",
    { variants: [variant("a"), { ...variant("b"), params: { temperature: 0.7 } }] },
    {
      code: "confounded",
      factor: "prompt",
      beyond: ["params.temperature"],
      params: [{ name: "temperature", a: null, b: "0.7" }],
    },
  ],
  [
    "more truncated answers",
    {
      change: (row) =>
        row.trial.prompt === "b" ? { ...row, outcome: { ...row.outcome, status: "truncated" } as Row["outcome"] } : row,
    },
    { code: "marksDiffer", mark: "truncated", a: "a/m", b: "b/m", ofA: 0, ofB: 10, p: 2 ** -9 },
  ],
  [
    "a recording",
    { variants: [variant("a"), { ...variant("b"), prompt: "a", identity: { provider: "recorded" } }] },
    { code: "recorded" },
  ],
  [
    "a backend that changed half-way",
    {
      change: (row) =>
        row.trial.index >= 10 && row.trial.prompt === "b"
          ? { ...row, outcome: { ...row.outcome, systemFingerprint: "fp_2" } as Row["outcome"] }
          : row,
    },
    { code: "backendsOfPairs", count: 5, of: 10 },
  ],
  [
    "a model that changed half-way",
    { change: versioned(({ index }) => index < 10) },
    { code: "versionsWithin", variant: "a/m", place: 1, count: 2 },
  ],
  [
    "arms that met different versions of one model",
    { change: versioned(({ prompt }) => prompt === "a") },
    { code: "differentVersions" },
  ],
])("the audit names %s", (_, setting, reason) => {
  const { fairness } = compareOne({ a: column(times(10, 1)), b: column(times(10, 1)) }, setting);
  expect(fairness.verdict).toBe("fair with caveats");
  expect(fairness.reasons).toContainEqual(reason);
});

test("variants with entirely different backends are not comparable, unless the models differ", () => {
  const otherBackend = (row: Row): Row =>
    row.trial.prompt === "b"
      ? { ...row, outcome: { ...row.outcome, systemFingerprint: "fp_2" } as Row["outcome"] }
      : row;
  const table = { a: column(times(10, 0)), b: column(times(10, 1)) };
  const confounded = compareOne(table, { change: otherBackend });
  expect(confounded).toMatchObject({ verdict: null, fairness: { verdict: "not comparable" } });
  expect(confounded.fairness.reasons).toContainEqual({ code: "otherBackends" });
  const models = compareOne(table, {
    change: otherBackend,
    variants: [variant("a"), { ...variant("b"), prompt: "a", identity: { id: "other" } }],
  });
  expect(models).toMatchObject({ verdict: "better", fairness: { verdict: "fair", factors: ["model"] }, backend: null });
});

test("a full grid gives the effects of prompts and models and their interaction", () => {
  const grid = [variant("a", "m"), variant("b", "m"), variant("a", "n"), variant("b", "n")];
  const builder = new ComparisonBuilder(grid, ["score"], { manifest: manifestOf() });
  const chance = new RandomStream("grid");
  for (let number = 0; number < 60; number++) {
    for (const { id, prompt, model } of grid) {
      const row = rowOf({
        case: { id: `c${number}` },
        prompt,
        score: chance.nextDouble() < 0.2 + (prompt === "b" ? 0.4 : 0) + (model === "n" ? 0.3 : 0) ? 1 : 0,
      });
      builder.add({ ...row, trial: { ...row.trial, variant: id, model } });
    }
  }
  const effects = builder.factors({ baseline: "a/m" });
  expect(effects.map(({ factor, level, baseline }) => `${factor} ${level} against ${baseline}`)).toEqual([
    "prompt b against a",
    "model n against m",
    "interaction b × n against a × m",
  ]);
  expect(effects[0]!.result.estimate).toBeCloseTo(0.4, 0);
  expect(effects[0]!.result.verdict.verdict).toBe("better");
  expect(builder.factors({ baseline: "nothing" })).toHaveLength(3);
});
