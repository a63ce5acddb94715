import { expect, test } from "vitest";
import { messagesOfTurn, renderedMessages } from "./rendered-messages.ts";

const source = [{ role: "user", content: "{{a}} and {{ b.c }}, {{gone}}" }];
const text = (content: string) => [{ kind: "text", text: content }];

test("fills placeholders once: braces in a variable stay text", () => {
  expect(renderedMessages(source, { a: "{{b.c}}", b: { c: [1] } })).toEqual([
    { role: "user", parts: text("{{b.c}} and [1], {{gone}}"), calls: [] },
  ]);
});

test.each<[string, unknown]>([
  ["data:image/png;base64,iVBORw0KGgo=", { kind: "picture", url: "data:image/png;base64,iVBORw0KGgo=" }],
  ["https://x.test/a.png", { kind: "file", name: "image https://x.test/a.png" }],
  ["pictures/a.png", { kind: "file", name: "image pictures/a.png" }],
  ["data:image/svg+xml;base64,PHN2Zz4=", { kind: "file", name: "image data:image/svg+xml;base64,PHN2Zz4=" }],
  ["data:text/html;base64,PGI+", { kind: "file", name: "image data:text/html;base64,PGI+" }],
  ["javascript:alert(1)", { kind: "file", name: "image javascript:alert(1)" }],
])("shows only images that are in the data and contain no code: %s", (url, wanted) => {
  const content = [{ type: "image_url", image_url: { url: "{{picture}}" } }];
  expect(renderedMessages([{ role: "user", content }], { picture: url })![0]!.parts).toEqual([wanted]);
});

test("a turn of a chain shows its own messages, with stored answers filled in", () => {
  const earlier = [{ case: "a", input: "One?", output: "1", storeAs: "first" }];
  const talk = [{ role: "system", content: "Be brief." }, "{{_conversation}}", { role: "user", content: "{{q}}" }];
  const turn = { id: "b", chain: "x", vars: { q: "Two after {{first}}?" } };
  expect(messagesOfTurn(talk, turn, earlier)).toEqual([
    { role: "system", parts: text("Be brief."), calls: [] },
    { role: "user", parts: text("Two after 1?"), calls: [] },
  ]);
  const own = { ...turn, vars: { ...turn.vars, _conversation: [{ role: "user", content: "Hi" }] } };
  expect(messagesOfTurn(talk, own, earlier)![1]).toEqual({ role: "user", parts: text("Hi"), calls: [] });
  expect(messagesOfTurn([talk[2]], { id: "b", vars: { q: "{{first}}" } }, [])![0]!.parts).toEqual(text("{{first}}"));
});

test("earlier turns inside a text are part of the message, as sent", () => {
  const earlier = [{ case: "a", input: "One?", output: "1" }];
  const turn = { id: "b", chain: "x", vars: { q: "Two?" } };
  const [message] = messagesOfTurn([{ role: "user", content: "After {{_conversation}}: {{q}}" }], turn, earlier)!;
  expect(message!.parts).toEqual(
    text('After [{"input":"One?","output":"1","prompt":[{"role":"user","content":"One?"}]}]: Two?'),
  );
});

test("names other parts", () => {
  const content = [
    { type: "text", text: "{{a}}" },
    { type: "input_audio", input_audio: { data: "a.wav" } },
    { type: "file", file: { file_data: "data:application/pdf;base64,AA==", filename: "a.pdf" } },
  ];
  expect(renderedMessages([{ role: "user", content }], { a: "x" })![0]!.parts).toEqual([
    ...text("x"),
    { kind: "file", name: "audio a.wav" },
    { kind: "file", name: "file a.pdf" },
  ]);
});

test("a conversation in a variable appears at its place in the prompt, with calls as calls", () => {
  const turns = [
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
    },
    { role: "tool", tool_call_id: "1", content: "{{a}}" },
  ];
  expect(
    renderedMessages(["{{turns}}", { role: "user", content: "{{a}}" }], { turns: JSON.stringify(turns), a: "x" }),
  ).toEqual([
    { role: "assistant", parts: [], calls: [{ name: "f", arguments: '{"a":1}' }] },
    { role: "tool", parts: text("{{a}}"), calls: [] },
    { role: "user", parts: text("x"), calls: [] },
  ]);
});

test.each(["({a}) => a", { engine: "nunjucks", messages: source }, [1], ["{{gone}}"], null])(
  "%j is not rendered",
  (other) => {
    expect(renderedMessages(other, { a: 1 })).toBeNull();
  },
);
