import type { Row } from "@sameseed/core";
import { declaredLooks, RandomStream } from "@sameseed/stats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { failedRow, rowOf, variant } from "../testing/sample-run.ts";
import { SequentialWatch, type WatchedRun } from "./sequential-watch.ts";

const prompts = ["a", "b", "c"];

function runOf(changes: Partial<WatchedRun> = {}): WatchedRun {
  return {
    variants: prompts.map((prompt) => variant(prompt)),
    baseline: "a/m",
    repeats: 2,
    margin: null,
    sequential: { metric: "score", alpha: 0.05, plannedCases: 120, method: null, stoppedAt: null },
    ...changes,
  };
}

/** Trials in the order of the plan: case by case, repeat by repeat, variant by variant. */
function rowsOf(cases: number, passes: (prompt: string, luck: number) => number | "failed", repeats = 2): Row[] {
  const stream = new RandomStream("sequential-watch");
  return Array.from({ length: cases * repeats * prompts.length }, (_, order) => {
    const prompt = prompts[order % prompts.length]!;
    const number = Math.floor(order / (repeats * prompts.length));
    const score = passes(prompt, stream.nextDouble());
    const where = {
      case: { id: `c${number}` },
      repeat: Math.floor(order / prompts.length) % repeats,
      index: order,
      prompt,
    };
    return score === "failed" ? failedRow(where) : rowOf({ ...where, score });
  });
}

const known = (prompt: string, luck: number): number => (luck < { a: 0.5, b: 0.95, c: 0.1 }[prompt]! ? 1 : 0);

function decisionOf(rows: readonly Row[], run: WatchedRun = runOf()) {
  const watch = new SequentialWatch(run);
  for (const row of rows) watch.add(row);
  return watch.decision;
}

test("the decision does not depend on the order of the answers or on how many come after it", () => {
  const rows = rowsOf(120, known);
  const decision = decisionOf(rows);
  expect(decision).toEqual({ method: "confidence sequence", stoppedAt: expect.any(Number) });
  const needed = decision!.stoppedAt! * 2 * prompts.length;
  expect(needed).toBeLessThan(rows.length);
  fc.assert(
    fc.property(fc.shuffledSubarray([...rows.keys()], { minLength: rows.length }), (order) => {
      expect(decisionOf(order.map((place) => rows[place]!))).toEqual(decision);
    }),
    { numRuns: 20 },
  );
  expect(decisionOf(rows.slice(0, needed))).toEqual(decision);
  expect(decisionOf(rows.slice(0, needed - 1))).toBeNull();
});

test("an incomplete case holds back all cases after it", () => {
  const rows = rowsOf(120, known);
  expect(decisionOf(rows.toSpliced(3, 1))).toBeNull();
});

test("one undecided variant keeps the run going; the A/A control does not", () => {
  const undecided = rowsOf(120, (prompt, luck) => known(prompt === "c" ? "a" : prompt, luck));
  expect(decisionOf(undecided)).toBeNull();
  const variants = prompts.map((prompt) => ({ ...variant(prompt), ...(prompt === "c" && { control: true }) }));
  expect(decisionOf(undecided, runOf({ variants }))).not.toBeNull();
});

test("a failed trial counts as 0", () => {
  const rows = rowsOf(120, (prompt, luck) => (prompt === "c" ? "failed" : known(prompt, luck)));
  expect(decisionOf(rows)).not.toBeNull();
});

test("a planned difference ends a run once it is ruled out; other runs continue", () => {
  const alike = rowsOf(120, (_prompt, luck) => (luck < 0.5 ? 1 : 0), 1);
  const looks = [...declaredLooks(120)];
  const sequential = { metric: "score", alpha: 0.05, plannedCases: 120, looks, method: null, stoppedAt: null };
  expect(decisionOf(alike, runOf({ repeats: 1, sequential }))).toBeNull();
  const decision = decisionOf(alike, runOf({ repeats: 1, sequential: { ...sequential, detect: 0.6 } }));
  expect(decision).toMatchObject({ method: "group sequential", endedBy: "futility" });
  expect(decision!.stoppedAt).toBeLessThan(120);
  const better = decisionOf(rowsOf(120, known, 1), runOf({ repeats: 1, sequential: { ...sequential, detect: 0.1 } }));
  expect(better).toMatchObject({ endedBy: "verdicts" });
});

test("decides single pass/fail draws by the e-value too", () => {
  expect(decisionOf(rowsOf(120, known, 1), runOf({ repeats: 1 }))!.method).toBe("e-value");
});
