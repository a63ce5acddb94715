import type { WordedReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { unscoredNotes } from "./unscored-notes.ts";

function notesOf(scored: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>> = {}): string[] {
  const scorers = Object.keys(scored).filter((name) => name !== "score");
  const metrics = Object.entries(scored).map(([metric, n]) => ({ metric, n, unscored: 10 - n }));
  return unscoredNotes({
    manifest: { scorers: scorers.map((name) => ({ name, identity: { weight: weights[name] ?? 1 } })) },
    variants: [{ variant: "p/m", metrics }],
  } as unknown as WordedReport);
}

test("names a scorer that was never decided and explains how to leave it out", () => {
  const [note] = notesOf({ score: 0, equals: 10, cost: 0 });
  expect(note).toMatch(/^The score is missing everywhere because it counts cost, .*Give it weight: 0/);
});

test("blames no scorer if all were undecided or the undecided one does not count", () => {
  expect(notesOf({ score: 0, equals: 0, cost: 0 })).toEqual([expect.stringMatching(/^No answer was scored/)]);
  expect(notesOf({ score: 10, equals: 10, cost: 0 }, { cost: 0 })).toEqual([
    "Answers that could not be scored by cost are left out of the mean: p/m 10.",
  ]);
});
