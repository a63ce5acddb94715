import { expect, test } from "vitest";
import { evalNotes } from "./eval-notes.ts";

test("a warning names the line of its key, and not that of another criterion's key of the same name", () => {
  const text = '{\n"testing_criteria": [\n{"range": [0, 1], "pass_threshold": 1},\n{"pass_threshold": 2}\n]}';
  const notes = evalNotes({ path: "eval.json", bytes: new TextEncoder().encode(text), data: JSON.parse(text) });
  notes.warn("testing_criteria[0].range", "a");
  notes.warn("testing_criteria[1].pass_threshold", "b");
  notes.warn("gone", "c");
  expect(notes.warnings().map(({ line }) => line)).toEqual([3, 2, null]);
});
