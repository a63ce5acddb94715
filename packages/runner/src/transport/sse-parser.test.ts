import fc from "fast-check";
import { expect, test } from "vitest";
import { SseParser } from "./sse-parser.ts";

function parse(pieces: readonly string[]): string[] {
  const parser = new SseParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

test.each<[string, string, string[]]>([
  ["one event", "data: a\n\n", ["a"]],
  ["no blank after the colon", "data:a\n\n", ["a"]],
  ["only the first blank is taken", "data:  a\n\n", [" a"]],
  ["several lines are one event", "data: a\ndata\ndata: b\n\n", ["a\n\nb"]],
  [
    "comments, names, ids and retries are passed over",
    ": ping\nevent: x\nid: 1\nretry: 5\ndata: a\n\n: ping\n\n",
    ["a"],
  ],
  [
    "carriage returns end lines, alone and before a line feed",
    "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
    ["a", "b", "c"],
  ],
  ["a byte order mark is not part of the data", "\uFEFFdata: a\n\n", ["a"]],
  ["an event without its blank line has not come to its end", "data: a\n\ndata: b\n", ["a"]],
  ["an event without data is not an event", "event: x\n\n", []],
])("%s", (_, text, expected) => {
  expect(parse([text])).toEqual(expected);
});

test("the events are the same for any cuts of the stream", () => {
  const line = fc.string({ maxLength: 8 }).map((text) => text.replaceAll(/[\r\n]/g, " "));
  const end = fc.constantFrom("\n", "\r\n");
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 6 }),
      end,
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      (lines, newline, lengths) => {
        const text = lines.map((data) => `data: ${data}${newline}${newline}`).join("");
        const pieces: string[] = [];
        for (let at = 0; at < text.length;) {
          const length = lengths.next().value;
          pieces.push(text.slice(at, at + length));
          at += length;
        }
        expect(parse(pieces)).toEqual(lines);
      },
    ),
  );
});
