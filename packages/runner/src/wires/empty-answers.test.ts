import type { ChatMessage } from "@sameseed/core";
import { expect, test } from "vitest";
import { PROVIDERS } from "../providers/provider-profiles.ts";
import { WIRES } from "./wire-formats.ts";

const call = { id: "c", type: "function", function: { name: "f", arguments: "{}" } } as const;
const talk = (answer: string): readonly ChatMessage[] => [
  { role: "user", content: "one" },
  { role: "assistant", content: answer },
  { role: "user", content: "two" },
  { role: "assistant", content: null, tool_calls: [call] },
  { role: "tool", tool_call_id: "c", content: "3" },
  { role: "assistant", content: "three" },
  { role: "user", content: "" },
];

test.each([
  ["anthropic", "claude-haiku-4-5", "user user assistant user assistant user"],
  ["mistral", "mistral-small-latest", "user user assistant tool assistant user"],
  ["bedrock", "us.anthropic.claude-haiku-4-5-v1:0", "user user assistant tool assistant user"],
  ["bedrock", "openai.gpt-oss-120b-1:0", "user assistant user assistant tool assistant user"],
  ["openai", "gpt-6-luna", "user assistant user assistant tool assistant user"],
  ["groq", "llama", "user assistant user assistant tool assistant user"],
])("%s of %s gets an earlier answer without content only if the service accepts it", (id, model, roles) => {
  const profile = PROVIDERS.find((one) => one.id === id)!;
  const context = { model, profile, seedField: null };
  for (const answer of ["", " \n"]) {
    const { messages } = WIRES[profile.wire].body(
      { messages: talk(answer), params: {}, seed: null, case: "c", repeat: 0 },
      context,
    ) as { readonly messages: readonly ChatMessage[] };
    expect(messages.map(({ role }) => role).join(" ")).toBe(roles);
  }
});
