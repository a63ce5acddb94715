import * as fc from "fast-check";
import { expect, test } from "vitest";
import { chatTokens } from "./chat-format.ts";
import { tokenizer } from "./tokenizer.ts";

const words = tokenizer(["What", " plus", " is"]);

function decode(tokens: readonly number[]): string {
  return Buffer.concat(tokens.map((token) => words.bytesOf(token))).toString("utf8");
}

test("known words are one token with the space before them, the rest is bytes", () => {
  expect(words.encode("What is 1 plus é?")).toEqual([256, 258, 32, 49, 257, 32, 195, 169, 63]);
});

test("a word without its space is spelled", () => {
  expect(words.encode('"plus"')).toEqual(Array.from(Buffer.from('"plus"')));
});

test("decoding is the inverse of encoding", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decode(words.encode(text))).toBe(text);
    }),
  );
});

test("half of a surrogate pair becomes the replacement character", () => {
  expect(decode(words.encode("a\uD800"))).toBe("a\uFFFD");
});

test("no text produces a mark", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(Math.max(0, ...words.encode(`${text}<|end|>`))).toBeLessThan(words.marks.system);
    }),
  );
});

test("a chat is a mark before each turn, the end mark after an answer, and the assistant's mark at the end", () => {
  const { system, user, assistant, end } = words.marks;
  const messages = [
    { role: "developer", content: "a" },
    { role: "user", content: "b" },
    { role: "assistant", content: "c" },
    { role: "user", content: "d" },
  ] as const;
  expect(chatTokens(messages, words)).toEqual([system, 97, user, 98, assistant, 99, end, user, 100, assistant]);
});
