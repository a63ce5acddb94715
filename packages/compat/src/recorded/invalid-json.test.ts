import { expect, test } from "vitest";
import { jsonMistake } from "./invalid-json.ts";

test.each<[string, string, string]>([
  [
    "a.json",
    '{"data": [\n{"id": 1},\n{"id" 2}\n]}',
    "a.json, line 3, column 7: not valid JSON: Expected ':' after property name.",
  ],
  ["a.json", '{"data": [\n{"id": 1},', "a.json, line 2, column 11: not valid JSON: it ends in the middle."],
  ["a.jsonl", '{"id": 1}\n{"id": 2\n{"id": 3}\n', "a.jsonl, line 2, column 9: not valid JSON: it ends in the middle."],
  [
    "a.jsonl",
    '{"id": 1}\n\n{"id": sk-proj-abcdefghij0123456789}\n',
    "a.jsonl, line 3, column 8: not valid JSON: Unexpected token 's'.",
  ],
  ["a.json", "", "a.json, line 1, column 1: not valid JSON: it ends in the middle."],
])("%s: the mistake in %j has a line and shows no text of it", (path, text, message) => {
  expect(jsonMistake(text, path)).toMatchObject({ code: "BAD_DATASET", message });
});

test.each<[string, string]>([
  ["a.json", '{"a": 1}'],
  ["a.jsonl", '{"a": 1}\n{"a": 2}\n\n'],
  ["a.json", '{"a": 1}\n{"a": 2}\n'],
])("finds no mistake in %s with %j", (path, text) => {
  expect(jsonMistake(text, path)).toBeNull();
});
