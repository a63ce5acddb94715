import { expect, test } from "vitest";
import { utf8Text } from "./utf8-text.ts";

const bytesOf = (text: string, encoding: BufferEncoding = "utf8"): Uint8Array => Buffer.from(text, encoding);

test.each(["", "a", "é\n日本 👍", "ab\0c", "\r\n"])("UTF-8 is read as it is: %j", (text) => {
  expect(utf8Text(bytesOf(text), "f")).toBe(text);
  expect(utf8Text(bytesOf(`\uFEFF${text}`), "f")).toBe(text);
});

test.each([
  ["little-endian", bytesOf("\uFEFFSay {{w}}", "utf16le")],
  ["big-endian", bytesOf("\uFEFFSay {{w}}", "utf16le").toReversed()],
  ["without a mark", bytesOf("Say {{w}}", "utf16le")],
  ["big-endian without a mark", bytesOf("{{w}} yaS", "utf16le").toReversed()],
])("UTF-16 is named: %s", (_, bytes) => {
  expect(() => utf8Text(bytes, "p.txt")).toThrow("p.txt is UTF-16, not UTF-8.");
});

test("another encoding is named with its line", () => {
  expect(() => utf8Text(bytesOf("one\ntwo é\n", "latin1"), "p.txt")).toThrow("p.txt, line 2: the text is not UTF-8.");
});
