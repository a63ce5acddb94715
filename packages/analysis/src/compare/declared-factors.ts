import { canonicalJson, type Reason } from "@sameseed/core";
import type { ManifestVariant } from "./variant-trials.ts";

/**
 * The differences between two variants. One of prompt, model or parameters is the factor compared; any other
 * difference confounds the comparison. A parameter that only one variant sets is compared with the provider's
 * default, which is unknown.
 */
export function declaredFactors(a: ManifestVariant, b: ManifestVariant): { factors: string[]; caveat: Reason | null } {
  const differs = (left: unknown, right: unknown): boolean =>
    canonicalJson(left ?? null) !== canonicalJson(right ?? null);
  const params = [...new Set([...Object.keys(a.params), ...Object.keys(b.params)])].filter((key) =>
    differs(a.params[key], b.params[key]),
  );
  const main = [...(a.prompt === b.prompt ? [] : ["prompt"]), ...(differs(a.identity, b.identity) ? ["model"] : [])];
  const factors = [...main, ...params.map((key) => `params.${key}`)];
  if (main.length === 0 && params.length <= 1) return { factors, caveat: null };
  const beyond =
    main.length === 0
      ? params.slice(1).map((key) => `params.${key}`)
      : [...main.slice(1), ...params.map((key) => `params.${key}`)];
  if (beyond.length === 0) return { factors, caveat: null };
  const values = params.map((name) => ({ name, a: shown(a.params[name]), b: shown(b.params[name]) }));
  return { factors, caveat: { code: "confounded", factor: factors[0]!, beyond, params: values } };
}

function shown(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
