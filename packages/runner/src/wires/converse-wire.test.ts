import type { ChatMessage, ModelParams } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { converseProfile } from "../providers/profiles/bedrock.ts";
import { frame } from "../models/testing/converse-stand-in.ts";
import { converseWire } from "./converse-wire.ts";
import { StreamReader } from "./stream-reader.ts";

const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA = "amazon.nova-lite-v1:0";

function body(messages: readonly ChatMessage[], params: ModelParams = {}, model = CLAUDE): unknown {
  const request = { messages, params, seed: 1, case: "a", repeat: 0 };
  const context = { profile: converseProfile, model, seedField: null };
  return JSON.parse(JSON.stringify(converseWire.body(request, context)));
}

const ASKED = [{ role: "user", content: "q" }] as const;
const SENT = { messages: [{ role: "user", content: [{ text: "q" }] }] };

test("a full request has each field where Converse expects it", () => {
  const schema = { type: "object", properties: { a: { type: "number" } } };
  const weather = { name: "weather", description: "The weather.", parameters: schema };
  expect(
    body(
      [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Weather?" },
        { role: "assistant", content: "", tool_calls: [call("t1", '{"a":1}'), call("t2", "{}")] },
        { role: "tool", tool_call_id: "t1", content: "sunny" },
        { role: "tool", tool_call_id: "t2", content: "rain" },
        { role: "user", content: "And now?" },
      ],
      {
        temperature: 0.5,
        maxTokens: 20,
        stop: ["\n"],
        tools: [{ type: "function", function: weather }],
        toolChoice: { type: "function", function: { name: "weather" } },
        responseFormat: { type: "json_schema", json_schema: { name: "answer", schema } },
        reasoningEffort: "low",
        extra: { guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" } },
      },
    ),
  ).toMatchInlineSnapshot(`
    {
      "guardrailConfig": {
        "guardrailIdentifier": "g",
        "guardrailVersion": "1",
      },
      "inferenceConfig": {
        "maxTokens": 20,
        "stopSequences": [
          "
    ",
        ],
        "temperature": 0.5,
      },
      "messages": [
        {
          "content": [
            {
              "text": "Weather?",
            },
          ],
          "role": "user",
        },
        {
          "content": [
            {
              "toolUse": {
                "input": {
                  "a": 1,
                },
                "name": "weather",
                "toolUseId": "t1",
              },
            },
            {
              "toolUse": {
                "input": {},
                "name": "weather",
                "toolUseId": "t2",
              },
            },
          ],
          "role": "assistant",
        },
        {
          "content": [
            {
              "toolResult": {
                "content": [
                  {
                    "text": "sunny",
                  },
                ],
                "toolUseId": "t1",
              },
            },
            {
              "toolResult": {
                "content": [
                  {
                    "text": "rain",
                  },
                ],
                "toolUseId": "t2",
              },
            },
            {
              "text": "And now?",
            },
          ],
          "role": "user",
        },
      ],
      "outputConfig": {
        "effort": "low",
        "textFormat": {
          "structure": {
            "jsonSchema": {
              "name": "answer",
              "schema": "{"type":"object","properties":{"a":{"type":"number"}}}",
            },
          },
          "type": "json_schema",
        },
      },
      "system": [
        {
          "text": "Be brief.",
        },
      ],
      "toolConfig": {
        "toolChoice": {
          "tool": {
            "name": "weather",
          },
        },
        "tools": [
          {
            "toolSpec": {
              "description": "The weather.",
              "inputSchema": {
                "json": {
                  "properties": {
                    "a": {
                      "type": "number",
                    },
                  },
                  "type": "object",
                },
              },
              "name": "weather",
            },
          },
        ],
      },
    }
  `);
});

function call(id: string, given: string) {
  return { id, type: "function" as const, function: { name: "weather", arguments: given } };
}

test("sends images and documents as bytes, and an image in S3 by its address", () => {
  const content = [
    { type: "image_url", image_url: { url: "data:image/jpg;base64,aGVsbG8=" } },
    { type: "image_url", image_url: { url: "s3://bucket/cat.PNG" } },
    { type: "file", file: { filename: "my  report_1.pdf", file_data: "data:application/pdf;base64,aGVsbG8=" } },
  ] as const;
  expect(body([{ role: "user", content }])).toEqual({
    messages: [
      {
        role: "user",
        content: [
          { image: { format: "jpeg", source: { bytes: "aGVsbG8=" } } },
          { image: { format: "png", source: { s3Location: { uri: "s3://bucket/cat.PNG" } } } },
          { document: { format: "pdf", name: "my report-1-pdf", source: { bytes: "aGVsbG8=" } } },
        ],
      },
    ],
  });
});

test.each([
  ["an image by its web address", { type: "image_url", image_url: { url: "https://example.com/a.png" } }],
  ["audio", { type: "input_audio", input_audio: { data: "aGVsbG8=", format: "wav" } }],
  ["a file of another kind", { type: "file", file: { file_data: "data:application/zip;base64,aGVsbG8=" } }],
] as const)("refuses %s before a request", (_, part) => {
  expect(() => body([{ role: "user", content: [part] }])).toThrowError(/^Converse does not take/);
});

test("refuses a system message after the start of the conversation before a request", () => {
  expect(() => body([...ASKED, { role: "system", content: "s" }])).toThrowError(/only before the conversation/);
});

describe("custom fields of a model", () => {
  test.each<[string, ModelParams, object]>([
    [CLAUDE, { topK: 5 }, { top_k: 5 }],
    [NOVA, { topK: 5 }, { inferenceConfig: { topK: 5 } }],
    [CLAUDE, { thinkingBudget: 2000 }, { thinking: { type: "enabled", budget_tokens: 2000 } }],
    [CLAUDE, { thinkingBudget: 0 }, { thinking: { type: "disabled" } }],
    [CLAUDE, { topK: 5, extra: { additionalModelRequestFields: { x: 1 } } }, { top_k: 5, x: 1 }],
  ])("%s with %j", (model, params, additionalModelRequestFields) => {
    expect(body(ASKED, params, model)).toEqual({ ...SENT, additionalModelRequestFields });
  });
});

test("a model's name is one part of the path, with any characters", () => {
  const arn = "arn:aws:bedrock:us-east-1:1:application-inference-profile/x";
  expect(converseWire.path(arn, false)).toBe(
    "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fx/converse",
  );
});

test.each([
  ["throttlingException", "rate_limited"],
  ["validationException", "bad_request"],
  ["internalServerException", "server"],
  ["serviceUnavailableException", "server"],
  ["modelStreamErrorException", "server"],
])("%s inside a stream is of kind %s", (type, kind) => {
  const reader = new StreamReader(converseWire);
  expect(() => reader.push(frame(type, { message: "went wrong" }, { kind: "exception" }))).toThrowError(
    expect.objectContaining({ kind, message: expect.stringContaining("went wrong") }),
  );
});

test("a stream without metadata is an answer without usage", () => {
  const reader = new StreamReader(converseWire);
  reader.push(frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Gut" } }));
  reader.push(frame("messageStop", { stopReason: "end_turn" }));
  expect(converseWire.completion(reader.end(), () => undefined)).toMatchObject({ text: "Gut", usage: null });
});

test("keeps a complete answer, with any bytes after it", () => {
  const reader = new StreamReader(converseWire);
  const frames = [
    frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Gut" } }),
    frame("messageStop", { stopReason: "end_turn" }),
    frame("metadata", { usage: { inputTokens: 3, outputTokens: 1 } }),
  ];
  expect(reader.push(`${frames.join("")}no frame at all`)).toBe(true);
  expect(converseWire.completion(reader.end(), () => undefined)).toMatchObject({ text: "Gut" });
});

test("text that cites documents is part of the answer", () => {
  const cited = { content: [{ text: "It is " }, { text: "Bern" }], citations: [{ title: "a.pdf" }] };
  const content = [{ text: "As you say: " }, { citationsContent: cited }, { text: "." }];
  const answer = { output: { message: { role: "assistant", content } }, stopReason: "end_turn" };
  expect(converseWire.completion(answer, () => undefined).text).toBe("As you say: It is Bern.");
});
