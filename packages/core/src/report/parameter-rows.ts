import type { ModelParams } from "../model/model.ts";
import type { ParameterFate, ParameterUse } from "../model/parameter-use.ts";
import type { Manifest } from "../record/manifest.ts";

/** How the service handles the parameters of one model. */
export interface ModelParameters {
  readonly model: string;
  /** The name or id of the service's profile; null for models without a profile. */
  readonly service: string | null;
  readonly params: ModelParams;
  /** Null for an unknown service, which gets all parameters. */
  readonly parameters: readonly ParameterUse[] | null;
}

/** One line of the parity table. */
export interface ParameterRow {
  readonly model: string;
  /** `not known` for a model without a profile. */
  readonly service: string;
  /** A name of `ModelParams`, or `seed`. */
  readonly parameter: string;
  readonly fate: ParameterFate;
  /** How it is handled, in words; all tables use the same words. */
  readonly use: string;
}

const VALUE_LENGTH = 24;

/**
 * The parity table: for each model, the handling of the seed and of each parameter that any model gets. Empty
 * where no model has a profile.
 */
export function parameterRows(models: readonly ModelParameters[]): readonly ParameterRow[] {
  if (models.every(({ parameters }) => parameters === null)) return [];
  const names = parametersOf(models);
  return models.flatMap(({ model, service, params, parameters }) =>
    names.map((parameter) => {
      const use = parameters?.find((one) => one.parameter === parameter);
      const value = params[parameter as keyof ModelParams];
      const fate = use?.fate ?? (value === undefined && parameter !== "seed" ? "default" : "sent");
      return { model, service: service ?? "not known", parameter, fate, use: useText(parameter, use, value) };
    }),
  );
}

/** A sentence per refused or ignored parameter: the reason and the remedy. */
export function parameterNotes(models: readonly ModelParameters[]): readonly string[] {
  return models.flatMap(({ model, parameters }) =>
    (parameters ?? [])
      .filter(({ fate }) => fate === "refused" || fate === "ignored")
      .map(({ parameter, reason = "" }) => `${model}: ${parameter}: ${reason}`),
  );
}

/** The models of a run, each once, with the handling of their parameters. */
export function manifestParameters({
  variants,
  seedPolicy,
}: Pick<Manifest, "variants" | "seedPolicy">): ModelParameters[] {
  const models = new Map(variants.map((variant) => [variant.model, variant]));
  return [...models.values()].map(({ model, identity, params, parameters }) => ({
    model,
    service: parameters === undefined ? null : serviceOf(identity),
    params,
    parameters: parameters?.filter(({ parameter }) => parameter !== "seed" || seedPolicy !== "none") ?? null,
  }));
}

function serviceOf(identity: unknown): string | null {
  const { profile, provider } = (identity ?? {}) as { readonly profile?: unknown; readonly provider?: unknown };
  const name = profile ?? provider;
  return typeof name === "string" ? name : null;
}

/** The seed if the policy sends one, all parameters of any model, and parameters that a service requires. */
function parametersOf(models: readonly ModelParameters[]): readonly string[] {
  const told = models.flatMap(({ parameters }) => parameters ?? []);
  const noted = told.filter(({ fate, value }) => fate !== "default" || value !== undefined);
  const given = models.flatMap(({ params }) => Object.keys(params).filter((name) => name !== "extra"));
  const seed = told.some(({ parameter }) => parameter === "seed") ? ["seed"] : [];
  return [...new Set([...seed, ...noted.map(({ parameter }) => parameter), ...given])];
}

function useText(name: string, use: ParameterUse | undefined, value: unknown): string {
  if (use === undefined && name === "seed") return "sent";
  if (use === undefined) return value === undefined ? "provider default" : `sent ${shownValue(value)}`;
  const { fate, field, parameter } = use;
  if (fate === "default")
    return use.value === undefined ? "provider default" : `sent: default ${shownValue(use.value)} (required)`;
  if (fate === "sent") return `sent ${parameter === "seed" ? "" : `${shownValue(value)} `}as ${field ?? parameter}`;
  if (parameter === "seed") return "none sent";
  return fate === "ignored" ? `ignored by the service (${shownValue(value)} sent)` : "refused and omitted";
}

function shownValue(value: unknown): string {
  const characters = [...(JSON.stringify(value) ?? "")];
  return characters.length <= VALUE_LENGTH ? characters.join("") : `${characters.slice(0, VALUE_LENGTH - 1).join("")}…`;
}
