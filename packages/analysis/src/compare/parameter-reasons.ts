import type { ParameterUse } from "@sameseed/core";
import type { ManifestVariant } from "./arm.ts";

/**
 * Parameters of two arms that did not reach both models alike: ignored by a service, or left out because it refuses
 * them. What happens to both arms alike does not tell them apart, and is not said.
 */
export function parameterReasons(arms: readonly [ManifestVariant, ManifestVariant]): string[] {
  const [a, b] = arms.map(lostParameters) as [Map<string, string>, Map<string, string>];
  return [...says(arms[0], a, b), ...says(arms[1], b, a)];
}

function says({ model }: ManifestVariant, own: Map<string, string>, other: Map<string, string>): string[] {
  const lost = [...own].filter(([parameter, fate]) => other.get(parameter) !== fate);
  return [...Map.groupBy(lost, ([, fate]) => fate)].map(([fate, parameters]) => {
    const names = parameters.map(([parameter]) => parameter).join(", ");
    return fate === "ignored"
      ? `${model} ignores ${names}: the service takes it without effect`
      : `${names} was left out for ${model}, whose service refuses it`;
  });
}

/** By parameter, without the seed, of which the audit speaks apart. */
function lostParameters({ parameters = [] }: ManifestVariant): Map<string, ParameterUse["fate"]> {
  const lost = parameters.filter(
    ({ parameter, fate }) => parameter !== "seed" && (fate === "ignored" || fate === "refused"),
  );
  return new Map(lost.map(({ parameter, fate }) => [parameter, fate]));
}
