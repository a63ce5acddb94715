import { answerText, contentHash, type LabelKey, type LabelScale, type Manifest, type Row } from "@sameseed/core";
import { shuffle } from "@sameseed/stats";

/** One line of a sheet: the text that people see and its key. Only the key names the variant of an answer. */
export interface AnnotationItem {
  readonly key: LabelKey;
  readonly case: Row["trial"]["case"];
  /** One text, or two in the order of the key. */
  readonly answers: readonly string[];
}

export interface AnnotationOptions {
  /** The labelled metric: a scorer's name, or `score`. */
  readonly metric: string;
  readonly scale: LabelScale;
  /** The variants whose answers are labelled. */
  readonly variants: readonly string[];
}

/**
 * The numbers of a run's cases in a seeded order. The first n are a random sample, and a larger sample
 * contains the smaller one: a second sheet adds to the first.
 */
export function annotationOrder({ seed, cases }: Pick<Manifest, "seed" | "cases">): readonly number[] {
  const numbers = Array.from({ length: cases.count }, (_, number) => number);
  return shuffle({ label: `annotate/1|${seed}|cases`, items: numbers });
}

/** The items of one case, from its answered rows of one repeat: each answer, or each pair with the first variant. */
export function annotationItems(
  manifest: Pick<Manifest, "seed" | "runId">,
  rows: readonly Row[],
  { metric, scale, variants }: AnnotationOptions,
): readonly AnnotationItem[] {
  const byVariant = new Map(rows.map((row) => [row.trial.variant, row]));
  const chosen = variants.flatMap((variant) => byVariant.get(variant) ?? []);
  if (scale !== "preference") return chosen.map((row) => itemOf(manifest, [row], { metric, scale }));
  const [first, ...others] = chosen;
  return others.map((other) => {
    const label = `annotate/1|${manifest.seed}|order|${metric}|${first!.trial.index}|${other.trial.index}`;
    return itemOf(manifest, shuffle({ label, items: [first!, other] }), { metric, scale });
  });
}

/** The items for one person. Everyone gets a different order, so that the position in the sheet favours no answer. */
export function shuffledFor(
  annotator: string,
  items: readonly AnnotationItem[],
  { seed }: Pick<Manifest, "seed">,
): readonly AnnotationItem[] {
  return shuffle({ label: `annotate/1|${seed}|sheet|${annotator}`, items });
}

function itemOf(
  { runId }: Pick<Manifest, "runId">,
  rows: readonly Row[],
  { metric, scale }: Pick<AnnotationOptions, "metric" | "scale">,
): AnnotationItem {
  const answers = rows.map(({ trial }) => ({ index: trial.index, variant: trial.variant }));
  const id = contentHash({ runId, metric, scale, answers: answers.map(({ index }) => index) });
  const [first, second] = answers;
  return {
    key: { item: `i-${id.slice(0, 12)}`, metric, scale, answers: second ? [first!, second] : [first!] },
    case: rows[0]!.trial.case,
    answers: rows.map(answerOf),
  };
}

function answerOf({ outcome }: Row): string {
  return outcome.status === "failed" ? "" : (answerText(outcome) ?? "");
}
