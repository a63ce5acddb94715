import { expect, test } from "vitest";
import { utf8Text } from "./utf8-text.ts";

const bytesOf = (text: string, encoding: BufferEncoding = "utf8"): Uint8Array => Buffer.from(text, encoding);

test.each(["", "a", "é\n日本 👍", "ab\0c", "\r\n"])("reads UTF-8 unchanged: %j", (text) => {
  expect(utf8Text(bytesOf(text), "f")).toBe(text);
  expect(utf8Text(bytesOf(`\uFEFF${text}`), "f")).toBe(text);
});

test.each([
  ["little-endian", bytesOf("\uFEFFSay {{w}}", "utf16le")],
  ["big-endian", bytesOf("\uFEFFSay {{w}}", "utf16le").toReversed()],
  ["without a mark", bytesOf("Say {{w}}", "utf16le")],
  ["big-endian without a mark", bytesOf("{{w}} yaS", "utf16le").toReversed()],
])("an error names UTF-16: %s", (_, bytes) => {
  expect(() => utf8Text(bytes, "p.txt")).toThrow("p.txt is UTF-16, not UTF-8.");
});

test("an error for another encoding names the line", () => {
  expect(() => utf8Text(bytesOf("one\ntwo é\n", "latin1"), "p.txt")).toThrow("p.txt, line 2: the text is not UTF-8.");
});
