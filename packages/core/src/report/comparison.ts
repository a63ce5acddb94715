import type { Comparison, Interval, Verdict } from "@sameseed/stats";
import type { Reason } from "./reason.ts";

/** Whether the two variants ran under the same conditions. Every verdict has it. */
export interface Fairness {
  readonly verdict: "fair" | "fair with caveats" | "not comparable";
  /** Reasons against fairness; empty if fair. */
  readonly reasons: readonly Reason[];
  /** The intended differences between the variants: `prompt`, `model`, `params.temperature`… */
  readonly factors: readonly string[];
  /** `honoured`: equal seeds give equal draws, known from a probe or for sameseed's own models. `none`: no seed was sent. Absent: seeds were sent, and their effect is unknown. */
  readonly seeds?: "honoured" | "none" | undefined;
}

/** A difference with its interval, under one way of treating failed trials. */
export interface Difference {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly verdict: Verdict;
  /** Number of cases behind it. */
  readonly n: number;
}

/** Standard errors of the difference, with and without the shared cases and seeds (common random numbers). */
export interface Sharing {
  readonly seUnpaired: number | null;
  readonly sePairedCases: number | null;
  readonly sePairedCasesAndSeeds: number | null;
  /** Correlation of the variants over seeds inside cases, and its 95 % interval. */
  readonly rhoSeed: number | null;
  readonly rhoSeedInterval: Interval | null;
}

export interface BackendStrata {
  /** Pairs by the two variants' fingerprints, `A / B`. */
  readonly pairs: Readonly<Record<string, { readonly n: number; readonly mean: number }>>;
  /** Number of pairs with different fingerprints, and the difference without them. */
  readonly differing: number;
  readonly estimateWithoutDiffering: number | null;
  /** Cochran's Q over the strata: small when the difference depends on the backend. */
  readonly pHeterogeneity: number | null;
}

/** Two variants on one metric: B - A, in the unit of the metric. A is the baseline. */
export interface VariantComparison {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Numbers with failed trials scored 0, since a missing answer is not a right one. */
  readonly result: Comparison;
  /** How p was adjusted for the number of comparisons on this metric. */
  readonly adjustment: "none" | "Holm" | "Benjamini-Hochberg (FDR)" | "alpha / m";
  /** The conclusion: the result's verdict, `inconclusive` if it depends on failed trials, or null if the variants are not comparable. */
  readonly verdict: Verdict | null;
  readonly withoutFailed: Difference;
  /** The difference if all missing scores had fallen for A, or for B (Manski 1990). */
  readonly bounds: Interval | null;
  readonly dependsOnFailed: boolean;
  /** The interval for these very cases, with only sampling noise left; null with one repeat. */
  readonly suiteInterval: Interval | null;
  readonly sharing: Sharing | null;
  readonly backend: BackendStrata | null;
  readonly fairness: Fairness;
  /** The A/A control: the baseline against itself. */
  readonly isControl: boolean;
}

/** An effect of a prompt over all models, of a model over all prompts, or their interaction. */
export interface FactorEffect {
  readonly metric: string;
  readonly factor: "prompt" | "model" | "interaction";
  readonly level: string;
  readonly baseline: string;
  readonly result: Comparison;
}
