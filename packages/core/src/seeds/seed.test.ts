import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveJudgeSeed, deriveSeed, seedOf } from "./seed.ts";

test("seeds are frozen: these values may never change, or stored runs could not be repeated", () => {
  expect(deriveSeed(123, "gsm8k-0", 0)).toBe(676_715_953);
  expect(deriveSeed(123, "gsm8k-0", 1)).toBe(1_851_481_826);
  expect(deriveSeed(2147483647, "Größe 🎲", 7)).toBe(279_248_338);
  expect(deriveSeed(0, "", 0)).toBe(1_061_425_775);
});

test("a derived seed is the first 31 bits of SHA-256 over seed/1|rootSeed|caseId|repeat", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.string({ unit: "grapheme" }), fc.nat(1000), (rootSeed, caseId, repeat) => {
      const digest = createHash("sha256").update(`seed/1|${rootSeed}|${caseId}|${repeat}`).digest();
      expect(deriveSeed(rootSeed, caseId, repeat)).toBe(digest.readUInt32BE(0) >>> 1);
    }),
  );
});

test("the policy decides which seed is sent: derived, the root seed, or no seed", () => {
  expect(seedOf({ seed: 7, seedPolicy: "derived" }, "a", 1)).toBe(deriveSeed(7, "a", 1));
  expect(seedOf({ seed: 7, seedPolicy: "fixed" }, "a", 1)).toBe(7);
  expect(seedOf({ seed: 7, seedPolicy: "none" }, "a", 1)).toBeNull();
});

test("judges' seeds are frozen and independent of the variant; only a retest has its own", () => {
  const address = { scorer: "llm-rubric", caseId: "gsm8k-0", repeat: 1 };
  expect(deriveJudgeSeed(123, address)).toBe(1_435_328_283);
  expect(deriveJudgeSeed(123, address, "swapped")).toBe(1_435_328_283);
  expect(deriveJudgeSeed(123, address, "retest")).toBe(854_469_024);
  const digest = createHash("sha256").update("judge/1|123|llm-rubric|gsm8k-0|1").digest();
  expect(deriveJudgeSeed(123, address)).toBe(digest.readUInt32BE(0) >>> 1);
});
