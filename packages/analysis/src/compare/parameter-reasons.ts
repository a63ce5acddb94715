import type { ParameterUse, Reason } from "@sameseed/core";
import type { ManifestVariant } from "./variant-trials.ts";

/**
 * Parameters of two variants that did not reach both models alike: ignored by a service, left out because it
 * refuses them, or sent because it requires them. Differences that affect both variants alike are not
 * reported.
 */
export function parameterReasons(sides: readonly [ManifestVariant, ManifestVariant]): Reason[] {
  const [a, b] = sides.map(lostParameters) as [Map<string, string>, Map<string, string>];
  return [
    ...says(sides[0], a, b),
    ...says(sides[1], b, a),
    ...defaultReasons(sides[0], sides[1]),
    ...defaultReasons(sides[1], sides[0]),
  ];
}

/** Values that a service requires and that were sent although the benchmark gives none, where the other variant had another. */
function defaultReasons({ model, parameters = [] }: ManifestVariant, other: ManifestVariant): Reason[] {
  return parameters.flatMap(({ parameter, value }): Reason[] => {
    if (value === undefined || isSame(value, valueSent(parameter, other))) return [];
    return [{ code: "parameterRequired", model, parameter, value: JSON.stringify(value) }];
  });
}

function valueSent(parameter: string, { params, parameters = [] }: ManifestVariant): unknown {
  const given = (params as Readonly<Record<string, unknown>>)[parameter];
  return given ?? parameters.find((use) => use.parameter === parameter)?.value;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function says({ model }: ManifestVariant, own: Map<string, string>, other: Map<string, string>): Reason[] {
  const lost = [...own].filter(([parameter, fate]) => other.get(parameter) !== fate);
  return [...Map.groupBy(lost, ([, fate]) => fate)].map(([fate, found]) => {
    const parameters = found.map(([parameter]) => parameter);
    return { code: fate === "ignored" ? "parametersIgnored" : "parametersLeftOut", model, parameters };
  });
}

/** By parameter, without the seed, which the audit covers separately. */
function lostParameters({ parameters = [] }: ManifestVariant): Map<string, ParameterUse["fate"]> {
  const lost = parameters.filter(
    ({ parameter, fate }) => parameter !== "seed" && (fate === "ignored" || fate === "refused"),
  );
  return new Map(lost.map(({ parameter, fate }) => [parameter, fate]));
}
