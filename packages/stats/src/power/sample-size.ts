import { requireAtLeast, requireFinite, requireNonNegative, requirePositive } from "../argument-checks.ts";
import { findRoot } from "../distributions/find-root.ts";
import { normPpf } from "../distributions/normal.ts";
import { pairedTPower } from "./paired-t-power.ts";

/** Two-sided level and power. Defaults 0.05 and 0.8. */
export interface PowerLevels {
  readonly alpha?: number;
  readonly power?: number;
}

/** The two normal quantiles of a two-sided test. Throws RangeError for levels outside (0, 1). */
function quantiles({ alpha = 0.05, power = 0.8 }: PowerLevels): { zAlpha: number; zPower: number } {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  if (!(power > 0 && power < 1)) throw new RangeError(`power must lie in (0, 1), got ${power}`);
  return { zAlpha: normPpf(1 - alpha / 2), zPower: normPpf(power) };
}

/** The minimum detectable difference of n pairs, in the unit of sdDiff: (z + z') sd / sqrt(n) (Miller 2024). n = 0: null. */
export function mde(input: { readonly sdDiff: number; readonly n: number } & PowerLevels): {
  readonly mde: number | null;
} {
  requireNonNegative(input.sdDiff, "sdDiff");
  requireAtLeast(input.n, 0, "n");
  const { zAlpha, zPower } = quantiles(input);
  return { mde: input.n === 0 ? null : ((zAlpha + zPower) * input.sdDiff) / Math.sqrt(input.n) };
}

/**
 * Cases needed to detect `delta` (Miller 2024): (z + z')^2 (omega^2 + sA^2/KA + sB^2/KB)/delta^2, where omega2 is the
 * variance of the true case-level difference. Not rounded.
 */
export function sampleSizeMiller(
  input: {
    readonly omega2: number;
    readonly sigmaA2: number;
    readonly sigmaB2: number;
    readonly KA: number;
    readonly KB: number;
    readonly delta: number;
  } & PowerLevels,
): { readonly n: number } {
  requireNonNegative(input.omega2, "omega2");
  requireNonNegative(input.sigmaA2, "sigmaA2");
  requireNonNegative(input.sigmaB2, "sigmaB2");
  requireAtLeast(input.KA, 1, "KA");
  requireAtLeast(input.KB, 1, "KB");
  requireFinite(input.delta, "delta");
  if (input.delta === 0) throw new RangeError("delta must not be 0");
  const { zAlpha, zPower } = quantiles(input);
  const variance = input.omega2 + input.sigmaA2 / input.KA + input.sigmaB2 / input.KB;
  return { n: ((zAlpha + zPower) ** 2 * variance) / input.delta ** 2 };
}

/**
 * Pairs needed by McNemar's test at a share `discordant` and a difference `delta` (Connor 1987):
 * (z sqrt(psi) + z' sqrt(psi - delta^2))^2 / delta^2. Not rounded. Throws RangeError for |delta| > discordant.
 */
export function mcnemarSampleSize(input: { readonly discordant: number; readonly delta: number } & PowerLevels): {
  readonly n: number;
} {
  const { discordant, delta } = input;
  requirePositive(discordant, "discordant");
  requireFinite(delta, "delta");
  if (discordant > 1) throw new RangeError(`discordant must be at most 1, got ${discordant}`);
  if (delta === 0 || Math.abs(delta) > discordant) {
    throw new RangeError(`delta must be between 0 and discordant in size, got ${delta}`);
  }
  const { zAlpha, zPower } = quantiles(input);
  const root = zAlpha * Math.sqrt(discordant) + zPower * Math.sqrt(discordant - delta ** 2);
  return { n: root ** 2 / delta ** 2 };
}

/**
 * The minimum detectable difference of n pairs of which a share `discordant` differs: the difference for
 * which mcnemarSampleSize is n. Null where even a difference as large as the discordance needs more pairs.
 */
export function mcnemarMde(input: { readonly discordant: number; readonly n: number } & PowerLevels): {
  readonly mde: number | null;
} {
  const { discordant, n, ...levels } = input;
  requireAtLeast(n, 0, "n");
  const needed = (delta: number): number => mcnemarSampleSize({ discordant, delta, ...levels }).n;
  if (needed(discordant) > n) return { mde: null };
  let [low, high] = [0, discordant];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle > 0 && needed(middle) <= n) high = middle;
    else low = middle;
  }
  return { mde: high };
}

/**
 * Pairs needed by the two-sided paired t test at an effect of `dz` standard deviations of the differences, by the
 * noncentral t. Not rounded; at least 2. Throws RangeError for dz = 0.
 */
export function pairedTSampleSize(input: { readonly dz: number } & PowerLevels): { readonly n: number } {
  const { dz, alpha = 0.05, power = 0.8 } = input;
  requireFinite(dz, "dz");
  if (dz === 0) throw new RangeError("dz must not be 0");
  const { zAlpha, zPower } = quantiles(input);
  const excess = (n: number): number => pairedTPower({ dz, n, alpha }) - power;
  if (excess(2) >= 0) return { n: 2 };
  const start = ((zAlpha + zPower) / dz) ** 2;
  const n = findRoot((at) => [excess(at), (excess(at * 1.0001) - excess(at * 0.9999)) / (at * 0.0002)], {
    lo: 2,
    hi: 2 * start + 100,
    isRising: true,
    tolerance: 1e-11,
  });
  return { n };
}
