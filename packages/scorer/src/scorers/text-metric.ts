import type { AnswerScorer } from "@sameseed/core";
import { chrfOf } from "@sameseed/stats";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { type BleuOptions as BleuSettings, bleuStatistics, sentenceBleuOf } from "../text-metrics/bleu.ts";
import { type ChrfOptions as ChrfSettings, chrfStatistics } from "../text-metrics/chrf.ts";
import { sentenceGleu } from "../text-metrics/gleu.ts";
import {
  rougeL as rougeLOf,
  rougeLsum as rougeLsumOf,
  rougeN as rougeNOf,
  type RougeScore,
} from "../text-metrics/rouge.ts";
import { terOf, type TerOptions as TerSettings, terStatistics } from "../text-metrics/ter.ts";

export interface RougeOptions extends TextsOptions {
  /** Which of the three is the value. Default `f`. */
  readonly measure?: keyof RougeScore | undefined;
  /** Compares Porter's stems. Default false. */
  readonly stemmer?: boolean | undefined;
}
export interface RougeNOptions extends RougeOptions {
  /** Length of the n-grams. Default 1. */
  readonly n?: number | undefined;
}
export interface BleuOptions extends TextsOptions, BleuSettings {}
export interface ChrfOptions extends TextsOptions, ChrfSettings {}
export interface TerOptions extends TextsOptions, TerSettings {}

/** ROUGE-N with the best-matching reference, equal to Google's rouge_score. */
export function rougeN(options: RougeNOptions = {}): AnswerScorer {
  return rouge("rouge-n", options, rougeNOf);
}

/** ROUGE-L with the best-matching reference, equal to Google's rouge_score. */
export function rougeL(options: RougeOptions = {}): AnswerScorer {
  return rouge("rouge-l", options, rougeLOf);
}

/** ROUGE-L line by line, with the best-matching reference, equal to Google's rouge_score. */
export function rougeLsum(options: RougeOptions = {}): AnswerScorer {
  return rouge("rouge-lsum", options, rougeLsumOf);
}

/** Sentence BLEU / 100, equal to sacreBLEU's. The mean of it is not corpus BLEU: for that see `corpusBleu`. */
export function bleu(options: BleuOptions = {}): AnswerScorer {
  const { tokenize, lowercase, smooth, smoothValue, order, effectiveOrder } = options;
  const settings = withoutUndefined({ tokenize, lowercase, smooth, smoothValue, order, effectiveOrder });
  return textMetric("bleu", options, {
    settings,
    of(output, references) {
      const statistics = bleuStatistics(output, references, settings);
      const { correct, total, length, referenceLength } = statistics;
      return {
        measured: sentenceBleuOf(statistics, settings),
        counts: [...correct, ...total, length, referenceLength],
      };
    },
  });
}

/** Sentence chrF / 100, equal to sacreBLEU's; `wordOrder: 2` makes it chrF++. */
export function chrf(options: ChrfOptions = {}): AnswerScorer {
  const { charOrder, wordOrder, beta, lowercase, whitespace, epsSmoothing } = options;
  const settings = withoutUndefined({ charOrder, wordOrder, beta, lowercase, whitespace, epsSmoothing });
  return textMetric("chrf", options, {
    settings,
    of(output, references) {
      const statistics = chrfStatistics(output, references, settings);
      return { measured: chrfOf(statistics, settings), counts: statistics.flat() };
    },
  });
}

/** 1 − TER, and 0 where TER is above 1; the reason has TER itself. TER is equal to sacreBLEU's. */
export function ter(options: TerOptions = {}): AnswerScorer {
  const { caseSensitive = false } = options;
  return textMetric("ter", options, {
    settings: { caseSensitive },
    of(output, references) {
      const statistics = terStatistics(output, references, { caseSensitive });
      return { measured: terOf(statistics), counts: [statistics.edits, statistics.referenceLength] };
    },
    toValue: (edits) => ({ value: Math.max(0, 1 - edits), reason: `TER ${Number(edits.toFixed(4))}` }),
  });
}

/** Google's GLEU, equal to NLTK's. */
export function gleu(options: TextsOptions = {}): AnswerScorer {
  return textMetric("gleu", options, {
    settings: {},
    of: (output, references) => ({ measured: sentenceGleu(output, references) }),
  });
}

interface Measured {
  readonly measured: number;
  /** Counts that the same metric of the whole corpus adds up, in the order of `corpusMetric` of @sameseed/stats. */
  readonly counts?: readonly number[];
}

interface Metric {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly of: (output: string, references: readonly string[]) => Measured;
  /** Default: the number itself. */
  readonly toValue?: (measured: number) => { readonly value: number; readonly reason?: string };
}

function textMetric(type: string, options: TextsOptions, { settings, of, toValue }: Metric): AnswerScorer {
  return referenceScorer({
    type,
    options,
    settings: { expected: options.expected, ...settings },
    reference: expectedTexts(options.expected),
    judge(output, references) {
      const { measured, counts } = of(output, references);
      // the mean of a few logarithms may end a rounding above 1
      return {
        ...(toValue?.(measured) ?? { value: Math.min(1, measured) }),
        expected: references.join("\n"),
        counts,
      };
    },
  });
}

function rouge(
  type: string,
  options: RougeNOptions,
  of: (output: string, reference: string, options: RougeNOptions) => RougeScore,
): AnswerScorer {
  const { measure = "f", stemmer = false, n } = options;
  return textMetric(type, options, {
    settings: withoutUndefined({ measure, stemmer, n }),
    of: (output, references) => ({
      measured: Math.max(0, ...references.map((reference) => of(output, reference, { stemmer, n })[measure])),
    }),
  });
}

function withoutUndefined<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;
}
