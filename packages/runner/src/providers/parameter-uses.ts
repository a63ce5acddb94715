import type { ModelParams, ParameterUse } from "@sameseed/core";
import type { Parameter, ProviderProfile } from "./profiles/provider-profile.ts";

/** Parameters in the order of the table. */
export const PARAMETERS: readonly Exclude<Parameter, "seed">[] = [
  "temperature",
  "topP",
  "topK",
  "maxTokens",
  "stop",
  "frequencyPenalty",
  "presencePenalty",
  "reasoningEffort",
  "thinkingBudget",
  "verbosity",
  "tools",
  "toolChoice",
  "responseFormat",
  "logprobs",
  "stream",
];

/** How a provider handles each parameter, in the order of the table. A parameter that is not given has the provider's default. */
export function parameterUses(profile: ProviderProfile, model: string, params: ModelParams): readonly ParameterUse[] {
  return PARAMETERS.map((parameter) => useOf(parameter, profile, { model, params }));
}

interface Asked {
  readonly model: string;
  readonly params: ModelParams;
}

function useOf(
  parameter: Exclude<Parameter, "seed">,
  profile: ProviderProfile,
  { model, params }: Asked,
): ParameterUse {
  const field = profile.fields[parameter];
  const given = params[parameter];
  if (given === undefined) {
    const required = parameter === "maxTokens" ? profile.maxTokens?.(model) : undefined;
    return required === undefined
      ? { parameter, fate: "default" }
      : { parameter, fate: "default", field, value: required, reason: `${profile.name} requires it.` };
  }
  const sent = { maxTokens: profile.maxTokens?.(model), ...params };
  const rule = profile.rules.find(
    ({ parameters, when }) => parameters.includes(parameter) && (when?.(model, sent) ?? true),
  );
  if (rule !== undefined) return { parameter, fate: rule.fate, reason: rule.reason };
  if (field === undefined)
    return { parameter, fate: "refused", reason: `${profile.name} has no such parameter. Leave it out.` };
  const [least, most] = profile.ranges?.[parameter] ?? [];
  if (typeof given === "number" && least !== undefined && most !== undefined && (given < least || given > most))
    return { parameter, fate: "refused", reason: `${profile.name} takes it from ${least} to ${most}, got ${given}.` };
  return { parameter, fate: "sent", field };
}

/** The field of the seed, or the reason why there is none. */
export function seedField(profile: ProviderProfile, model: string): { field: string | null; reason?: string } {
  const rule = profile.rules.find(({ parameters, when }) => parameters.includes("seed") && (when?.(model, {}) ?? true));
  const field = profile.fields.seed;
  if (field !== undefined && rule === undefined) return { field };
  return { field: null, reason: rule?.reason ?? `${profile.name} has no seed.` };
}
