import { expect, test } from "vitest";
import { CellStatus } from "../data/cells.ts";
import { cellTone, toneMark } from "./score-tone.ts";

test.each([
  [CellStatus.completed, 1, "right", "✓"],
  [CellStatus.completed, 0, "wrong", "✗"],
  [CellStatus.truncated, 0.456, "partly", "46"],
  [CellStatus.refused, NaN, "unknown", "?"],
  [CellStatus.failed, NaN, "failed", "!"],
  [CellStatus.missing, NaN, "missing", "–"],
])("a trial of status %i with score %d is %s and has the mark %s", (status, score, tone, mark) => {
  expect(cellTone(status, score)).toBe(tone);
  expect(toneMark(cellTone(status, score), score)).toBe(mark);
});
