import { expect, test } from "vitest";
import { manifestParameters, parameterNotes, parameterRows } from "./parameter-rows.ts";

const VARIANTS = [
  {
    id: "p/claude",
    prompt: "p",
    model: "claude",
    identity: { id: "anthropic:claude-opus-5", provider: "anthropic" },
    params: {},
    parameters: [
      { parameter: "seed", fate: "refused", reason: "It has no seed." },
      { parameter: "temperature", fate: "refused", reason: "Leave it out." },
      { parameter: "maxTokens", fate: "default", field: "max_tokens", value: 128_000 },
    ],
    hash: "",
  },
  { id: "q/claude", prompt: "q", model: "claude", identity: {}, params: {}, hash: "" },
  {
    id: "p/gemini",
    prompt: "p",
    model: "gemini",
    identity: { provider: "openai", profile: "google (compatible address)" },
    params: { temperature: 0.7 },
    parameters: [
      { parameter: "seed", fate: "sent", field: "generationConfig.seed" },
      { parameter: "temperature", fate: "sent", field: "generationConfig.temperature" },
    ],
    hash: "",
  },
  { id: "p/own", prompt: "p", model: "own", identity: { provider: "http" }, params: {}, hash: "" },
] as const;

const variants = VARIANTS.map((variant) => ({
  ...variant,
  parameters: "parameters" in variant ? [...variant.parameters] : undefined,
}));

test("the manifest records how each model handles its parameters", () => {
  const models = manifestParameters({ variants: [variants[0]!, variants[2]!, variants[3]!], seedPolicy: "derived" });
  expect(
    parameterRows(models).map(({ model, service, parameter, use }) => [model, service, parameter, use].join(" | ")),
  ).toEqual([
    "claude | anthropic | seed | none sent",
    "claude | anthropic | temperature | refused and omitted",
    "claude | anthropic | maxTokens | sent: default 128000 (required)",
    "gemini | google (compatible address) | seed | sent as generationConfig.seed",
    "gemini | google (compatible address) | temperature | sent 0.7 as generationConfig.temperature",
    "gemini | google (compatible address) | maxTokens | provider default",
    "own | not known | seed | sent",
    "own | not known | temperature | provider default",
    "own | not known | maxTokens | provider default",
  ]);
  expect(parameterNotes(models)).toEqual(["claude: seed: It has no seed.", "claude: temperature: Leave it out."]);
});

test("says nothing about the seed's field when the policy sends no seed", () => {
  const rows = parameterRows(manifestParameters({ variants: [variants[2]!], seedPolicy: "none" }));
  expect(rows.map(({ parameter }) => parameter)).toEqual(["temperature"]);
});

test("says nothing where no model has a profile", () => {
  expect(parameterRows(manifestParameters({ variants: [variants[3]!], seedPolicy: "derived" }))).toEqual([]);
});
