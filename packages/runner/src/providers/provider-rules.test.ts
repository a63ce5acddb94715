import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parameterUses } from "./parameter-uses.ts";
import type { ProviderProfile } from "./profiles/provider-profile.ts";
import { PROVIDERS } from "./provider-profiles.ts";

test("the docs name no model that its service has retired", async () => {
  const root = join(import.meta.dirname, "../../../..");
  const pages = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md"));
  for (const page of [...pages.map((name) => join("docs", name)), "README.md"])
    expect(await readFile(join(root, page), "utf8"), page).not.toMatch(/gpt-4o|gpt-3\.5|claude-3-|gemini-1\./);
});

const uses = (id: string, model: string, params: object) => {
  const profile = PROVIDERS.find((one) => one.id === id) as ProviderProfile;
  return parameterUses(profile, model, params)
    .filter(({ fate, parameter }) => fate !== "default" && parameter in params)
    .map(({ parameter, fate }) => `${parameter} ${fate}`);
};

test.each<[string, string, object, readonly string[]]>([
  ["openai", "gpt-6-luna", { temperature: 0.7 }, ["temperature refused"]],
  ["openai", "gpt-6-luna", { temperature: 0.7, reasoningEffort: "none" }, ["temperature sent", "reasoningEffort sent"]],
  ["openai", "gpt-5.1", { temperature: 0.7 }, ["temperature sent"]],
  ["openai", "gpt-5.1", { temperature: 0.7, reasoningEffort: "low" }, ["temperature refused", "reasoningEffort sent"]],
  ["openai", "gpt-5-mini", { topP: 0.7, logprobs: true }, ["topP refused", "logprobs refused"]],
  ["openai", "o3", { frequencyPenalty: 1 }, ["frequencyPenalty refused"]],
  [
    "openai",
    "gpt-4.1-mini",
    { temperature: 0.7, reasoningEffort: "low" },
    ["temperature sent", "reasoningEffort refused"],
  ],
  ["openai", "gpt-4.1-mini", { temperature: 2.5 }, ["temperature refused"]],
  [
    "openai",
    "gpt-4.1-mini",
    { frequencyPenalty: 9, presencePenalty: -2 },
    ["frequencyPenalty refused", "presencePenalty sent"],
  ],
  [
    "openai",
    "gpt-5-mini",
    { reasoningEffort: "extreme", verbosity: "chatty" },
    ["reasoningEffort refused", "verbosity refused"],
  ],
  [
    "openai:responses",
    "gpt-6-luna",
    { reasoningEffort: "xhigh", verbosity: "high" },
    ["reasoningEffort sent", "verbosity sent"],
  ],
  [
    "mistral",
    "mistral-small-latest",
    { temperature: 1.7, presencePenalty: 5 },
    ["temperature refused", "presencePenalty refused"],
  ],
  ["anthropic", "claude-haiku-4-5", { thinkingBudget: 5 }, ["thinkingBudget refused"]],
  ["anthropic", "claude-haiku-4-5", { thinkingBudget: 0 }, ["thinkingBudget sent"]],
  ["anthropic", "claude-haiku-4-5", { thinkingBudget: 63_999 }, ["thinkingBudget sent"]],
  ["anthropic", "claude-haiku-4-5", { thinkingBudget: 64_000 }, ["thinkingBudget refused"]],
  ["google", "gemini-2.5-pro", { thinkingBudget: 0 }, ["thinkingBudget refused"]],
  ["google", "gemini-2.5-pro", { thinkingBudget: 32_768 }, ["thinkingBudget sent"]],
  ["google", "gemini-2.5-flash", { thinkingBudget: 64_000 }, ["thinkingBudget refused"]],
  ["google", "gemini-2.5-flash", { thinkingBudget: 0 }, ["thinkingBudget sent"]],
  ["google", "gemini-2.5-flash-lite", { thinkingBudget: 100 }, ["thinkingBudget refused"]],
  [
    "openrouter",
    "anthropic/claude-haiku-4.5",
    { thinkingBudget: 2000, maxTokens: 2000 },
    ["maxTokens sent", "thinkingBudget refused"],
  ],
  [
    "openrouter",
    "openai/gpt-6-luna",
    { thinkingBudget: 2000, maxTokens: 2000 },
    ["maxTokens sent", "thinkingBudget sent"],
  ],
  [
    "anthropic",
    "claude-haiku-4-5",
    { thinkingBudget: 4000, maxTokens: 1000 },
    ["maxTokens sent", "thinkingBudget refused"],
  ],
  ["openai", "gpt-5-chat-latest", { temperature: 0.7 }, ["temperature sent"]],
  ["openai:responses", "gpt-4.1-mini", { stop: ["x"] }, ["stop refused"]],
  ["anthropic", "claude-haiku-4-5", { temperature: 0.7 }, ["temperature sent"]],
  ["anthropic", "claude-haiku-4-5", { temperature: 1.5 }, ["temperature refused"]],
  ["anthropic", "claude-sonnet-4-5-20250929", { temperature: 0.7, topP: 0.9 }, ["temperature sent", "topP refused"]],
  ["anthropic", "claude-3-haiku-20240307", { topK: 5 }, ["topK sent"]],
  ["anthropic", "claude-opus-4-7", { temperature: 0.7 }, ["temperature refused"]],
  ["anthropic", "claude-opus-5", { topK: 5 }, ["topK refused"]],
  ["anthropic", "claude-sonnet-5-5", { thinkingBudget: 2000 }, ["thinkingBudget refused"]],
  ["anthropic", "claude-haiku-4-5", { responseFormat: { type: "json_object" } }, ["responseFormat refused"]],
  [
    "google",
    "gemini-2.5-flash",
    { presencePenalty: 1, reasoningEffort: "low" },
    ["presencePenalty refused", "reasoningEffort refused"],
  ],
  [
    "google",
    "gemini-3.6-flash",
    { presencePenalty: 1, reasoningEffort: "low" },
    ["presencePenalty sent", "reasoningEffort sent"],
  ],
  ["deepseek", "deepseek-chat", { temperature: 0.7 }, ["temperature sent"]],
  ["deepseek", "deepseek-reasoner", { temperature: 0.7 }, ["temperature ignored"]],
  ["deepseek", "deepseek-v4", { temperature: 0.7, thinkingBudget: 0 }, ["temperature sent", "thinkingBudget sent"]],
  ["xai", "grok-4", { stop: ["x"] }, ["stop refused"]],
  ["mistral", "mistral-small-latest", { logprobs: true }, ["logprobs refused"]],
])("%s:%s with %j", (id, model, params, expected) => {
  expect(uses(id, model, params)).toEqual(expected);
});
