import { CHAT_FIELDS, type ParameterRule, type ProviderProfile } from "./provider-profile.ts";
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
  prices: "aws",
  example: "bedrock:openai.gpt-oss-120b-1:0",
  source: "docs.aws.amazon.com/bedrock, inference with Chat Completions (2026-11)",
};

/** Parameters of models that are not Anthropic's depend on the model and are identified by its name. */
const CONVERSE_RULES: readonly ParameterRule[] = [
  {
    parameters: ["topK"],
    fate: "refused",
    when: (model) => !/(?:^|[./])(?:anthropic\.|amazon\.nova-)/.test(model),
    reason:
      "Converse has it for Claude and Nova only. Put the model's own field into extra.additionalModelRequestFields.",
  },
  {
    parameters: ["thinkingBudget"],
    fate: "refused",
    when: (model) => !/claude-/.test(model),
    reason: "Only Claude has it. Use reasoningEffort, or the model's own field in extra.additionalModelRequestFields.",
  },
  {
    parameters: ["responseFormat"],
    fate: "refused",
    when: (_, { responseFormat }) => responseFormat?.type === "json_object",
    reason: "Converse accepts JSON Schemas only. Use json_schema, or request JSON in the prompt.",
  },
  {
    parameters: ["toolChoice"],
    fate: "refused",
    when: (_, { toolChoice }) => toolChoice === "none",
    reason: "Converse has no toolChoice: none. Remove toolChoice and tools.",
  },
];

/** Bedrock's Converse, which takes every chat model that Bedrock has. */
export const converseProfile: ProviderProfile = {
  id: "bedrock:converse",
  name: "Amazon Bedrock (Converse)",
  wire: "converse",
  baseUrl: "https://bedrock-runtime.{region}.amazonaws.com",
  baseUrlEnv: ["BEDROCK_BASE_URL"],
  keyEnv: ["AWS_BEARER_TOKEN_BEDROCK"],
  signingEnv: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  keyHeader: "bearer",
  hosts: null,
  fields: {
    temperature: "inferenceConfig.temperature",
    topP: "inferenceConfig.topP",
    topK: "additionalModelRequestFields.top_k",
    maxTokens: "inferenceConfig.maxTokens",
    stop: "inferenceConfig.stopSequences",
    stream: "converse-stream",
    tools: "toolConfig.tools",
    toolChoice: "toolConfig.toolChoice",
    responseFormat: "outputConfig.textFormat",
    reasoningEffort: "outputConfig.effort",
    thinkingBudget: "additionalModelRequestFields.thinking",
  },
  rules: [...CONVERSE_RULES, ...CLAUDE_RULES],
  ranges: { temperature: [0, 1], topP: [0, 1] },
  structured: "json_schema",
  tells: ["request id", "service tier", "cached tokens", "cache writes", "reasoning text"],
  limits: "none",
  prices: "aws",
  example: "bedrock:converse:amazon.nova-lite-v1:0",
  source: "npm @aws-sdk/client-bedrock-runtime 3.1164.0, @ai-sdk/amazon-bedrock 4.0.186 (2026-11)",
};
