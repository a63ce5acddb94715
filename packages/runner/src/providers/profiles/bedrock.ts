import { CHAT_FIELDS, type ProviderProfile } from "./provider-profile.ts";
import { CLAUDE_RULES } from "./anthropic.ts";

/** Bedrock's OpenAI-compatible address, which takes an API key of Bedrock or requests signed with AWS access keys. */
export const bedrockProfile: ProviderProfile = {
  id: "bedrock",
  name: "Amazon Bedrock (compatible address)",
  wire: "chat",
  baseUrl: "https://bedrock-runtime.{region}.amazonaws.com/openai/v1",
  baseUrlEnv: ["BEDROCK_BASE_URL"],
  keyEnv: ["AWS_BEARER_TOKEN_BEDROCK"],
  signingEnv: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  keyHeader: "bearer",
  hosts: /^bedrock-\w+\..*(?:amazonaws\.com|api\.aws)$/,
  fields: { ...CHAT_FIELDS, maxTokens: "max_completion_tokens" },
  rules: [
    {
      parameters: ["seed"],
      fate: "refused",
      when: (model) => /(?:^|\.)anthropic\./.test(model),
      reason: "Claude has no seed.",
    },
    ...CLAUDE_RULES,
  ],
  refusesEmptyAnswers: (model) => /(?:^|\.)(?:anthropic|mistral)\./.test(model),
  structured: "json_schema",
  tells: ["model version", "request id", "cached tokens", "reasoning tokens"],
  limits: "none",
  hasBatch: true,
  prices: "aws",
  example: "bedrock:openai.gpt-oss-120b-1:0",
  source: "docs.aws.amazon.com/bedrock, inference with Chat Completions (2026-11)",
};
