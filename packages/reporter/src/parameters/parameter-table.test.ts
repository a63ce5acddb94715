import { expect, test } from "vitest";
import { parameterTable } from "./parameter-table.ts";

const LUNA = {
  model: "luna",
  service: "OpenAI",
  params: { temperature: 0.7 },
  parameters: [
    { parameter: "seed", fate: "sent", field: "seed" },
    { parameter: "temperature", fate: "sent", field: "temperature" },
    { parameter: "topP", fate: "default" },
  ],
} as const;
const CLAUDE = {
  model: "claude",
  service: "Anthropic",
  params: { temperature: 0.7, topP: 0.9 },
  parameters: [
    { parameter: "seed", fate: "refused", reason: "Anthropic has no seed." },
    { parameter: "temperature", fate: "ignored", reason: "It thinks." },
    { parameter: "topP", fate: "refused", reason: "Leave it out." },
    { parameter: "maxTokens", fate: "default", field: "max_tokens", value: 64_000 },
  ],
} as const;

test("lists for each model whether a parameter is sent, left to the service, refused or ignored", () => {
  const other = { model: "tiny", service: null, params: { topP: 0.5 }, parameters: null };
  expect(parameterTable([LUNA, CLAUDE, other], { width: 100 })).toMatchInlineSnapshot(`
    "model   service    parameter    handling
    luna    OpenAI     seed         sent as seed
                       temperature  sent 0.7 as temperature
                       topP         provider default
                       maxTokens    provider default
    claude  Anthropic  seed         none sent
                       temperature  ignored by the service (0.7 sent)
                       topP         refused and omitted
                       maxTokens    sent: default 64000 (required)
    tiny    not known  seed         sent
                       temperature  provider default
                       topP         sent 0.5
                       maxTokens    provider default
    ! claude: seed: Anthropic has no seed.
    ! claude: temperature: It thinks.
    ! claude: topP: Leave it out."
  `);
});

test("gives no table where no model is known", () => {
  expect(parameterTable([{ model: "tiny", service: null, params: {}, parameters: null }])).toBe("");
});
