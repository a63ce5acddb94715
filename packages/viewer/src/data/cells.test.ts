import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleRun } from "../testing/sample-run.ts";
import { cellAt, CellStatus, decodeCells, encodeCells } from "./cells.ts";
import { CellsBuilder, textHash } from "./cells-builder.ts";

function cellsOf(run: ReturnType<typeof sampleRun>, cases: readonly number[]) {
  const builder = new CellsBuilder(run.manifest, ["score", "equals"]);
  const perCase = run.manifest.repeats * 2;
  for (const number of cases) builder.addCase(run.rows.slice(number * perCase, (number + 1) * perCase));
  return builder.cells();
}

test("decoding reverses encoding", () => {
  const runs = fc.record({
    cases: fc.integer({ min: 0, max: 6 }),
    repeats: fc.integer({ min: 1, max: 3 }),
    label: fc.string({ unit: "binary" }),
    scores: fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 }),
  });
  fc.assert(
    fc.property(runs, ({ cases, repeats, label, scores }) => {
      // a lone surrogate has no UTF-8 form: an id with one cannot be stored in a run either
      const run = sampleRun({
        cases,
        repeats,
        label: label.toWellFormed(),
        scoreOf: (index) => scores[index % scores.length]!,
      });
      const cells = cellsOf(
        run,
        Array.from({ length: cases }, (_, number) => number),
      );
      expect(decodeCells(encodeCells(cells))).toEqual(cells);
    }),
  );
});

test("a row's figures are in the cell of its case, repeat and variant", () => {
  const cells = cellsOf(sampleRun({ cases: 3, repeats: 2, scoreOf: (index) => index / 12 }), [0, 1, 2]);
  expect(cells.scores[0]![cellAt(cells, [2, 1, 0])]).toBeCloseTo(10 / 12);
  expect(cells.startedS[cellAt(cells, [2, 1, 0])]).toBe(1);
  expect(cells.answer[cellAt(cells, [0, 1, 1])]).toBe(textHash("answer 3"));
  expect(cells.fingerprints).toEqual(["fp"]);
});

test("left-out cases leave no gap, and the others keep their numbers", () => {
  const cells = cellsOf(sampleRun({ cases: 9 }), [1, 7]);
  expect([...cells.caseNumbers]).toEqual([1, 7]);
  expect(cells.caseIds).toEqual(["case-1", "case-7"]);
  expect(cells.status).toHaveLength(4);
});

test("a failed trial has no score and no answer", () => {
  const cells = cellsOf(sampleRun({ cases: 1, scoreOf: () => null }), [0]);
  expect([...cells.status]).toEqual([CellStatus.failed, CellStatus.failed]);
  expect([...cells.answer]).toEqual([0, 0]);
  expect([...cells.scores[1]!]).toEqual([NaN, NaN]);
});

test("cases can be grouped by metadata with few values; a key that names each case is left out", () => {
  const run = sampleRun({ cases: 250 });
  const manifest = {
    ...run.manifest,
    cases: { ...run.manifest.cases, metadataNames: ["topic", "ticket", "__proto__"] },
  };
  const builder = new CellsBuilder(manifest, ["score"]);
  for (let number = 0; number < 250; number++) {
    const metadata = { topic: number % 2 === 0 ? "even" : 7, ticket: `t${number}` };
    const rows = run.rows.slice(2 * number, 2 * number + 2);
    builder.addCase(rows.map((row) => ({ ...row, trial: { ...row.trial, case: { ...row.trial.case, metadata } } })));
  }
  const { groups } = decodeCells(encodeCells(builder.cells()));
  expect(groups.map(({ key, values }) => [key, values])).toEqual([["topic", ["even", "7"]]]);
  expect([...groups[0]!.codes.subarray(0, 4)]).toEqual([1, 2, 1, 2]);
});
