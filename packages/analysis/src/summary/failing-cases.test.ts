import { expect, test } from "vitest";
import { failedRow, rowOf } from "../testing/sample-run.ts";
import { FailingCasesReporter } from "./failing-cases.ts";

function collected(rows: readonly Parameters<FailingCasesReporter["row"]>[0][], most?: number) {
  const reporter = new FailingCasesReporter(most);
  for (const row of rows) reporter.row(row);
  return reporter.result();
}

const wrong = (id: string, prompt = "direct", changes: Parameters<typeof rowOf>[0] = {}) =>
  rowOf({ case: { id, expected: "42" }, prompt, score: 0, ...changes });
const right = (id: string, prompt = "direct") => rowOf({ case: { id, expected: "42" }, prompt, score: 1 });

test("a run without failures has no failing cases", () => {
  expect(collected([right("a"), right("b")])).toEqual({ count: 0, cases: 2, shown: [] });
  expect(collected([])).toEqual({ count: 0, cases: 0, shown: [] });
});

test("lists cases with disagreement first and fills up with others", () => {
  const rows = ["a", "b", "c", "d"].flatMap((id) => [
    wrong(id),
    id === "c" ? right(id, "stepwise") : wrong(id, "stepwise"),
  ]);
  const { count, cases, shown } = collected(rows, 2);
  expect({ count, cases, ids: shown.map(({ id }) => id) }).toEqual({ count: 4, cases: 4, ids: ["c", "a"] });
  expect(shown[0]!.answers.map(({ variant }) => variant)).toEqual(["direct/m"]);
});

test("keeps each variant's first failing repeat, with the expected answer and the scorer's reason", () => {
  const records = { numeric: { value: 0, reason: "no number", expected: "forty-two" } };
  const rows = [right("a"), wrong("a", "direct", { repeat: 1, score: records }), wrong("a", "direct", { repeat: 2 })];
  const [only] = collected(rows).shown;
  expect(only!.answers).toEqual([
    expect.objectContaining({ repeat: 1, scorer: "numeric", expected: "forty-two", reason: "no number" }),
  ]);
});

test.each([
  ["A", "Billing", "A (Billing)"],
  ["A", "A", "A"],
  ["A", "0", "A"],
  ["A", undefined, "A"],
  ["7", "seven", "7"],
  [undefined, "Billing", "Billing"],
])("a scorer that expects %j in a case that expects %j shows %j", (expected, ofCase, shown) => {
  const score = { choice: { value: 0, ...(expected !== undefined && { expected }) } };
  const row = rowOf({ case: { id: "a", ...(ofCase !== undefined && { expected: ofCase }) }, score });
  expect(collected([row]).shown[0]!.answers[0]!.expected).toBe(shown);
});

test("failed requests and missed thresholds are failures; partial scores and scorers of weight 0 are not", () => {
  const scored = (score: NonNullable<Parameters<typeof rowOf>[0]>["score"]) => rowOf({ case: { id: "a" }, score });
  expect(collected([failedRow({ case: { id: "a" } })]).shown[0]!.answers[0]).toMatchObject({ scorer: null, got: null });
  expect(collected([scored({ f1: { value: 0.4, pass: false } })]).count).toBe(1);
  expect(collected([scored({ f1: { value: 0, pass: true } })]).count).toBe(0);
  expect(collected([scored({ f1: { value: 0.4 } })]).count).toBe(0);
  expect(collected([scored({ f1: { value: 1 }, brief: { value: 0, weight: 0 } })]).count).toBe(0);
});
