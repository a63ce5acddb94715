import { expect, test } from "vitest";
import type { Fairness } from "./comparison.ts";
import { seedsInWords } from "./seeds-in-words.ts";

test.each<[Fairness["seeds"][], string]>([
  [["honoured", "honoured"], "same seeds"],
  [["honoured", undefined], "seeds sent"],
  [[undefined], "seeds sent"],
  [["none", "none"], "no seeds"],
  [["none", "honoured"], "seeds sent"],
])("describes %j as: %s", (seeds, said) => {
  expect(seedsInWords(seeds.map((one) => ({ fairness: { seeds: one } })))).toBe(said);
});
