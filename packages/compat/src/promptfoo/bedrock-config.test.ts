import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

async function modelOf(id: string, config: object) {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["p"],
    providers: [{ id, label: "m", config }],
    tests: [{ assert: [{ type: "equals", value: "x" }] }],
  });
  const [{ id: _, ...model }] = benchmark["models"] as unknown as [Readonly<Record<string, unknown>>];
  return { model, warnings: warnings.filter((one) => !one.includes("InvokeModel")) };
}

const NOVA = "bedrock:converse:amazon.nova-lite-v1:0";

test.each<[string, object, object]>([
  ["bedrock:amazon.nova-lite-v1:0", {}, { temperature: 0 }],
  [NOVA, {}, {}],
  [
    "bedrock:amazon.nova-lite-v1:0",
    { interfaceConfig: { max_new_tokens: 50, temperature: 0.5 } },
    { temperature: 0.5, maxTokens: 50 },
  ],
  ["bedrock:us.anthropic.claude-haiku-4-5-20251001-v1:0", {}, { temperature: 0, maxTokens: 1024 }],
  ["bedrock:us.anthropic.claude-opus-4-8-v1:0", {}, { maxTokens: 1024 }],
  [
    "bedrock:us.anthropic.claude-haiku-4-5-20251001-v1:0",
    { max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 2000 } },
    { maxTokens: 4000, thinkingBudget: 2000 },
  ],
  [
    "bedrock:us.meta.llama3-2-3b-instruct-v1:0",
    { max_gen_len: 20, top_p: 0.9 },
    { temperature: 0, maxTokens: 20, topP: 0.9 },
  ],
  [
    "bedrock:amazon.titan-text-lite-v1",
    { textGenerationConfig: { maxTokenCount: 9 } },
    { temperature: 0, maxTokens: 9 },
  ],
  ["bedrock:qwen.qwen3-32b-v1:0", {}, { temperature: 0.7 }],
  ["bedrock:arn:aws:bedrock:us-east-1:1:application-inference-profile/x", { inferenceModelType: "claude" }, {}],
  [NOVA, { maxTokens: 5, stopSequences: ["\n"], topP: 1 }, { maxTokens: 5, stop: ["\n"], topP: 1 }],
  [
    NOVA,
    { guardrailIdentifier: "g", performanceConfig: { latency: "optimized" }, additionalModelRequestFields: { a: 1 } },
    {
      extra: {
        guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "DRAFT" },
        performanceConfig: { latency: "optimized" },
        additionalModelRequestFields: { a: 1 },
      },
    },
  ],
  [
    "bedrock:amazon.nova-2-lite-v1:0",
    { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } },
    { extra: { additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } } } },
  ],
])("%s with %j has these parameters", async (id, config, params) => {
  const { model, warnings } = await modelOf(id, config);
  expect(model["params"] ?? {}).toEqual(params);
  expect(warnings).toEqual([]);
});

test.each([
  [NOVA, "https://bedrock-runtime.eu-west-1.amazonaws.com"],
  ["bedrock:openai.gpt-oss-20b-1:0", "https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1"],
])("%s: a region is an address", async (id, baseUrl) => {
  const { model } = await modelOf(id, { region: "eu-west-1" });
  expect(model["baseUrl"]).toBe(baseUrl);
});

test("never copies keys of AWS, and gives the remedy", async () => {
  const config = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-secret-0123", profile: "mine" };
  const { model, warnings } = await modelOf(NOVA, config);
  expect(JSON.stringify(model)).not.toMatch(/AKIDEXAMPLE|very-secret|mine/);
  expect(warnings).toEqual([
    expect.stringContaining("config.accessKeyId: a key does not belong in a file: set AWS_ACCESS_KEY_ID"),
    expect.stringContaining("config.secretAccessKey: a key does not belong in a file"),
    expect.stringContaining("config.profile: is left out: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
  ]);
});
