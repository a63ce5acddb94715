import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stopFilter } from "./stop-filter.ts";

/** Feeds the text byte by byte, as the model might, until a stop. */
function filtered(text: string, stops: readonly string[]): { parts: string[]; text: string; isStopped: boolean } {
  const filter = stopFilter(stops);
  const parts: string[] = [];
  for (const byte of Buffer.from(text)) {
    if (!filter.isStopped()) parts.push(filter.push(Uint8Array.of(byte)));
  }
  parts.push(filter.flush());
  return { parts, text: filter.text(), isStopped: filter.isStopped() };
}

test.each([
  { name: "no stop strings", input: "abc é", stops: [], text: "abc é", isStopped: false },
  { name: "a stop string is cut off", input: "one\ntwo", stops: ["\n"], text: "one", isStopped: true },
  { name: "a long stop string", input: "answer END more", stops: ["END"], text: "answer ", isStopped: true },
  {
    name: "the beginning of a stop string is given in the end",
    input: "the EN",
    stops: ["END"],
    text: "the EN",
    isStopped: false,
  },
  { name: "the stop string that is complete first", input: "abcd", stops: ["d", "b"], text: "a", isStopped: true },
  { name: "a false start", input: "aab", stops: ["ab"], text: "a", isStopped: true },
])("$name", ({ input, stops, text, isStopped }) => {
  expect(filtered(input, stops)).toMatchObject({ text, isStopped });
});

test("the parts together are the text up to the first stop string", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀") });
  fc.assert(
    fc.property(
      text,
      fc.array(
        text.filter((stop) => stop !== ""),
        { maxLength: 3 },
      ),
      (input, stops) => {
        const result = filtered(input, stops);
        expect(result.parts.join("")).toBe(result.text);
        // A stop string ends the answer as soon as it is complete: the first complete one wins.
        const ends = stops.filter((stop) => input.includes(stop)).map((stop) => input.indexOf(stop) + stop.length);
        const end = Math.min(...ends);
        const starts = stops.filter((stop) => input.slice(0, end).endsWith(stop)).map((stop) => end - stop.length);
        expect(result.text).toBe(ends.length === 0 ? input : input.slice(0, Math.min(...starts)));
      },
    ),
  );
});
