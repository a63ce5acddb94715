import { expect, test } from "vitest";
import { baselinePair } from "./phrasing-pairs.ts";

const phrased = (prompt: string, place: number, model: string) => ({
  id: `${prompt}~${place}/${model}`,
  prompt: `${prompt}~${place}`,
  phrasingOf: prompt,
  model,
});
const VARIANTS = [
  phrased("ask", 1, "m"),
  phrased("ask", 1, "n"),
  phrased("ask", 2, "m"),
  phrased("ask", 2, "n"),
  phrased("tell", 1, "n"),
  { id: "plain/m", prompt: "plain", model: "m" },
];

test("a phrasing is compared with the same phrasing of the baseline's model, and never with another phrasing", () => {
  const pairs = VARIANTS.map((variant) => baselinePair<(typeof VARIANTS)[number]>(VARIANTS[0]!, variant, VARIANTS));
  expect(pairs.map((pair) => pair && [pair.a.id, pair.b.id])).toEqual([
    null,
    ["ask~1/m", "ask~1/n"],
    null,
    ["ask~2/m", "ask~2/n"],
    null,
    ["ask~1/m", "plain/m"],
  ]);
});
