import { expect, test } from "vitest";
import { renderedMessages } from "./rendered-messages.ts";

const source = [{ role: "user", content: "{{a}} and {{ b.c }}, {{gone}}" }];

test("placeholders are filled once: braces in a variable stay text", () => {
  expect(renderedMessages(source, { a: "{{b.c}}", b: { c: [1] } })).toEqual([
    { role: "user", content: "{{b.c}} and [1], {{gone}}" },
  ]);
});

test.each(["({a}) => a", { engine: "nunjucks", messages: source }, [1], null])("%j is not rendered", (other) => {
  expect(renderedMessages(other, { a: 1 })).toBeNull();
});
