import fc from "fast-check";
import { expect, test } from "vitest";
import { portableSha256, sha256, sha256Hex } from "./sha256.ts";

test("the portable digest is the native one, for any text of any length", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: fc.constantFrom("\uD800", "\uDC00", "a", "é", "🎲") }),
  );
  fc.assert(
    fc.property(text, (input) => {
      const hex = Buffer.from(portableSha256(input)).toString("hex");
      expect([Buffer.from(sha256(input)).toString("hex"), sha256Hex(input)]).toEqual([hex, hex]);
    }),
  );
});

test("a digest owns its bytes", () => {
  expect(sha256("a").buffer.byteLength).toBe(32);
});
