import type { LabelScale, PeopleAudit } from "@sameseed/core";
import { krippendorffAlphaNominal } from "@sameseed/stats";
import { agreementOf, type TwoLabels } from "./agreement-of.ts";
import { categoryOf, isSplit } from "./label-category.ts";

/** One answer, or one pair of answers, that people labelled. */
export interface LabelledItem {
  /** Each person's value in [0, 1]. */
  readonly labels: ReadonlyMap<string, number>;
  /** The judge's value of the same item, in [0, 1]; null without one. */
  readonly judged: number | null;
}

interface PlacedItem extends LabelledItem {
  readonly caseNumber: number;
  readonly cluster: number;
}

/** People's labels on one scale: their agreement with each other and with the judge. Stores the labelled items only. */
export class PeopleCounts {
  readonly #scale: LabelScale;
  readonly #items: PlacedItem[] = [];
  #case: LabelledItem[] = [];
  #cases = 0;

  constructor(scale: LabelScale) {
    this.#scale = scale;
  }

  add(item: LabelledItem): void {
    this.#case.push(item);
  }

  closeCase(cluster: number): void {
    for (const item of this.#case) this.#items.push({ ...item, caseNumber: this.#cases, cluster });
    this.#case = [];
    this.#cases++;
  }

  figures(): PeopleAudit | null {
    if (this.#items.length === 0) return null;
    const annotators = [...new Set(this.#items.flatMap(({ labels }) => [...labels.keys()]))].toSorted();
    const decided = this.#items.filter(({ labels }) => !isSplit(this.#scale, meanOf(labels)));
    const compared = decided.flatMap(({ labels, judged, caseNumber, cluster }) =>
      judged === null ? [] : [{ caseNumber, cluster, first: meanOf(labels), second: judged }],
    );
    return {
      scale: this.#scale,
      annotators,
      labels: this.#items.reduce((sum, { labels }) => sum + labels.size, 0),
      items: this.#items.length,
      split: this.#items.length - decided.length,
      between: this.#between(annotators),
      alpha: this.#alpha(annotators),
      withJudge: compared.length === 0 ? null : agreementOf(this.#scale, compared),
    };
  }

  /** The first two people who have items in common. */
  #between(annotators: readonly string[]): PeopleAudit["between"] {
    for (const [place, first] of annotators.entries()) {
      for (const second of annotators.slice(place + 1)) {
        const both = this.#items.flatMap(({ labels, caseNumber, cluster }): TwoLabels[] =>
          labels.has(first) && labels.has(second)
            ? [{ caseNumber, cluster, first: labels.get(first)!, second: labels.get(second)! }]
            : [],
        );
        if (both.length > 0) return { first, second, ...agreementOf(this.#scale, both) };
      }
    }
    return null;
  }

  #alpha(annotators: readonly string[]): number | null {
    if (annotators.length < 2) return null;
    const ratings = annotators.map((annotator) =>
      this.#items.map(({ labels }) => {
        const value = labels.get(annotator);
        return value === undefined ? null : categoryOf(this.#scale, value);
      }),
    );
    return krippendorffAlphaNominal({ ratings }).alpha;
  }
}

export function meanOf(labels: ReadonlyMap<string, number>): number {
  return labels.values().reduce((sum, value) => sum + value, 0) / labels.size;
}
