import { expect, test } from "vitest";
import type { CaseDetails } from "../data/case-details.ts";
import { answerExcerpt, expectedExcerpt } from "./answer-excerpt.ts";

const trial = (index: number, outcome: object) => ({ index, order: index, seed: 1, outcome, scores: {} });
const DETAILS = {
  number: 0,
  case: { id: "a", vars: {}, expected: { city: "Rome" } },
  trials: [
    trial(0, { status: "completed", text: "  It is\n\nRome. " }),
    trial(1, { status: "failed", error: { kind: "timeout", message: "no answer\nwithin 120 s" } }),
    trial(2, { status: "completed", text: null }),
    trial(3, { status: "completed", text: "long ".repeat(1000) }),
  ],
} as unknown as CaseDetails;

test.each([
  [0, "It is Rome.", "answer"],
  [1, "timeout: no answer within 120 s", "failed"],
  [2, "no text", "none"],
  [9, "not run", "none"],
])("trial %i shows %j", (index, text, kind) => {
  expect(answerExcerpt(DETAILS, index)).toEqual({ text, kind });
});

test("cuts a long answer, and shows nothing before an answer's details are loaded", () => {
  expect(answerExcerpt(DETAILS, 3)!.text.length).toBeLessThanOrEqual(400);
  expect(answerExcerpt(undefined, 0)).toBeNull();
  expect(answerExcerpt(null, 0)).toBeNull();
});

test("the expected answer is text, for any type in the data", () => {
  expect(expectedExcerpt(DETAILS)).toBe('{"city":"Rome"}');
  expect(expectedExcerpt({ ...DETAILS, case: { id: "a", vars: {} } })).toBeNull();
});
