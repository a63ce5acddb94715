import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { frame } from "../models/testing/converse-stand-in.ts";
import { FrameParser } from "./frame-parser.ts";

const FRAMES = [
  frame("messageStart", { role: "assistant" }),
  frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Gut 🦔" } }),
  frame("messageStop", { stopReason: "end_turn" }),
];
const EVENTS = [
  { messageStart: { role: "assistant" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Gut 🦔" } } },
  { messageStop: { stopReason: "end_turn" } },
];

function read(pieces: readonly string[]): unknown[] {
  const parser = new FrameParser();
  return [...pieces.flatMap((piece) => [...parser.push(piece)]), ...parser.end()].map(
    (data) => JSON.parse(data) as unknown,
  );
}

test.each([1, 2, 7, 50, 10_000])("frames are the same in pieces of %i bytes", (size) => {
  const all = FRAMES.join("");
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
  expect(read(pieces)).toEqual(EVENTS);
});

test("an exception has its type and message", () => {
  expect(read([frame("throttlingException", { message: "slow down" }, { kind: "exception" })])).toEqual([
    { exception: { type: "throttlingException", message: "slow down" } },
  ]);
});

test("skips headers of every type", () => {
  const header = (name: string, type: number, ...value: number[]) => [
    name.length,
    ...Buffer.from(name),
    type,
    ...value,
  ];
  const more = Buffer.from([
    ...header("a", 0),
    ...header("b", 2, 1),
    ...header("c", 3, 1, 2),
    ...header("d", 4, 1, 2, 3, 4),
    ...header("e", 5, 1, 2, 3, 4, 5, 6, 7, 8),
    ...header("f", 6, 0, 2, 9, 9),
    ...header("g", 8, 1, 2, 3, 4, 5, 6, 7, 8),
    ...header("h", 9, ...Array.from({ length: 16 }, (_, at) => at)),
  ]);
  expect(read([frame("metadata", { usage: {} }, { moreHeaders: more })])).toEqual([{ metadata: { usage: {} } }]);
});

const [first, second] = FRAMES as [string, string];
test.each<[string, string]>([
  ["a text", '{"message": "no"}'],
  ["gzip", gzipSync("x").toString("latin1")],
  ["a stream that ends inside a frame", first + second.slice(0, -1)],
  ["a stream that ends inside a prelude", first + second.slice(0, 5)],
  ["a frame with a changed byte", first.replace("assistant", "assistanT")],
  ["a frame with a changed length", `\u0001${first.slice(1)}`],
  ["a header of an unknown type", frame("x", {}, { moreHeaders: Buffer.from([1, 97, 99]) })],
  ["a header whose name is longer than the frame", frame("x", {}, { moreHeaders: Buffer.from([255, 97]) })],
])("%s is an invalid response", (_, text) => {
  expect(() => read([text])).toThrowError(expect.objectContaining({ kind: "invalid_response" }));
});

test("frames before damaged bytes are read first", () => {
  const frames = new FrameParser().push(`${first}no frame at all`);
  expect(JSON.parse(frames.next().value as string)).toEqual(EVENTS[0]);
  expect(() => frames.next()).toThrow("damaged");
});
