import type { CorrectedEstimate, LabelScale, Manifest } from "@sameseed/core";
import { predictionPowered, type PredictionPoweredInput, roganGladenInterval } from "@sameseed/stats";
import { FloatList } from "../columns/float-list.ts";

/** With fewer labelled cases prediction-powered intervals are too narrow to be believed. */
const FEWEST_LABELLED = 50;

interface Sum {
  total: number;
  count: number;
}

/** A labelled case of one variant: means of people and of the judge over the same answers. */
interface Labelled {
  readonly label: Sum;
  readonly judged: Sum;
}

/** The judge's means of all cases, one column per variant, and people's of some: the input of corrected estimates. */
export class CorrectionMeans {
  readonly #scale: LabelScale;
  readonly #ids: readonly string[];
  readonly #baseline: string;
  readonly #columns: readonly FloatList[];
  readonly #current: Sum[];
  /** Of each variant: answers of the case that pass to the judge, and the sum of their share over the cases. */
  readonly #passes: number[];
  readonly #passShares: number[];
  /** By variant and case number. */
  readonly #labelled: readonly Map<number, Labelled>[];
  readonly #clusters = new FloatList();
  #isClustered = false;
  /** Of all labels: passes and failures by people, and how many of each the judge saw as such. */
  readonly #errors = { passes: 0, passed: 0, failures: 0, failed: 0 };
  #cases = 0;

  constructor({ variants, baseline }: Pick<Manifest, "variants" | "baseline">, scale: LabelScale) {
    this.#scale = scale;
    this.#ids = variants.map(({ id }) => id);
    this.#baseline = baseline;
    this.#columns = variants.map(() => new FloatList());
    this.#current = variants.map(() => ({ total: 0, count: 0 }));
    this.#passes = variants.map(() => 0);
    this.#passShares = variants.map(() => 0);
    this.#labelled = variants.map(() => new Map());
  }

  addJudged(variant: string, value: number): void {
    const place = this.#ids.indexOf(variant);
    if (place === -1) return;
    add(this.#current[place]!, value);
    if (value >= 0.5) this.#passes[place]!++;
  }

  /** People's mean of an answer that the judge saw too. */
  addLabel(variant: string, label: number, judged: number): void {
    const cases = this.#labelled[this.#ids.indexOf(variant)];
    if (cases === undefined) return;
    const known = cases.get(this.#cases) ?? { label: { total: 0, count: 0 }, judged: { total: 0, count: 0 } };
    cases.set(this.#cases, known);
    add(known.label, label);
    add(known.judged, judged);
    if (label > 0.5) {
      this.#errors.passes++;
      if (judged >= 0.5) this.#errors.passed++;
    } else if (label < 0.5) {
      this.#errors.failures++;
      if (judged < 0.5) this.#errors.failed++;
    }
  }

  /** `cluster` is negative for a case without a cluster. */
  closeCase(cluster: number): void {
    this.#clusters.push(cluster);
    this.#isClustered ||= cluster >= 0;
    for (const [place, sum] of this.#current.entries()) {
      this.#columns[place]!.push(sum.count === 0 ? NaN : sum.total / sum.count);
      if (sum.count > 0) this.#passShares[place]! += this.#passes[place]! / sum.count;
      this.#passes[place] = 0;
      sum.total = 0;
      sum.count = 0;
    }
    this.#cases++;
  }

  estimates(): CorrectedEstimate[] {
    const baseline = this.#ids.indexOf(this.#baseline);
    const others = this.#ids.flatMap((_, place) => (place === baseline ? [] : [place]));
    if (this.#scale === "preference")
      return others.flatMap((place) => this.#estimate({ quantity: "win rate", place, against: baseline }));
    return [
      ...this.#ids.flatMap((_, place) => this.#estimate({ quantity: "mean", place, against: null })),
      ...(baseline === -1
        ? []
        : others.flatMap((place) => this.#estimate({ quantity: "difference", place, against: baseline }))),
    ];
  }

  /** Empty for a variant without labels. */
  #estimate({ quantity, place, against }: Wanted): CorrectedEstimate[] {
    const isDifference = quantity === "difference";
    const of = this.#columns[place]!.values();
    const than = isDifference ? this.#columns[against!]!.values() : null;
    const valueOf = (number: number): number => of[number]! - (than?.[number] ?? 0);
    const [labels, judged, unlabelled]: number[][] = [[], [], []];
    const clusters: { labelled: number[]; unlabelled: number[] } = { labelled: [], unlabelled: [] };
    const clusterOf = this.#clusters.values();
    let sum = 0;
    let cases = 0;
    for (let number = 0; number < this.#cases; number++) {
      const value = valueOf(number);
      if (Number.isNaN(value)) continue;
      sum += value;
      cases++;
      const mine = this.#labelled[place]!.get(number);
      const theirs = isDifference ? this.#labelled[against!]!.get(number) : undefined;
      if (mine === undefined || (isDifference && theirs === undefined)) {
        unlabelled!.push(value);
        clusters.unlabelled.push(clusterOf[number]!);
        continue;
      }
      clusters.labelled.push(clusterOf[number]!);
      labels!.push(mean(mine.label) - (theirs === undefined ? 0 : mean(theirs.label)));
      judged!.push(mean(mine.judged) - (theirs === undefined ? 0 : mean(theirs.judged)));
    }
    if (labels!.length === 0) return [];
    const base = {
      quantity,
      variant: this.#ids[place]!,
      against: against === null ? null : this.#ids[against]!,
      judged: cases === 0 ? null : sum / cases,
      cases,
      labelled: labels!.length,
    };
    const found = this.#corrected({
      evidence: { labels: labels!, judged: judged!, unlabelled: unlabelled!, ...(this.#isClustered && { clusters }) },
      quantity,
      place,
    });
    return [{ ...base, ...found }];
  }

  #corrected({ evidence, quantity, place }: Correctable): Correction {
    const { labels, unlabelled } = evidence;
    if (labels.length >= FEWEST_LABELLED) {
      const least = quantity === "difference" ? -1 : 0;
      const { estimate, lo, hi } = predictionPowered({ ...evidence, bounds: [least, 1] });
      return {
        estimate: inside(estimate, least),
        low: inside(lo, least),
        high: inside(hi, least),
        method: "prediction-powered",
      };
    }
    if (quantity !== "mean" || this.#scale !== "pass-fail") return NO_CORRECTION;
    const { passes, passed, failures, failed } = this.#errors;
    const { corrected, lo, hi } = roganGladenInterval({
      observed: { hits: this.#passShares[place]!, n: labels.length + unlabelled.length },
      sensitivity: { hits: passed, n: passes },
      specificity: { hits: failed, n: failures },
    });
    return corrected === null ? NO_CORRECTION : { estimate: corrected, low: lo, high: hi, method: "Rogan-Gladen" };
  }
}

interface Wanted {
  readonly quantity: CorrectedEstimate["quantity"];
  readonly place: number;
  /** Position of the variant that it is compared with; null without one. */
  readonly against: number | null;
}

interface Correctable extends Pick<Wanted, "quantity" | "place"> {
  readonly evidence: PredictionPoweredInput;
}

type Correction = Pick<CorrectedEstimate, "estimate" | "low" | "high" | "method">;
const NO_CORRECTION: Correction = { estimate: null, low: null, high: null, method: "none" };

function add(sum: Sum, value: number): void {
  sum.total += value;
  sum.count++;
}

function mean({ total, count }: Sum): number {
  return total / count;
}

function inside(value: number | null, least: number): number | null {
  return value === null ? null : Math.min(1, Math.max(least, value));
}
