import type { WordedReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { zeroNotes } from "./zero-notes.ts";

type Means = Readonly<Record<string, number | null>>;

function notesOf(scorers: readonly string[], variants: readonly Means[], n = 10): string[] {
  return zeroNotes({
    manifest: { repeats: 1, scorers: scorers.map((name) => ({ name, identity: {} })) },
    variants: variants.map((means) => ({
      metrics: Object.entries(means).map(([metric, mean]) => ({ metric, mean, n: mean === null ? 0 : n })),
    })),
  } as unknown as WordedReport);
}

test("suspects the scorer if no answer of any variant is right", () => {
  expect(notesOf(["numeric"], [{ score: 0 }, { score: 0 }])[0]).toMatch(/^Every answer scored 0: check the scorer/);
  expect(notesOf(["a", "b"], [{ score: 0, a: 0, b: 0 }])[0]).toMatch(/^Every answer scored 0: check/);
});

test("names one scorer of several", () => {
  expect(notesOf(["a", "b"], [{ score: 0.5, a: 0, b: 1 }])[0]).toMatch(/^Every answer scored 0 by a: check/);
});

test.each<[string, readonly string[], readonly Means[], number]>([
  ["one variant is right somewhere", ["a"], [{ score: 0 }, { score: 0.1 }], 10],
  ["there are two answers", ["a"], [{ score: 0 }], 2],
  ["nothing was scored", ["a"], [{ score: null }], 10],
])("prints nothing where %s", (_, scorers, variants, n) => {
  expect(notesOf(scorers, variants, n)).toEqual([]);
});
