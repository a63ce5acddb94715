import { expect, test } from "vitest";
import { type Endpoint, endpointOf } from "./endpoints.ts";

test.each<[string, string, string | undefined, string | undefined]>([
  ["openai:gpt-4o", "openai:gpt-4o", undefined, undefined],
  ["openai:chat:ft:gpt-4o:me", "openai:ft:gpt-4o:me", undefined, undefined],
  ["azure:chat:mine", "azure:mine", undefined, undefined],
  ["openai:responses:gpt-6-luna", "openai:gpt-6-luna", undefined, undefined],
  ["azure:responses:mine", "azure:mine", undefined, undefined],
  ["anthropic:messages:claude-haiku-4-5", "anthropic:claude-haiku-4-5", undefined, undefined],
  ["google:gemini-3.6-flash", "google:gemini-3.6-flash", undefined, undefined],
  ["vertex:gemini-3.6-flash", "google:gemini-3.6-flash", undefined, undefined],
  ["bedrock:openai.gpt-oss-20b-1:0", "bedrock:openai.gpt-oss-20b-1:0", undefined, undefined],
  ["bedrock:converse:us.openai.gpt-oss-120b-1:0", "bedrock:us.openai.gpt-oss-120b-1:0", undefined, undefined],
  ["mistral:mistral-small-latest", "mistral:mistral-small-latest", undefined, undefined],
  ["ollama:chat:llama3:8b", "ollama:llama3:8b", undefined, undefined],
  ["ollama:completion:llama3.2", "ollama:llama3.2", undefined, undefined],
  ["litellm:gpt-4", "openai:gpt-4", "http://0.0.0.0:4000", "LITELLM_API_KEY"],
  ["docker:ai/llama3.2", "openai:ai/llama3.2", "http://localhost:12434/engines/v1", undefined],
  ["huggingface:chat:a/b", "openai:a/b", "https://router.huggingface.co/v1", "HF_TOKEN"],
  ["cohere:command-a", "openai:command-a", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"],
  [
    "dashscope:qwen-max",
    "openai:qwen-max",
    "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    "DASHSCOPE_API_KEY",
  ],
  ["cometapi:chat:gpt-5-mini", "openai:gpt-5-mini", "https://api.cometapi.com/v1", "COMETAPI_KEY"],
  [
    "truefoundry:openai-main/gpt-5",
    "openai:openai-main/gpt-5",
    "https://llm-gateway.truefoundry.com",
    "TRUEFOUNDRY_API_KEY",
  ],
  ["moonshot:kimi-k2", "openai:kimi-k2", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"],
  ["hf:chat:a/b", "openai:a/b", "https://router.huggingface.co/v1", "HF_TOKEN"],
  ["helicone:groq/llama", "openai:groq/llama", "http://localhost:8080/ai", "HELICONE_API_KEY"],
  ["adaline:openai:chat:gpt-4o", "openai:gpt-4o", undefined, undefined],
  ["adaline:anthropic:chat:claude-haiku-4-5", "anthropic:claude-haiku-4-5", undefined, undefined],
  ["adaline:togetherai:chat:a/b", "openai:a/b", "https://api.together.xyz/v1", "TOGETHER_API_KEY"],
])("%s uses its address for chat completions", (id, model, baseUrl, apiKeyEnv) => {
  const found = endpointOf(id) as Endpoint;
  expect([found.model, found.baseUrl, found.apiKeyEnv]).toEqual([model, baseUrl, apiKeyEnv]);
});

test.each<[string, object, unknown]>([
  ["databricks:m", { workspaceUrl: "https://w.example.com/" }, "https://w.example.com/serving-endpoints"],
  ["databricks:m", { workspaceUrl: "not an address" }, "it has no workspaceUrl"],
  ["helicone:m", { baseUrl: "http://127.0.0.1:1", router: "r" }, "http://127.0.0.1:1/router/r"],
  ["cloudflare-ai:@cf/m", { accountId: "a1" }, "https://api.cloudflare.com/client/v4/accounts/a1/ai/v1"],
  ["envoy:m", { apiBaseUrl: "http://127.0.0.1:1/" }, "http://127.0.0.1:1/v1"],
  ["envoy:m", {}, "it has no apiBaseUrl"],
])("%s is where its config %j says", (id, config, expected) => {
  const found = endpointOf(id, config as Readonly<Record<string, unknown>>);
  expect(typeof found === "string" ? found : found.baseUrl).toBe(expected);
});

test.each([
  "adaline:openai:embedding:x",
  "hf:text-generation:x",
  "openai:embedding:x",
  "huggingface:text-generation:x",
  "cohere:embedding:x",
  "litellm:completion:x",
  "ollama:embeddings:x",
  "google:live:x",
])("%s is not a chat model", (id) => {
  expect(endpointOf(id)).toBe("only chat models are supported");
});

test.each(["nobody:x", "constructor:x"])("%s has no such address", (id) => {
  expect(endpointOf(id)).toMatch(/^sameseed does not support this service/);
});

test.each([
  ["bedrock:us.anthropic.claude-haiku-4-5-20251001-v1:0", "InvokeModel"],
  ["bedrock:converse:amazon.nova-lite-v1:0", undefined],
  ["bedrock:arn:aws:bedrock:us-east-1:1:application-inference-profile/x", "InvokeModel"],
])("requests to %s use Converse", (id, note) => {
  const found = endpointOf(id) as Endpoint;
  expect(found.model).toBe(`bedrock:converse:${id.replace(/^bedrock:(?:converse:)?/, "")}`);
  if (note === undefined) expect(found.note).toBeUndefined();
  else expect(found.note).toContain(note);
});

test.each([
  "bedrock:embeddings:amazon.titan-embed-text-v2:0",
  "bedrock:amazon.titan-embed-text-v2:0",
  "bedrock:kb:us.anthropic.claude-sonnet-4-20250514-v1:0",
  "bedrock:amazon.nova-sonic-v1:0",
  "bedrock:amazon.nova-reel-v1:1",
  "bedrock:image:amazon.nova-canvas-v1:0",
  "bedrock:stability.sd3-5-large-v1:0",
])("%s at Bedrock has no chat", (id) => {
  expect(endpointOf(id)).toBe("only chat models are supported");
});

test.each([
  ["sagemaker:llama:x", /its own request format/],
  ["replicate:meta/llama", /second request/],
  ["azure:assistant:a", /keep state/],
  ["package:a:B", /export the provider from a file/],
  ["browser", /browsers are not supported/],
  ["wss://x.example/chat", /WebSockets are not supported/],
])("refuses %s with the reason", (id, reason) => {
  expect(endpointOf(id)).toMatch(reason);
});
