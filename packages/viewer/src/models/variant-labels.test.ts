import fc from "fast-check";
import { expect, test } from "vitest";
import { nameParts, variantLabels, variantLetter } from "./variant-labels.ts";

const shown = (names: readonly string[]): readonly string[] =>
  [...nameParts(names).values()].map(({ before, own, after }) => `${before}[${own}]${after}`);

test.each([
  [
    ["openai:gpt-4o", "openai:gpt-4o-mini"],
    ["openai:gpt-[4o]", "openai:gpt-[4o-mini]"],
  ],
  [
    ["support-v1", "support-v2"],
    ["support-[v1]", "support-[v2]"],
  ],
  [
    ["terse-en", "long-en"],
    ["[terse]-en", "[long]-en"],
  ],
  [
    ["v1", "v2"],
    ["[v1]", "[v2]"],
  ],
  [
    ["a", "a-b"],
    ["[a]", "[a-b]"],
  ],
  [
    ["a-", "a-b"],
    ["[a-]", "[a-b]"],
  ],
  [
    ["a-b", "a-b-a-b"],
    ["a-[b]", "a-[b-a-b]"],
  ],
  [["only"], ["[only]"]],
  [["same", "same"], ["[same]"]],
  [
    ["", "x"],
    ["[]", "[x]"],
  ],
  [
    ["👩-a", "👩-b"],
    ["👩-[a]", "👩-[b]"],
  ],
])("%j", (names, parts) => {
  expect(shown(names)).toEqual(parts);
});

test("the parts of a name add up to it, and for two names neither's own part is empty", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "-", ":", " ", "é", "👩"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 5 }), (names) => {
      for (const [whole, { before, own, after }] of nameParts(names)) {
        expect(before + own + after).toBe(whole);
        expect(own).not.toBe("");
      }
    }),
  );
});

test("variants are distinguished by their differing parts", () => {
  const variant = (prompt: string, model: string) => ({ id: `${prompt}/${model}`, prompt, model });
  const differs = (...variants: ReturnType<typeof variant>[]) => [...variantLabels(variants).values()][0]?.differsBy;
  expect(differs(variant("p", "m"), variant("p", "n"))).toBe("model");
  expect(differs(variant("p", "m"), variant("q", "m"))).toBe("prompt");
  expect(differs(variant("p", "m"), variant("q", "n"))).toBe("both");
  expect(differs(variant("p", "m"))).toBe("both");
});

test("letters continue after Z", () => {
  expect([0, 25, 26, 52].map(variantLetter)).toEqual(["A", "Z", "A1", "A2"]);
});
