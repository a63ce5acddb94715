import type { PlannedPower, PlannedScenario } from "@sameseed/analysis";
import {
  clusterMean,
  crnDecomposition,
  mcnemarMde,
  mcnemarSampleSize,
  mde,
  meanSd,
  sampleSizeMiller,
} from "@sameseed/stats";
import { type DesignSource, FEWEST_CASES, plannedDesigns } from "./designs.ts";
import type { Pilot } from "./read-pilot.ts";

/** The inputs for the sizes of a planned run. */
export interface PowerSetting {
  readonly cases: number;
  readonly repeats: number;
  readonly variants: number;
  /** Variants that are compared with another one; the A/A control is not. */
  readonly comparisons: number;
  /** Level of each comparison. */
  readonly alpha: number;
  readonly power: number;
  /** The difference to find; null for none. */
  readonly detect: number | null;
  /** Such a run cannot end early; see `RunPlan`. */
  readonly isFixedSize?: boolean;
}

/** Shares of cases that differ in common comparisons, shown without other information. */
const USUAL_DISCORDANCES = [0.05, 0.1, 0.2];
/** The advice's bounds on the share of the squared error that is sampling noise. */
const [LITTLE_NOISE, MUCH_NOISE] = [0.2, 0.5];

/** The share of a variant's variance that a past run saves; null without one. */
type SavedBy = (variant: string) => number | null;

/**
 * Sizes for an assumed share of cases that one variant passes and the other does not (Connor 1987), or for a
 * few usual shares. Repeats get no credit: the share of sampling noise in the discordance is unknown without
 * a pilot.
 */
export function assumedScenarios(setting: PowerSetting, discordance?: number): PlannedScenario[] {
  const shares = discordance === undefined ? USUAL_DISCORDANCES : [discordance];
  return shares.map((share) =>
    discordantScenario(setting, { variant: null, discordance: share, variances: null, saved: null }),
  );
}

/**
 * Sizes from the variances of a pilot run, with a scenario for each of its variants against its baseline.
 * With clusters they are the CR2 variances: those of independent cases that would give the same standard
 * error.
 */
export function pilotScenarios(setting: PowerSetting, pilot: Pilot, savedBy: SavedBy = () => null): PlannedScenario[] {
  const { clusters } = pilot;
  return pilot.variants.map(({ variant, scores, baseline }) => {
    const known = pilot.repeats === setting.repeats;
    const source = {
      variances: known ? ([varianceOf(baseline, clusters), varianceOf(scores, clusters)] as const) : null,
      saved: savedBy(variant),
    };
    const decomposition = crnDecomposition({ a: baseline, b: scores });
    const { n, varPaired, withinVarA, withinVarB, withinCov } = decomposition;
    const pairs = baseline.map((row, place) => [row[0]!, scores[place]![0]!] as const);
    const isBinary =
      clusters === null &&
      pilot.repeats === 1 &&
      setting.repeats === 1 &&
      pairs.flat().every((score) => score === 0 || score === 1);
    if (isBinary) return discordantScenario(setting, { variant, discordance: discordanceOf(pairs), ...source });
    const variance = clusters === null ? (varPaired ?? 0) * n : differenceVariance(baseline, scores, clusters);
    const noise =
      withinVarA === null || withinVarB === null || withinCov === null
        ? null
        : Math.max(0, withinVarA + withinVarB - 2 * withinCov);
    const between = Math.max(0, variance - (noise ?? 0) / pilot.repeats);
    return meanScenario(setting, { variant, between, noise, ...source });
  });
}

type Scores = readonly (readonly number[])[];

/** The variance of the case means over cases. */
function varianceOf(scores: Scores, clusters: Pilot["clusters"]): number {
  const means = scores.map(meanOf);
  return clusters === null ? (meanSd({ x: means }).sd ?? 0) ** 2 : clusteredVariance(means, clusters);
}

function differenceVariance(baseline: Scores, scores: Scores, clusters: NonNullable<Pilot["clusters"]>): number {
  return clusteredVariance(
    scores.map((draws, place) => meanOf(draws) - meanOf(baseline[place]!)),
    clusters,
  );
}

function clusteredVariance(values: readonly number[], clusters: NonNullable<Pilot["clusters"]>): number {
  const { n, cr2 } = clusterMean({ d: values, cluster: clusters });
  return n * (cr2 ?? 0) ** 2;
}

function meanOf(draws: readonly number[]): number {
  return draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
}

/** With no differing case the rule of three bounds the share: it is below 3/n with 95 % confidence. */
function discordanceOf(pairs: readonly (readonly [number, number])[]): number {
  const differing = pairs.filter(([a, b]) => a !== b).length;
  return Math.min(1, (differing === 0 ? 3 : differing) / pairs.length);
}

function discordantScenario(
  setting: PowerSetting,
  { variant, discordance, ...source }: { variant: string | null; discordance: number } & Omit<DesignSource, "power">,
): PlannedScenario {
  const { cases, repeats, alpha, power, detect } = setting;
  const needed =
    detect === null || detect > discordance
      ? null
      : mcnemarSampleSize({ discordant: discordance, delta: detect, alpha, power }).n;
  const row = {
    repeats,
    mde: mcnemarMde({ discordant: discordance, n: cases, alpha, power }).mde,
    ...sizes(setting, needed, repeats),
    noiseShare: null,
  };
  const designs = plannedDesigns(setting, { power: [row], ...source });
  return { variant, discordance, sdDifference: null, power: [row], designs, advice: null };
}

interface Variances extends Omit<DesignSource, "power"> {
  readonly variant: string;
  /** Variance of the true differences of the cases. */
  readonly between: number;
  /** Variance that one draw of both variants adds inside a case; null where the pilot had no repeats. */
  readonly noise: number | null;
}

function meanScenario(setting: PowerSetting, { variant, between, noise, ...source }: Variances): PlannedScenario {
  const { cases, alpha, power, detect } = setting;
  const counts =
    noise === null
      ? [setting.repeats]
      : [...new Set([1, 2, 4, 8, setting.repeats])].toSorted((left, right) => left - right);
  const rows = counts.map((repeats): PlannedPower => {
    const variance = between + (noise ?? 0) / repeats;
    const needed =
      detect === null
        ? null
        : sampleSizeMiller({
            omega2: between,
            sigmaA2: noise ?? 0,
            sigmaB2: 0,
            KA: repeats,
            KB: 1,
            delta: detect,
            alpha,
            power,
          }).n;
    return {
      repeats,
      mde: mde({ sdDiff: Math.sqrt(variance), n: cases, alpha, power }).mde,
      ...sizes(setting, needed, repeats),
      noiseShare: noise === null || variance === 0 ? null : noise / repeats / variance,
    };
  });
  const planned = rows.find(({ repeats }) => repeats === setting.repeats)!;
  const sdDifference = Math.sqrt(between + (noise ?? 0) / setting.repeats);
  const designs = plannedDesigns(setting, { power: rows, ...source });
  return { variant, discordance: null, sdDifference, power: rows, designs, advice: adviceFor(planned.noiseShare) };
}

function sizes(
  { variants }: PowerSetting,
  needed: number | null,
  repeats: number,
): Pick<PlannedPower, "cases" | "requests"> {
  if (needed === null) return { cases: null, requests: null };
  const cases = Math.max(FEWEST_CASES, Math.ceil(needed));
  return { cases, requests: cases * repeats * variants };
}

function adviceFor(noiseShare: number | null): PlannedScenario["advice"] {
  if (noiseShare === null) return null;
  if (noiseShare < LITTLE_NOISE) return "more cases";
  return noiseShare > MUCH_NOISE ? "more repeats" : "either";
}
