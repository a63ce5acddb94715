import type { Manifest, Report, Row } from "@sameseed/core";
import { ComparisonBuilder } from "./compare/comparison-builder.ts";
import { metricsOf, VariantTally } from "./variant-tally.ts";

/**
 * Adds up rows in table order. Holds some 60 bytes a row, in typed arrays: 1,000,000 rows take
 * about 60 MB.
 */
export class ReportBuilder {
  readonly #manifest: Manifest;
  readonly #variants: ReadonlyMap<string, VariantTally>;
  readonly #comparisons: ComparisonBuilder;
  readonly #clusterNumbers = new Map<string, number>();
  #case: Row["trial"]["case"] | null = null;
  #cases = 0;

  constructor(manifest: Manifest) {
    const metrics = metricsOf(manifest);
    this.#manifest = manifest;
    this.#comparisons = new ComparisonBuilder(manifest.variants, metrics, { manifest });
    this.#variants = new Map(manifest.variants.map((variant) => [variant.id, new VariantTally(variant, metrics)]));
  }

  /** Rows of one case must follow one another, as they do in table order. Rows of unknown variants are left out. */
  add(row: Row): void {
    if (row.trial.case.id !== this.#case?.id) {
      this.#closeCase();
      this.#case = row.trial.case;
    }
    this.#variants.get(row.trial.variant)?.add(row);
    this.#comparisons.add(row);
  }

  report(): Report {
    this.#closeCase();
    this.#case = null;
    const { repeats, baseline, margin } = this.#manifest;
    return {
      manifest: this.#manifest,
      variants: [...this.#variants.values()].map((tally) => tally.summary(repeats)),
      comparisons: this.#comparisons.compare({ baseline, margin }),
      factors: this.#comparisons.factors({ baseline, margin }),
    };
  }

  #closeCase(): void {
    if (this.#case === null) return;
    const cluster = this.#clusterNumber(this.#case.cluster);
    for (const tally of this.#variants.values()) tally.closeCase(cluster);
  }

  /** Negative for a case that names no cluster: it is one of its own. */
  #clusterNumber(name: string | undefined): number {
    this.#cases++;
    if (name === undefined) return -this.#cases;
    const known = this.#clusterNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.#clusterNumbers.size;
    this.#clusterNumbers.set(name, number);
    return number;
  }
}
