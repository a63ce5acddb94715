import { expect, test } from "vitest";
import { renderedMessages } from "./rendered-messages.ts";

const source = [{ role: "user", content: "{{a}} and {{ b.c }}, {{gone}}" }];

test("placeholders are filled once: braces in a variable stay text", () => {
  expect(renderedMessages(source, { a: "{{b.c}}", b: { c: [1] } })).toEqual([
    { role: "user", content: "{{b.c}} and [1], {{gone}}" },
  ]);
});

test("a prompt that is a function is not rendered", () => {
  expect(renderedMessages("({a}) => a", { a: 1 })).toBeNull();
});
