import { expect, test } from "vitest";
import { answerChoice } from "./answer-choice.ts";
import { answerNumber } from "./answer-number.ts";

test.each([
  "Answer: 3 or 5",
  "3 or 5",
  "The answer is either 3 or 5.",
  "Answer: $3 or $5",
  String.raw`\boxed{-3 \text{ or } 3}`,
  "Antwort: 3 oder 5",
  "x = 2 or x = -2",
  "Answer: x = 2 or x = 3",
  String.raw`\boxed{x=1 \text{ or } x=2}`,
  "Answer: 30 or 40%",
  "Answer: 30% or 40%",
  "Answer: √2 or √3",
  "It is 12 or 13, I am not sure.",
])("%s chooses no number", (answer) => {
  expect(answerNumber(answer)).toBeUndefined();
});

test.each<[string, number]>([
  ["Answer: 60 minutes or 1 hour", 60],
  ["Answer: 0.5 or 50%", 0.5],
  ["Answer: 50% or 0.5", 50],
  ["x = 2 or x = 3. Only x = 3 is positive.", 3],
  ["Answer: 5 (or 5.0)", 5],
  ["Answer: 5 or 5.0", 5],
  ["Answer: 7 or fewer", 7],
  ["Is it 3 or 5? It is 5.", 5],
  ["Try 3 or 5. Answer: 4", 4],
  ["Answer: 3 for 5 people", 3],
])("%s has the number %d", (answer, value) => {
  expect(answerNumber(answer)?.value).toBe(value);
});

test.each([
  "I would not choose B",
  "The answer can't be B",
  "The answer can’t be (B)",
  "The answer is not (B)",
  "It is anything but B",
  "I rule out B",
  "I eliminate option B",
])("%s chooses no letter", (answer) => {
  expect(answerChoice(answer, 4)).toBeUndefined();
});

test.each([
  ["I would not choose B but (C)", "C"],
  ["It can't be A or B. C.", "C"],
  ["I rule out A and choose D", "D"],
  ["A cannot be, so B", "B"],
  ["It can't be anything but B", "B"],
])("%s chooses %s", (answer, letter) => {
  expect(answerChoice(answer, 4)).toBe(letter);
});
