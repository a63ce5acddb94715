import { expect, test } from "vitest";
import { progressBar } from "./progress-bar.ts";

test.each([
  [0, "░░░░░░░░░░"],
  [0.0001, "█░░░░░░░░░"],
  [0.5, "█████░░░░░"],
  [0.9999, "█████████░"],
  [1, "██████████"],
  [1.7, "██████████"],
])("a share of %d", (share, bar) => {
  expect(progressBar(share, 10)).toBe(bar);
});
