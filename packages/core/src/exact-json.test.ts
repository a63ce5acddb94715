import { expect, test, vi } from "vitest";
import { isExactNumber, parseExactJson } from "./exact-json.ts";

test.each<readonly [string, unknown]>([
  ['{"a": 12345678901234567890}', { a: "12345678901234567890" }],
  ['{"a": [9007199254740993, 9007199254740992]}', { a: ["9007199254740993", 9007199254740992] }],
  ["3.14159265358979323846", "3.14159265358979323846"],
  ["0.1", 0.1],
  ["0.30000000000000004", 0.30000000000000004],
  ["1.50", 1.5],
  ["-0", -0],
  ["1e400", "1e400"],
  ["1e21", 1e21],
  ["100000000000000000000", 100000000000000000000],
  ['{"text": "12345678901234567890"}', { text: "12345678901234567890" }],
  [
    '{"id": "case-10", "hash": "3e10", "n": [-12345678901234567890,0.12345678901234567890,\n1E+400]}',
    { id: "case-10", hash: "3e10", n: ["-12345678901234567890", "0.12345678901234567890", "1E+400"] },
  ],
])("%s is read without a change", (text, value) => {
  expect(parseExactJson(text)).toEqual(value);
});

test("accepts a value that is not written in decimals", () => {
  expect(isExactNumber("0x10", 16)).toBe(true);
  expect(isExactNumber(".inf", Number.POSITIVE_INFINITY)).toBe(true);
});

test("a text with words that end in a number is parsed at full speed", () => {
  const parse = vi.spyOn(JSON, "parse");
  parseExactJson('{"id": "case-10", "page": "e2e-12", "code": "1234567890123456789", "n": 1.5}');
  expect(parse.mock.calls[0]).toHaveLength(1);
  parse.mockRestore();
});
