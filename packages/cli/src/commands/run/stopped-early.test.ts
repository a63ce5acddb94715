import { expect, test } from "vitest";
import { stoppedEarly } from "./stopped-early.ts";

test.each([
  [{}, "Stopped before the first answer; nothing was written."],
  [
    { resume: "r-1" },
    "Stopped before the first new answer. Run r-1 is unchanged: all its answers are on disk. Continue with: sameseed run b.yaml --resume r-1",
  ],
  [
    { resume: true, out: "runs" },
    "Stopped before the first new answer. The run to continue is unchanged: all its answers are on disk. Continue with: sameseed run b.yaml --out runs --resume",
  ],
  [
    { retryErrors: "r-1" },
    "Stopped before the first new answer. Run r-1 is unchanged: all its answers are on disk. Continue with: sameseed run b.yaml --retry-errors r-1",
  ],
] as const)("a run with %j that is stopped at once reports the answers on disk", (flags, wanted) => {
  expect(stoppedEarly("b.yaml", flags, {})).toBe(wanted);
});
