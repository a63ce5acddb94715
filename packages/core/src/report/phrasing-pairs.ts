import type { Manifest } from "../record/manifest.ts";
import type { PhrasedVariant } from "./phrasings.ts";

/** Whether two variants use the same phrasing of a prompt. Conclusions about them are drawn over all phrasings. */
export function isPhrasingPair(
  { variants }: Pick<Manifest, "variants">,
  { a, b, isControl }: { readonly a: string; readonly b: string; readonly isControl: boolean },
): boolean {
  const of = (id: string) => variants.find((variant) => variant.id === id);
  const phrasingOf = of(b)?.phrasingOf;
  return !isControl && phrasingOf !== undefined && phrasingOf === of(a)?.phrasingOf;
}

/** The fields of a variant that determine with which other it is compared. */
interface Paired {
  readonly id: string;
  readonly prompt: string;
  readonly phrasingOf?: string | undefined;
  readonly model: string;
  readonly control?: boolean | undefined;
}

/**
 * The pair that compares a variant with the baseline; null for the baseline. A phrasing of the baseline's
 * prompt is compared with the same phrasing of the baseline's model. Phrasings of one prompt, and of
 * different prompts, are compared only over all phrasings.
 */
export function baselinePair<V extends Paired>(
  first: V,
  variant: V,
  variants: readonly V[],
): { readonly a: V; readonly b: V } | null {
  const { phrasingOf, model } = first;
  if (variant.id === first.id) return null;
  if (phrasingOf === undefined || variant.phrasingOf === undefined || variant.control === true)
    return { a: first, b: variant };
  if (variant.phrasingOf !== phrasingOf || variant.model === model) return null;
  const same = variants.find((one) => one.prompt === variant.prompt && one.model === model && one.control !== true);
  return { a: same ?? first, b: variant };
}

/** The fields of a comparison that identify its two variants. */
interface Compared {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly isControl: boolean;
}

/** The fields of a report over phrasings that identify its variants, with or without sentences. */
interface OverPhrasings {
  readonly variants: readonly Pick<PhrasedVariant, "id" | "model" | "means">[];
  readonly comparisons: readonly Omit<Compared, "isControl">[];
}

/**
 * The comparisons that no verdict over phrasings covers: of prompts with one wording, of the control, and of
 * pairs that only `allPairs` compares. Two phrasings of the same prompt × model allow no conclusion.
 */
export function besidePhrasings<C extends Compared>(
  comparisons: readonly C[],
  phrasings: OverPhrasings | undefined,
): readonly C[] {
  if (phrasings === undefined) return comparisons;
  const whole = new Map(
    phrasings.variants.flatMap(({ id, model, means }) => means.map(({ prompt }) => [`${prompt}/${model}`, id])),
  );
  return comparisons.filter(({ metric, a, b, isControl }) => {
    const [wholeA, wholeB] = [whole.get(a), whole.get(b)];
    if (isControl || wholeA === undefined || wholeB === undefined) return true;
    const isSame = (one: Omit<Compared, "isControl">): boolean =>
      one.metric === metric && [one.a, one.b].includes(wholeA) && [one.a, one.b].includes(wholeB);
    return wholeA !== wholeB && !phrasings.comparisons.some(isSame);
  });
}
