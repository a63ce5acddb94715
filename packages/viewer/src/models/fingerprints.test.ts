import { expect, test } from "vitest";
import { fingerprintsByModel, fingerprintVerdict } from "./fingerprints.ts";

const variant = (model: string, fingerprints: Readonly<Record<string, number>>) => ({ model, fingerprints });

test.each([
  [
    "models that differ, each with one backend",
    [variant("a", { x: 5 }), variant("b", { y: 5 }), variant("c", { z: 5 })],
    "Each model answered with one system fingerprint from the first trial to the last.",
  ],
  ["one model under two prompts", [variant("a", { x: 5 }), variant("a", { x: 5 })], "One system fingerprint from"],
  [
    "a model whose backend changed",
    [variant("a", { x: 5 }), variant("b", { y: 3, z: 2 })],
    "The backend changed during the run: b answered with 2 fingerprints.",
  ],
  [
    "a change between two variants of one model",
    [variant("a", { x: 5 }), variant("a", { y: 5 })],
    "The backend changed during the run: a answered with 2 fingerprints.",
  ],
  ["a model without fingerprints", [variant("a", { x: 5 }), variant("b", {})], "b reported none."],
])("%s", (_, variants, text) => {
  expect(fingerprintVerdict(fingerprintsByModel(variants))).toContain(text);
});

test("counts answers over the variants of a model", () => {
  const [only] = fingerprintsByModel([variant("a", { x: 5, y: 1 }), variant("a", { y: 2 })]);
  expect(only!.seen).toEqual([
    { name: "x", answers: 5 },
    { name: "y", answers: 3 },
  ]);
});
