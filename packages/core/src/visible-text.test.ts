import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleLine, visibleText } from "./visible-text.ts";

// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*::/m;

test.each([
  ["fp\u001b[31m red", "fp\\u001b[31m red"],
  ["\u001b]0;title\u0007", "\\u001b]0;title\\u0007"],
  ["a\u009b31m", "a\\u009b31m"],
  ["user\u202egnp.exe", "user\\u202egnp.exe"],
  ["\u2066x\u2069", "\\u2066x\\u2069"],
  ["up\rover", "up\\u000dover"],
  ["x\n::error::y", "x\n\\u003a:error::y"],
  ["x\n  \t::add-mask::y", "x\n  \t\\u003a:add-mask::y"],
  ["x ##[command]y ##vso[task.setvariable]z", "x #\\u0023[command]y #\\u0023vso[task.setvariable]z"],
  ["##teamcity[buildStop]", "#\\u0023teamcity[buildStop]"],
  ["Ünïcödé 日本 👩‍👩‍👧 مرحبا\ttab\nline a::b", "Ünïcödé 日本 👩‍👩‍👧 مرحبا\ttab\nline a::b"],
])("%j is shown as %j", (given, shown) => {
  expect(visibleText(given)).toBe(shown);
});

test("a line is one line", () => {
  expect(visibleLine("a\n::error::b\r\nc\td")).toBe("a\\n\\u003a:error::b\\u000d\\nc d");
});

test("JSON keeps its value, and no harmful character remains in any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const json = JSON.stringify({ [text]: [text, "##[x]", "::a"] }, null, 2);
      expect(JSON.parse(visibleText(json))).toEqual(JSON.parse(json));
      expect(visibleText(text)).not.toMatch(HARMFUL);
    }),
  );
});
