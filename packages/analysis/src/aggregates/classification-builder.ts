import type { Classification, Manifest, Row } from "@sameseed/core";
import { LabelMatrix, LabelNumbers } from "./label-matrix.ts";
import { givesLabels } from "./aggregate-metrics.ts";

/** A table of more labels does not fit on a page or a sheet. */
const MOST_LABELS = 50;

interface Labelled {
  readonly scorer: string;
  /** Texts of the choices, instead of their letters; null where each case has its own. */
  readonly texts: readonly string[] | null;
  readonly numbers: LabelNumbers;
  /** By variant. */
  readonly matrices: ReadonlyMap<string, LabelMatrix>;
}

/** Confusion matrices of all scorers with labels as answers, in one pass over the rows in table order. */
export class ClassificationBuilder {
  readonly #labelled: readonly Labelled[];
  readonly #hasIntervals: boolean;

  constructor({ scorers, variants, sequential }: Manifest) {
    this.#hasIntervals = sequential === undefined;
    this.#labelled = scorers.filter(givesLabels).map(({ name, identity }) => {
      const numbers = new LabelNumbers();
      const matrices = new Map(variants.map(({ id }) => [id, new LabelMatrix(numbers)]));
      return { scorer: name, texts: choiceTexts(identity), numbers, matrices };
    });
  }

  add({ trial, outcome, scores }: Row): void {
    for (const { scorer, matrices } of this.#labelled) {
      const matrix = matrices.get(trial.variant);
      if (outcome.status === "failed") matrix?.addFailed();
      else if (Object.hasOwn(scores, scorer)) matrix?.add(scores[scorer]!);
    }
  }

  closeCase(cluster: number): void {
    for (const { matrices } of this.#labelled) for (const matrix of matrices.values()) matrix.closeCase(cluster);
  }

  /** Undefined where no scorer gives labels, or no answer has one. */
  report(): readonly Classification[] | undefined {
    const found = this.#labelled
      .filter(({ numbers }) => numbers.names.length > 0)
      .map(({ scorer, texts, numbers, matrices }): Classification => {
        const names = numbers.names.toSorted((left, right) => (left < right ? -1 : 1));
        const labels = texts === null ? names : names.map((letter) => texts[letter.charCodeAt(0) - 65] ?? letter);
        if (labels.length > MOST_LABELS) return { metric: scorer, labels, variants: [] };
        const variants = [...matrices].map(([variant, matrix]) => {
          const counted = matrix.report(variant, { names, hasIntervals: this.#hasIntervals });
          const classes = counted.classes.map((one, place) => ({ ...one, label: labels[place]! }));
          return { ...counted, classes };
        });
        return { metric: scorer, labels, variants };
      });
    return found.length === 0 ? undefined : found;
  }
}

/** `choice` with texts that are the same for all cases records letters; a reader wants the texts. */
function choiceTexts(identity: unknown): readonly string[] | null {
  const { type, choices } = (identity ?? {}) as { readonly type?: unknown; readonly choices?: unknown };
  if (type !== "choice" || !Array.isArray(choices)) return null;
  const texts = choices.filter((text): text is string => typeof text === "string");
  return texts.length === choices.length && new Set(texts).size === texts.length ? texts : null;
}
