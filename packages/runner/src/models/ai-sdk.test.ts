import type { ModelRequest } from "@sameseed/core";
import { expect, test } from "vitest";
import { aiSdk } from "./ai-sdk.ts";

const REQUEST: ModelRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } },
      ],
    },
  ],
  params: { temperature: 0.5, maxTokens: 9, stop: ["\n"] },
  seed: 42,
  case: "a",
  repeat: 0,
};

/** A model of the SDK that gives this result, with its calls. */
function model(result: object | Error) {
  const seen: object[] = [];
  const sdk = {
    provider: "amazon-bedrock",
    modelId: "nova",
    specificationVersion: "v3",
    async doGenerate(options: object) {
      seen.push(options);
      if (result instanceof Error) throw result;
      return result;
    },
  };
  return { seen, asked: aiSdk(sdk) };
}

const V3 = {
  content: [
    { type: "reasoning", text: "Hm." },
    { type: "text", text: "A hedgehog" },
    { type: "tool-call", toolCallId: "c1", toolName: "weather", input: '{"city":"Bern"}' },
  ],
  finishReason: { unified: "stop", raw: "end_turn" },
  usage: { inputTokens: { total: 20, cacheRead: 5 }, outputTokens: { total: 7, reasoning: 3 } },
  warnings: [],
  response: { modelId: "nova-1", headers: { "x-request-id": "req-1" }, body: { system_fingerprint: "fp_1" } },
};

test("messages, parameters and the seed go to doGenerate", async () => {
  const { seen, asked } = model(V3);
  await asked.complete(REQUEST);
  expect(seen[0]).toMatchObject({
    prompt: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is it?" },
          { type: "file", mediaType: "image/png", data: "aGk=" },
        ],
      },
    ],
    temperature: 0.5,
    maxOutputTokens: 9,
    stopSequences: ["\n"],
    seed: 42,
  });
});

test("an answer has the SDK's fields, in either form", async () => {
  const told = {
    text: "A hedgehog",
    reasoning: "Hm.",
    finishReason: "stop",
    toolCalls: [{ id: "c1", name: "weather", arguments: '{"city":"Bern"}' }],
    systemFingerprint: "fp_1",
    modelVersion: "nova-1",
    requestId: "req-1",
    usage: { promptTokens: 20, completionTokens: 7, cachedTokens: 5, reasoningTokens: 3 },
  };
  expect(await model(V3).asked.complete(REQUEST)).toMatchObject(told);
  const usage = { inputTokens: 20, outputTokens: 7, cachedInputTokens: 5, reasoningTokens: 3 };
  expect(await model({ ...V3, finishReason: "stop", usage }).asked.complete(REQUEST)).toMatchObject(told);
});

test.each([
  ["temperature", "The AI SDK does not send temperature to this model. Leave it out of params."],
  ["seed", "The AI SDK does not send seed to this model. Set seedField: none for the seed."],
])("%s that the SDK drops is an error with the remedy, unless dropping is allowed", async (feature, message) => {
  const result = { ...V3, warnings: [{ type: "unsupported", feature }] };
  await expect(model(result).asked.complete(REQUEST)).rejects.toMatchObject({ kind: "bad_request", message });
  const sdk = { provider: "p", modelId: "m", doGenerate: async () => result };
  const dropping = aiSdk(sdk, { dropUnsupported: true, seedField: "none" });
  expect(await dropping.complete(REQUEST)).toMatchObject({ text: "A hedgehog" });
  expect([dropping.seed?.field, dropping.identity?.["dropUnsupported"]]).toEqual([null, true]);
  expect(await dropping.notes?.((async function* () {})())).toEqual([expect.stringContaining("left out")]);
});

test("an error has the service's status, words and wait", async () => {
  const error = Object.assign(new Error("Too many"), {
    statusCode: 429,
    responseBody: '{"message":"slow down"}',
    responseHeaders: { "retry-after": "2" },
  });
  await expect(model(error).asked.complete(REQUEST)).rejects.toMatchObject({
    kind: "rate_limited",
    message: "429 slow down",
    retryAfterMs: 2000,
  });
});
