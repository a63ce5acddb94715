import type { Coefficient, Judgement, Manifest, SelfPreference } from "@sameseed/core";
import { clusterMean } from "@sameseed/stats";
import { FloatList } from "../columns/float-list.ts";
import { type JudgedItem, rivalOf } from "./judged-items.ts";
import { modelFamily } from "./model-family.ts";

/** Sums of one case: of the judge's own family, and of the others. */
class Sides {
  readonly #differences = new FloatList();
  readonly #clusters = new FloatList();
  #sums = { own: 0, others: 0 };
  #counts = { own: 0, others: 0 };

  add(side: "own" | "others", value: number): void {
    this.#sums[side] += value;
    this.#counts[side]++;
  }

  closeCase(cluster: number): void {
    const { own, others } = this.#counts;
    if (own > 0 && others > 0) {
      this.#differences.push(this.#sums.own / own - this.#sums.others / others);
      this.#clusters.push(cluster);
    }
    this.#sums = { own: 0, others: 0 };
    this.#counts = { own: 0, others: 0 };
  }

  difference(): (Coefficient & { readonly cases: number }) | null {
    const d = this.#differences.values();
    const { n, mean, lo, hi, degenerate } = clusterMean({ d, cluster: this.#clusters.values() });
    if (n === 0) return null;
    const ends = degenerate ? { low: null, high: null } : { low: lo, high: hi }; // a width of 0 does not mean certainty
    return { value: mean, ...ends, cases: n };
  }
}

/** A judge's scores of models of its own family, and of the others. */
export class SelfPreferenceCounts {
  readonly #variants: Manifest["variants"];
  readonly #judges: NonNullable<Manifest["judges"]>;
  readonly #families = new Map<string, string | null>();
  readonly #judged = new Sides();
  readonly #excess = new Sides();
  #family: string | null = null;

  constructor({ variants, judges = [] }: Pick<Manifest, "variants" | "judges">) {
    this.#variants = variants;
    this.#judges = judges;
    for (const { id, model, identity } of variants) this.#families.set(id, modelFamily([...namesIn(identity), model]));
  }

  add(item: JudgedItem): void {
    const { row, record, judgement, isSeen } = item;
    this.#family ??= this.#familyOf(judgement);
    const { variant } = row.trial;
    const version = row.outcome.status === "failed" ? null : row.outcome.modelVersion;
    if (this.#families.get(variant) === null) this.#families.set(variant, modelFamily([version]));
    if (record.value === null) return;
    if (judgement.kind !== "pairwise") {
      this.#judged.add(this.#sideOf(variant), record.value);
      return;
    }
    const rival = rivalOf(item);
    if (isSeen || rival === undefined || this.#sideOf(rival) === this.#sideOf(variant)) return;
    this.#judged.add(this.#sideOf(variant), record.value);
    this.#judged.add(this.#sideOf(rival), 1 - record.value);
  }

  /** How much more than people the judge gave to a variant's answer. */
  addExcess(variant: string, excess: number): void {
    this.#excess.add(this.#sideOf(variant), excess);
  }

  closeCase(cluster: number): void {
    this.#judged.closeCase(cluster);
    this.#excess.closeCase(cluster);
  }

  /** Null where no variant is of the judge's family, or its family is unknown. */
  figures(): SelfPreference | null {
    const ids = this.#variants.map(({ id }) => id);
    const own = ids.filter((id) => this.#sideOf(id) === "own");
    if (this.#family === null || own.length === 0) return null;
    return {
      family: this.#family,
      own,
      others: ids.filter((id) => !own.includes(id)),
      difference: this.#judged.difference(),
      excess: this.#excess.difference(),
    };
  }

  /** The judge's family by the name in its identity, its id, and the version that answered. */
  #familyOf({ judge, calls }: Judgement): string | null {
    const identity = this.#judges.find(({ id }) => id === judge)?.identity;
    return modelFamily([...namesIn(identity), judge, ...calls.map(({ modelVersion }) => modelVersion)]);
  }

  #sideOf(variant: string): "own" | "others" {
    return this.#family !== null && this.#families.get(variant) === this.#family ? "own" : "others";
  }
}

/** The model's name in its identity. */
function namesIn(identity: unknown): (string | null)[] {
  if (typeof identity !== "object" || identity === null) return [];
  return ["model", "id"].map((key) => {
    const name = (identity as Record<string, unknown>)[key];
    return typeof name === "string" ? name : null;
  });
}
