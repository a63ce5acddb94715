import { expect, test } from "vitest";
import { modelFamily } from "./model-family.ts";

test.each([
  ["openai:gpt-4o-mini", "gpt"],
  ["o3-mini-2025", "gpt"],
  ["azure:my-deployment", null],
  ["anthropic/claude-sonnet-4", "claude"],
  ["models/gemini-2.5-pro", "gemini"],
  ["ollama:qwen3:8b", "qwen"],
  ["meta-llama/Llama-3.3-70B-Instruct", "llama"],
  ["DeepSeek-R1-Distill-Qwen-7B", "deepseek"],
  ["open-mixtral-8x22b", "mistral"],
  ["nvidia/nemotron-4", null],
  ["microsoft/phi-4", "phi"],
  ["foo1", null],
  ["tiny:1m", "tiny"],
])("%s is of the family %s", (name, family) => expect(modelFamily([name])).toBe(family));

test("the first name that identifies it counts", () => {
  expect(modelFamily(["my-deployment", null, "gpt-4o-2024-08-06"])).toBe("gpt");
});
