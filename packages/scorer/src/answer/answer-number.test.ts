import { expect, test } from "vitest";
import { busyMs } from "../testing/busy-time.ts";
import { answerNumber } from "./answer-number.ts";

test.each<[string, string, number | undefined]>([
  ["the hashes of GSM8K", "9 * 2 = 18\n#### 18", 18],
  ["hashes before a unit and a currency", "#### $1,800 dollars", 1800],
  ["the first hashes, where a model continues with another question", "#### 18\n\nQuestion: and 5 + 6?\n#### 11", 18],
  [
    "a Markdown heading is not a mark",
    "#### Step 1\nadd\n#### 2. Multiply\nso it is 7 in 3 steps. The answer is 21.",
    21,
  ],
  ["a box", "so $\\boxed{18}$ of 20", 18],
  ["a box with a fraction", "\\boxed{\\frac{3}{4}} of 12", 0.75],
  ["a box with text and braces", "\\boxed{18\\text{ eggs in {2} days}}", 18],
  ["the last box", "\\boxed{1} no, \\boxed{2} of 7", 2],
  ["a box that was cut off", "\\boxed{18", 18],
  ["a calculation in a box", "\\boxed{x = 3 + 4 = 7}", 7],
  ["JSON", '{"reasoning": "3 + 4", "answer": "7"}', 7],
  ["JSON with a number", '{"answer": -21, "confidence": 90}', -21],
  ["fenced JSON with text after it", '```json\n{"answer": "18"}\n```\nHope that helps, see chapter 3.', 18],
  ["JSON whose reasoning was broken by quotes", '{"reasoning": "the "best" 12", "answer": "18"', 18],
  ["JSON that was cut off", '{"reasoning": "a lot", "answer": "18', 18],
  ["JSON with a unit", '{"answer": "18 dollars for 2 days"}', 18],
  ["JSON with single quotes", "{'reasoning': 'x 9', 'answer': '18'}", 18],
  ["the first of several JSON answers", '{"answer": "18"} Another: {"answer": "5"}', 18],
  ["a JSON answer without a number is no answer", '{"reasoning": "3 + 4", "answer": "unknown"}', undefined],
  ["a JSON answer of null is no answer", '{"reasoning": "3 + 4", "answer": null}', undefined],
  ["JSON before a line that says answer", '{"reasoning": "the answer is 3?", "answer": "4"}', 4],
  ["an answer line", "Answer: 18\nChecked 2 times.", 18],
  ["the last answer line", "Answer: 3\nFinal answer: 18 of 20", 18],
  ["an answer line in bold", "**Answer:** $18", 18],
  ["A:", "Q: 5 + 6?\nA: 11 (2 digits)", 11],
  ["the answer is", "So the answer is 18, after 3 steps.", 18],
  ["the calculation after the answer", "The answer is 9 * 2 = $18 for 3 days", 18],
  ["the answer on the next line", "Answer:\n18 eggs in 2 boxes", 18],
  ["a line that only begins an answer", "Answer: let us think.\n3 + 4 gives 7", 7],
  ["the last number", "3 eggs and 4 eggs are 7 eggs.", 7],
  ["special tokens", "It is 18</s></s><|im_end|><|reserved_5|>", 18],
  ["no number", "I do not know", undefined],
  ["no text", "", undefined],
])("%s", (_, text, value) => {
  expect(answerNumber(text)?.value).toBe(value);
});

test("only the given marks count", () => {
  expect(answerNumber("3 + 4 = 7\nAnswer: 7", ["json"])).toBeUndefined();
  expect(answerNumber("Answer: 7, not 9", ["last"])?.value).toBe(9);
});

test("takes little time for any text", () => {
  const long = [
    "\n",
    "answer",
    "answer is ",
    "####",
    "#### ",
    "\\boxed{",
    '"answer":',
    "<|",
    "A: \n",
    "*",
    'answer" : "\\',
  ].map((part) => part.repeat(30_000));
  const started = busyMs();
  for (const text of long) answerNumber(text);
  expect(busyMs() - started).toBeLessThan(10_000);
});
