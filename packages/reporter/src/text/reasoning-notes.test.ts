import { expect, test } from "vitest";
import { wordedSummary } from "../testing/worded-summary.ts";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { reportNotes } from "./report-notes.ts";

test("the report counts answers with reasoning and answers with nothing but reasoning", async () => {
  const rows = [
    rowOf({ index: 0, outcome: { text: "2", reasoning: "1+1", reasoningTag: "<think>" } }),
    rowOf({ index: 1, prompt: "stepwise", outcome: { status: "truncated", text: "", reasoning: "1+" } }),
    rowOf({ index: 2, case: { id: "b" }, outcome: { text: "2", reasoning: "sent apart" } }),
    rowOf({ index: 3, case: { id: "b" }, prompt: "stepwise", outcome: { text: null, reasoning: "1+" } }),
  ];
  const notes = reportNotes(await wordedSummary(manifestOf(), rows, []));
  expect(notes.filter((note) => note.includes("easoning"))).toEqual([
    "Reasoning inside answers was moved to the column reasoning before scoring: direct/m 1 × <think>. To keep it in the answer, set reasoning: keep.",
    "2 answers of stepwise/m were empty, 1 cut off (length): the model sent only reasoning. Raise maxTokens or lower reasoningEffort.",
  ]);
});
