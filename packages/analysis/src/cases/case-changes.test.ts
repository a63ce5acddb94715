import type { Row } from "@sameseed/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { failedRow, rowOf } from "../testing/sample-run.ts";
import { CaseChangeBuilder, type CaseChanges } from "./case-changes.ts";
import { CaseTexts } from "./case-texts.ts";

const PAIR = ["direct/m", "stepwise/m"] as const;

function changesOf(rows: readonly Row[], most?: number): CaseChanges {
  const builder = new CaseChangeBuilder([PAIR], "score");
  for (const row of rows) builder.add(row);
  return builder.changes(most);
}

/** A case's rows: scores of the first variant, then of the second. */
function caseOf(id: string, before: readonly (number | null)[], after: readonly (number | null)[]): Row[] {
  const rows = (prompt: string, scores: readonly (number | null)[]): Row[] =>
    scores.map((score, repeat) => rowOf({ case: { id }, repeat, prompt, score }));
  return [...rows("direct", before), ...rows("stepwise", after)];
}

test("sorts lost cases first, then gained ones, by size, then the others", () => {
  const { shown, counts } = changesOf([
    ...caseOf("same", [1], [1]),
    ...caseOf("gained", [0], [1]),
    ...caseOf("half lost", [1, 1], [1, 0]),
    ...caseOf("lost", [1], [0]),
  ]);
  expect(shown.map(({ id, change, difference }) => [id, change, difference])).toEqual([
    ["lost", "lost", -1],
    ["half lost", "lost", -0.5],
    ["gained", "gained", 1],
    ["same", "same", 0],
  ]);
  expect(counts).toEqual({ lost: 2, gained: 1, same: 1 });
});

test("averages repeats, and rounding is not a change", () => {
  const { shown } = changesOf(caseOf("a", [0.1, 0.2, 0.3], [0.3, 0.2, 0.1]));
  expect(shown[0]).toMatchObject({ change: "same" });
});

test("a failed trial counts 0, an answer without a score is left out", () => {
  const failed = failedRow({ case: { id: "a" }, prompt: "stepwise" });
  expect(changesOf([rowOf({ case: { id: "a" } }), failed]).shown[0]).toMatchObject({ change: "lost", scoreB: 0 });
  expect(changesOf(caseOf("a", [1], [null])).shown).toEqual([]);
});

test("keeps changed cases if not all fit, and counts all", () => {
  const rows = Array.from({ length: 20 }, (_, place) => caseOf(`${place}`, [1], [place === 15 ? 0 : 1])).flat();
  const { shown, counts } = changesOf(rows, 3);
  expect(shown.map(({ id }) => id)).toEqual(["15", "0", "1"]);
  expect(counts).toEqual({ lost: 1, gained: 0, same: 19 });
});

test("swapping the two variants turns lost into gained", () => {
  const scores = fc.array(fc.constantFrom(0, 0.25, 1), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(scores, scores), { maxLength: 8 }), (cases) => {
      const one = changesOf(cases.flatMap(([before, after], place) => caseOf(`${place}`, before, after)));
      const other = changesOf(cases.flatMap(([before, after], place) => caseOf(`${place}`, after, before)));
      expect({ lost: other.counts.gained, gained: other.counts.lost, same: other.counts.same }).toEqual(one.counts);
    }),
  );
});

test("keeps a chosen case's answers by variant and repeat, with the expected answer", () => {
  const texts = new CaseTexts(["a"]);
  texts.add(rowOf({ case: { id: "a", expected: "4" }, repeat: 1, outcome: { text: "five" } }));
  texts.add(rowOf({ case: { id: "a", expected: "4" }, repeat: 0, outcome: { text: "four" } }));
  texts.add(failedRow({ case: { id: "a" }, prompt: "stepwise" }));
  texts.add(rowOf({ case: { id: "b" } }));
  expect(texts.of("a")).toMatchObject({ expected: "4", vars: { question: "1+1" } });
  expect(texts.of("a")!.answers.get("direct/m")).toEqual(["four", "five"]);
  expect(texts.of("a")!.answers.get("stepwise/m")).toEqual(["(failed: timeout: no answer in 60 s)"]);
  expect(texts.of("b")).toBeNull();
});

test("cuts a long answer and marks the cut", () => {
  const texts = new CaseTexts(["a"]);
  texts.add(rowOf({ outcome: { text: "😀".repeat(10_000) } }));
  const [answer] = texts.of("a")!.answers.get("direct/m")!;
  expect(answer).toMatch(/ … \[cut: 20,000 characters\]$/);
  expect(answer!.isWellFormed()).toBe(true);
});
