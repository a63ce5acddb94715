import { expect, test } from "vitest";
import { scoreTexts } from "./score-texts.ts";

const run = (id: string, name: string, means: Readonly<Record<string, number | null>> | null) => ({
  id,
  name,
  scores: means && Object.entries(means).map(([variant, mean]) => ({ variant, mean, low: null, high: null, n: 10 })),
});

test("a run has its best variant, and the change since that variant's last run of the benchmark", () => {
  const texts = scoreTexts([
    run("r1", "sums", { "a/m": 0.5, "b/m": 0.6 }),
    run("other", "words", { "a/m": 0.9 }),
    run("r2", "sums", { "a/m": 0.75, "b/m": 0.6 }),
    run("r3", "sums", null),
    run("r4", "sums", { "a/m": 0.75, "c/m": null }),
    run("r5", "sums", { "a/m": 0.7 }),
  ]);
  expect([...texts]).toEqual([
    ["r1", "best b/m 60.0 %"],
    ["other", "a/m 90.0 %"],
    ["r2", "best a/m 75.0 % (+25.0)"],
    ["r4", "a/m 75.0 % (±0.0)"],
    ["r5", "a/m 70.0 % (-5.0)"],
  ]);
});
