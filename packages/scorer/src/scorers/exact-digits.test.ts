import type { Answer, Score, Scorer } from "@sameseed/core";
import { expect, test } from "vitest";
import { equals } from "./equals.ts";
import { numeric } from "./numeric.ts";

function valueOf(scorer: Scorer, output: string): number | null {
  const answer = { output, case: { id: "c", vars: {} }, outcome: { status: "completed" } } as unknown as Answer;
  return (scorer.score!(answer) as Score).value;
}

test.each<readonly [expected: string, answer: string, value: number]>([
  ["12345678901234567891", "12345678901234567890", 0],
  ["12345678901234567891", "12,345,678,901,234,567,891", 1],
  ["-12345678901234567891", "12345678901234567891", 0],
  ["9007199254740993", "9007199254740992", 0],
  ["0.1234567890123456789", "0.1234567890123456788", 0],
  ["500", "499.99999999999994", 1],
  ["0.3", "0.30000000000000004", 1],
  ["500", "499.99999", 0],
  ["123456789012", "123456789013", 0],
  ["500", "500.000000000000000000", 1],
  ["18", "18.0", 1],
])("for %s and %s numeric gives %d", (expected, answer, value) => {
  expect(valueOf(numeric({ expected }), answer)).toBe(value);
});

test.each([
  ['{"a":12345678901234567891}', '{"a":12345678901234567890}', 0],
  ['{"a":12345678901234567890}', '{ "a": 12345678901234567890 }', 1],
  ['{"a":1.50}', '{"a":1.5}', 1],
  ["[0.1, 1e2]", "[0.10, 100]", 1],
] as const)("for %s and %s equals gives %d", (expected, answer, value) => {
  expect(valueOf(equals({ expected }), answer)).toBe(value);
});
