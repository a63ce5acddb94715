import type { Manifest, WordedReport, Row } from "@sameseed/core";

/** Maximum number of variants on a page; each takes about 2.5 kB of its file, and a longer table is unreadable. */
const MOST_VARIANTS = 500;

/** The variants of a run that its page shows: all, or of a run with very many the baseline and the first of the others. */
export class PageVariants {
  /** As if the run had these variants alone. */
  readonly manifest: Manifest;
  readonly #all: Manifest;
  /** The place of each kept variant among the kept ones, by its place in the run. */
  readonly #places = new Map<number, number>();

  constructor(manifest: Manifest) {
    this.#all = manifest;
    const { variants, prompts, baseline } = manifest;
    if (variants.length <= MOST_VARIANTS) {
      this.manifest = manifest;
      return;
    }
    const others = variants.filter(({ id }) => id !== baseline).slice(0, MOST_VARIANTS - 1);
    const ids = new Set([baseline, ...others.map(({ id }) => id)]);
    const kept = variants.filter(({ id }) => ids.has(id));
    for (const [place, { id }] of variants.entries()) if (ids.has(id)) this.#places.set(place, this.#places.size);
    const used = new Set(kept.map(({ prompt }) => prompt));
    this.manifest = { ...manifest, variants: kept, prompts: prompts.filter(({ id }) => used.has(id)) };
  }

  get areAll(): boolean {
    return this.manifest === this.#all;
  }

  /** The row with the indices of a run of only the kept variants; null for a row of another variant. */
  row(row: Row): Row | null {
    if (this.areAll) return row;
    const { index } = row.trial;
    const size = this.#all.variants.length;
    const place = this.#places.get(index % size);
    if (place === undefined) return null;
    return { ...row, trial: { ...row.trial, index: Math.floor(index / size) * this.#places.size + place } };
  }

  report(report: WordedReport): WordedReport {
    if (this.areAll) return report;
    const ids = new Set(this.manifest.variants.map(({ id }) => id));
    const { variants, comparisons, aggregates, latency } = report;
    return {
      ...report,
      manifest: { ...report.manifest, variants: this.manifest.variants, prompts: this.manifest.prompts },
      variants: variants.filter(({ variant }) => ids.has(variant)),
      comparisons: comparisons.filter(({ b }) => ids.has(b)),
      ...(aggregates && {
        aggregates: {
          summaries: aggregates.summaries.filter(({ variant }) => ids.has(variant)),
          comparisons: aggregates.comparisons.filter(({ b }) => ids.has(b)),
        },
      }),
      ...(latency && {
        latency: {
          ...latency,
          summaries: latency.summaries.filter(({ variant }) => ids.has(variant)),
          comparisons: latency.comparisons.filter(({ b }) => ids.has(b)),
        },
      }),
    };
  }

  /** Notes about left-out variants; empty if the page shows all. */
  notes(): readonly string[] {
    if (this.areAll) return [];
    const number = (count: number): string => count.toLocaleString("en-US");
    return [
      `This page shows ${number(this.manifest.variants.length)} of ${number(this.#all.variants.length)} variants: the baseline and the first of the others. summary.csv, comparisons.csv and rows.csv have all of them.`,
    ];
  }
}
