import { describe, expect, test } from "vitest";
import { ChatMessage } from "../model/message.ts";
import { messageText } from "../model/message-text.ts";
import { compilePrompt, PromptSpec } from "./prompt.ts";

const IMAGE = { type: "image_url", image_url: { url: "{{image}}", detail: "low" } } as const;

function rendered(messages: unknown, vars: Record<string, unknown>) {
  return compilePrompt(PromptSpec.parse({ id: "p", messages })).messages({ id: "c1", vars });
}

describe("every text of a message is a template", () => {
  test.each<[string, unknown, unknown]>([
    ["plain content", { role: "user", content: "{{q}}?" }, { role: "user", content: "why?" }],
    [
      "parts",
      { role: "user", content: [{ type: "text", text: "{{q}}" }, IMAGE] },
      {
        role: "user",
        content: [
          { type: "text", text: "why" },
          { type: "image_url", image_url: { url: "https://x.test/a.png", detail: "low" } },
        ],
      },
    ],
    ["a name", { role: "user", content: "x", name: "{{q}}" }, { role: "user", content: "x", name: "why" }],
    [
      "the arguments of a call",
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: '{"a": {"b": "{{q}}"}}' } }],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: '{"a": {"b": "why"}}' } }],
      },
    ],
    [
      "the result of a call",
      { role: "tool", tool_call_id: "1", content: "{{q}}" },
      { role: "tool", tool_call_id: "1", content: "why" },
    ],
  ])("%s", (...[, message, wanted]) => {
    expect(rendered([message], { q: "why", image: "https://x.test/a.png" })).toEqual([wanted]);
  });

  test("the contents of a variable are not a template", () => {
    const content = [{ type: "text", text: "{{q}}" }];
    expect(rendered([{ role: "user", content }], { q: "{{image}}" })).toEqual([
      { role: "user", content: [{ type: "text", text: "{{image}}" }] },
    ]);
  });
});

describe("a variable that holds messages is replaced by them", () => {
  const turns = [
    { role: "user", content: "{{hello}}" },
    { role: "assistant", content: "Hi.", refusal: null, annotations: [] },
  ];
  const sent = [turns[0], { role: "assistant", content: "Hi.", annotations: [] }];

  test.each<[string, unknown, unknown, unknown]>([
    ["all of them", "{{turns}}", turns, sent],
    [
      "among others",
      ["{{ turns }}", { role: "user", content: "Bye." }],
      turns,
      [...sent, { role: "user", content: "Bye." }],
    ],
    ["as the text of a table's cell", "{{turns}}", JSON.stringify(turns), sent],
    [
      "no messages, next to others",
      ["{{turns}}", { role: "user", content: "Bye." }],
      [],
      [{ role: "user", content: "Bye." }],
    ],
  ])("%s", (...[, messages, value, wanted]) => {
    expect(rendered(messages, { turns: value })).toEqual(wanted);
  });

  test.each<[unknown, string]>([
    [undefined, "{{turns}} is missing"],
    ["hello", "is not a list of messages"],
    [{ role: "user", content: "x" }, "is not a list of messages"],
    [[], "there is no message"],
    [
      [
        { role: "user", content: "x" },
        { role: "robot", content: "x" },
      ],
      "[1.role]",
    ],
    [[{ role: "user" }], "[0.content]"],
    [[{ role: "assistant", content: null }], "needs content or tool_calls"],
  ])("refuses %j and names its place", (value, message) => {
    const vars = value === undefined ? { other: 1 } : { turns: value };
    expect(() => rendered("{{turns}}", vars)).toThrow(
      expect.objectContaining({
        code: "TEMPLATE",
        message: expect.stringContaining(message),
        hint: expect.any(String),
      }),
    );
    expect(() => rendered("{{turns}}", vars)).toThrow('Prompt "p", case "c1"');
  });

  test("other text is not a message", () => {
    expect(PromptSpec.safeParse({ id: "p", messages: ["Hello {{turns}}"] }).success).toBe(false);
    expect(PromptSpec.safeParse({ id: "p", messages: "Hello" }).success).toBe(false);
  });
});

test.each<[unknown, boolean]>([
  [{ role: "user", content: "x" }, true],
  [{ role: "user", content: [{ type: "image_url", image_url: { url: "a.png" } }] }, true],
  [{ role: "user", content: [{ type: "input_audio", input_audio: { data: "a.wav" } }] }, true],
  [{ role: "user", content: [{ type: "file", file: { file_id: "f-1" } }] }, true],
  [{ role: "user", content: [{ type: "image", url: "a.png" }] }, false],
  [{ role: "user", content: [] }, false],
  [{ role: "user", contents: "x" }, false],
  [{ role: "tool", content: "x" }, false],
  [{ role: "assistant" }, false],
  [{ role: "function", content: "x" }, false],
])("%j is a message: %j", (message, wanted) => {
  expect(ChatMessage.safeParse(message).success).toBe(wanted);
});

test("the text of a message names parts that are not text", () => {
  const content = [{ type: "text", text: "What is this?" }, IMAGE] as const;
  expect(messageText({ role: "user", content })).toBe("What is this?\n[image]");
  expect(messageText({ role: "assistant", tool_calls: [] })).toBe("");
});

describe("arguments of a tool call are JSON with the case's variables", () => {
  const calling = (text: string) => [
    { role: "user", content: "go" },
    { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: text } }] },
    { role: "tool", content: "done", tool_call_id: "1" },
  ];

  test.each<[string, string, unknown]>([
    ["a quote", '{"a": "{{q}}"}', 'say "hi"'],
    ["a line break", '{"a": "{{q}}"}', "one\ntwo"],
    ["a backslash at the end", '{"a": "{{q}}"}', "C:\\"],
    ["a text in place of a value", '{"a": {{q}}}', "why"],
    ["a variable of no JSON", "{{q}}", "why"],
  ])("refuses %s", (_, text, q) => {
    expect(() => rendered(calling(text), { q })).toThrow(/case "c1".*the arguments of the tool call "f" are not JSON/s);
  });

  test.each<[string, unknown, string]>([
    ['{"a": "{{q}}"}', "why", '{"a": "why"}'],
    ['{"a": {{q}}}', 2, '{"a": 2}'],
    ["{{q}}", { a: 'say "hi"' }, '{"a":"say \\"hi\\""}'],
    ["{{q}}", "", ""],
    ["not JSON as written", "why", "not JSON as written"],
  ])("%s with %j is sent", (text, q, made) => {
    expect(rendered(calling(text), { q })[1]).toMatchObject({ tool_calls: [{ function: { arguments: made } }] });
  });
});
