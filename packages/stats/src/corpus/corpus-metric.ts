import { type BleuFormula, bleuOf } from "./bleu.ts";
import { type ChrfFormula, chrfOf } from "./chrf.ts";
import { f1Of, macroF1Of } from "./f1.ts";

/** A metric of a set of answers that is not their mean: counts are added up first. */
export interface CorpusMetric {
  readonly lowerIsBetter: boolean;
  /** The value from the element-wise sum of all answers' counts; NaN where it is undefined. */
  valueOf(sums: ArrayLike<number>): number;
}

const METRICS: Readonly<Record<string, (settings: object) => CorpusMetric>> = {
  /** Matches by order, n-grams by order, length, length of the reference. */
  bleu: (settings: BleuFormula) => higher((sums) => bleuOf(bleuStatistics(sums), settings)),
  /** By order: n-grams of the answer, of the reference, in both. */
  chrf: (settings: ChrfFormula) => higher((sums) => chrfOf(triples(sums), settings)),
  /** Edits, length of the reference. */
  ter: () => ({ lowerIsBetter: true, valueOf: ({ 0: edits = NaN, 1: length = NaN }) => edits / length }),
  /** Hits, number given, number expected. */
  f1: () => higher(({ 0: hits = NaN, 1: given = NaN, 2: wanted = NaN }) => f1Of(hits, given, wanted)),
  /** The same for each label. */
  "macro-f1": () => higher(macroF1Of),
};

/** The metric of that name with its settings (of `bleu`: `smooth`…; of `chrf`: `beta`…). Errors: RangeError for an unknown one. */
export function corpusMetric(name: string, settings: object = {}): CorpusMetric {
  const make = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (make === undefined) throw new RangeError(`there is no corpus metric ${name}`);
  return make(settings);
}

function higher(valueOf: CorpusMetric["valueOf"]): CorpusMetric {
  return { lowerIsBetter: false, valueOf };
}

function bleuStatistics(sums: ArrayLike<number>): Parameters<typeof bleuOf>[0] {
  const order = (sums.length - 2) / 2;
  const counts = Array.from(sums);
  const [length = NaN, referenceLength = NaN] = counts.slice(2 * order);
  return { correct: counts.slice(0, order), total: counts.slice(order, 2 * order), length, referenceLength };
}

function triples(sums: ArrayLike<number>): [number, number, number][] {
  return Array.from({ length: sums.length / 3 }, (_, place) => [
    sums[3 * place]!,
    sums[3 * place + 1]!,
    sums[3 * place + 2]!,
  ]);
}
