import type { ModelParams } from "@sameseed/core";
import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";

const { seed: _, ...FIELDS } = CHAT_FIELDS;

/** Thinking is on unless it is turned off; deepseek-chat is the name without it. */
function thinks(model: string, { thinkingBudget, extra }: ModelParams): boolean {
  const { thinking } = (extra ?? {}) as { thinking?: { type?: unknown } };
  if (thinking?.type === "disabled" || thinkingBudget === 0) return false;
  return thinking !== undefined || thinkingBudget !== undefined || !model.startsWith("deepseek-chat");
}

export const deepseekProfile: ProviderProfile = {
  id: "deepseek",
  name: "DeepSeek",
  wire: "chat",
  baseUrl: "https://api.deepseek.com",
  baseUrlEnv: ["DEEPSEEK_BASE_URL"],
  keyEnv: ["DEEPSEEK_API_KEY"],
  keyHeader: "bearer",
  hosts: /(?:^|\.)deepseek\.com$/,
  fields: { ...FIELDS, thinkingBudget: "thinking.type" },
  rules: [
    {
      parameters: ["temperature", "topP"],
      fate: "ignored",
      when: thinks,
      reason: "DeepSeek ignores it while thinking is on. Set thinkingBudget: 0 to turn thinking off.",
    },
    {
      parameters: ["frequencyPenalty", "presencePenalty"],
      fate: "ignored",
      reason: "DeepSeek ignores it.",
    },
    {
      parameters: ["thinkingBudget"],
      fate: "refused",
      when: (_model, { thinkingBudget = 0 }) => thinkingBudget > 0,
      reason: "DeepSeek can only turn thinking on or off: 0 turns it off. For the amount, use reasoningEffort.",
    },
    {
      parameters: ["responseFormat"],
      fate: "refused",
      when: (_model, { responseFormat }) => responseFormat?.type === "json_schema",
      reason: "DeepSeek accepts json_object only: describe the schema in the prompt.",
    },
  ],
  ranges: { temperature: [0, 2] },
  thinking: (budget) => ({ thinking: { type: budget === 0 ? "disabled" : "enabled" } }),
  structured: "json_object",
  tells: [
    "model version",
    "fingerprint",
    "request id",
    "cached tokens",
    "reasoning tokens",
    "reasoning text",
    "log probabilities",
  ],
  limits: "none",
  prices: "deepseek",
  example: "deepseek:deepseek-chat",
  source: "npm @ai-sdk/deepseek 2.0.69, api-docs.deepseek.com (2026-11)",
};
