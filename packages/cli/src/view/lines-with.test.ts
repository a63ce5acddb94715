import fc from "fast-check";
import { expect, test } from "vitest";
import { linesWith } from "./lines-with.ts";

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}

async function found(text: string, length: number, wanted: string): Promise<string[]> {
  return (await Array.fromAsync(linesWith(pieces(text, length), wanted))).flat();
}

test.each([1, 3, 7, 100])("finds the lines that contain the text, in pieces of %d characters", async (length) => {
  const text = "one Paris\ntwo\nPARIS and paris\n\nlast, pariS";
  const lines = await found(text, length, "paris");
  expect(lines).toEqual(["one Paris", "PARIS and paris", "last, pariS"]);
});

test("a line separator (U+2028) inside a line does not end it", async () => {
  expect(await found("a\u2028Paris\u2029b\nc", 100, "paris")).toEqual(["a\u2028Paris\u2029b"]);
});

test("finds the same as a search line by line, for any text and pieces", async () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "A", "b", "İ", "ß", "\n", "🦔"), maxLength: 60 });
  const word = fc.string({ unit: fc.constantFrom("a", "b", "i"), minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(letters, word, fc.integer({ min: 1, max: 20 }), async (text, wanted, length) => {
      const lines = await found(text, length, wanted);
      expect(lines).toEqual(text.split("\n").filter((line) => line.toLowerCase().includes(wanted)));
    }),
  );
});
