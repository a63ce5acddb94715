import { option } from "../option-name.ts";
import type { Model, ModelParams } from "../model/model.ts";
import type { ParameterUse } from "../model/parameter-use.ts";
import { badBenchmark } from "./benchmark-mistakes.ts";

/** A model as a benchmark names it, with the parameters that it gives. */
export interface GivenParameters {
  readonly modelId: string;
  readonly model: Model;
  readonly params: ModelParams;
}

/** The parameters that are sent, and how the service handles the seed and each of them. */
export interface SentParameters {
  readonly params: ModelParams;
  readonly parameters?: readonly ParameterUse[];
}

/**
 * Compares each parameter with the provider profile. A parameter that the service refuses is an error, or is
 * left out where `isDropping`. Errors: `BAD_BENCHMARK` with the remedy.
 */
export function sentParameters({ modelId, model, params }: GivenParameters, isDropping: boolean): SentParameters {
  if (model.parameterUses === undefined) return { params };
  const uses = model.parameterUses(params);
  const refused = uses.filter(({ fate }) => fate === "refused");
  if (refused.length > 0 && !isDropping) {
    const listed = refused.map(({ parameter, reason }) => `${parameter}: ${reason ?? "The service refuses it."}`);
    throw badBenchmark(
      `Model "${modelId}" does not take ${refused.map(({ parameter }) => parameter).join(", ")}. ${listed.join(" ")}`,
      `Correct params, or leave such parameters out with ${option("dropUnsupported")}, which the report says.`,
    );
  }
  const dropped = new Set(refused.map(({ parameter }) => parameter));
  const sent = Object.fromEntries(Object.entries(params).filter(([name]) => !dropped.has(name)));
  return { params: sent, parameters: [seedParameter(model), ...uses] };
}

function seedParameter({ seed }: Model): ParameterUse {
  const { field = "seed", reason } = seed ?? {};
  if (field !== null) return { parameter: "seed", fate: "sent", field };
  return { parameter: "seed", fate: "refused", ...(reason !== undefined && { reason }) };
}

/** Whether a variant's requests have a seed, under a policy that sends one. */
export function takesSeed(parameters: readonly ParameterUse[] | undefined): boolean {
  return parameters?.find(({ parameter }) => parameter === "seed")?.fate !== "refused";
}
