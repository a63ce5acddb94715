import fc from "fast-check";
import { expect, test } from "vitest";
import { characterCodes, sharedNgrams, WordCodes } from "./ngrams.ts";

/** The definition, by counting texts. */
function byDefinition(answer: readonly string[], references: readonly (readonly string[])[], n: number): number {
  const counts = (tokens: readonly string[]): Map<string, number> => {
    const found = new Map<string, number>();
    for (let at = 0; at + n <= tokens.length; at++) {
      const gram = JSON.stringify(tokens.slice(at, at + n));
      found.set(gram, (found.get(gram) ?? 0) + 1);
    }
    return found;
  };
  const wanted = references.map(counts);
  return [...counts(answer)].reduce(
    (sum, [gram, count]) => sum + Math.min(count, Math.max(0, ...wanted.map((found) => found.get(gram) ?? 0))),
    0,
  );
}

const tokens = fc.array(fc.constantFrom("a", "b", "c", "__proto__", ""), { maxLength: 30 });

test("shared n-grams equal those of direct counting, for any answer and references", () => {
  fc.assert(
    fc.property(tokens, fc.array(tokens, { maxLength: 3 }), fc.integer({ min: 1, max: 6 }), (answer, references, n) => {
      const codes = new WordCodes();
      const coded = references.map((reference) => codes.of(reference));
      const wanted = Array.from({ length: n }, (_, index) => byDefinition(answer, references, index + 1));
      expect(sharedNgrams(codes.of(answer), coded, n)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["", []],
  ["aé日", [97, 233, 0x65e5]],
  ["😀a😀", [0x1f600, 97, 0x1f600]],
  ["a\ud83d", [97, 0xd83d]],
])("the characters of %j are its code points", (text, codes) => {
  expect(Array.from(characterCodes(text))).toEqual(codes);
});
