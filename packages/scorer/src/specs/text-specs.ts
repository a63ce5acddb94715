import * as z from "@sameseed/core/zod";
import { MARKS } from "../answer/answer-part.ts";
import { commonShape, expectedShape } from "../common-options.ts";
import { textsShape } from "../expected-texts.ts";
import { choice } from "../scorers/choice.ts";
import {
  contains,
  containsAll,
  containsAny,
  icontains,
  icontainsAll,
  icontainsAny,
  startsWith,
} from "../scorers/contains.ts";
import { equals } from "../scorers/equals.ts";
import { exactMatch } from "../scorers/exact-match.ts";
import { fuzzyMatch, wordF1 } from "../scorers/fuzzy-match.ts";
import { isRefusal } from "../scorers/is-refusal.ts";
import { jsonMatch } from "../scorers/json-match.ts";
import { levenshtein } from "../scorers/levenshtein.ts";
import { numeric } from "../scorers/numeric.ts";
import { cost, finishReason, latency, perplexity, wordCount } from "../scorers/outcome-scorers.ts";
import { regex } from "../scorers/regex.ts";
import { entry, type ScorerEntry } from "./entry.ts";

const Common = z.strictObject(commonShape);
const Texts = z.strictObject(textsShape);
const Contains = Texts.extend({ match: z.enum(["all", "any"]).optional() });
const Regex = Common.extend({
  pattern: z.string().min(1).meta({ description: "A JavaScript regular expression." }),
  flags: z.string().optional(),
  timeoutMs: z.int().min(1).optional(),
});

/** Scorers of a text and of what came with it. */
export const TEXT_SPECS: Readonly<Record<string, ScorerEntry>> = {
  equals: entry(
    Common.extend({
      expected: z
        .json()
        .optional()
        .meta({ description: "A template such as {{answer}}, or any JSON. Default: the case's expected answer." }),
      ignoreCase: z.boolean().optional(),
      trim: z.boolean().optional(),
    }),
    equals,
  ),
  "exact-match": entry(
    Texts.extend({
      ignore: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .meta({ description: "Patterns whose matches are removed from answer and reference." }),
      ignoreCase: z.boolean().optional(),
      ignorePunctuation: z.boolean().optional(),
      ignoreNumbers: z.boolean().optional(),
    }),
    exactMatch,
  ),
  "fuzzy-match": entry(Texts, fuzzyMatch),
  "word-f1": entry(Texts, wordF1),
  "json-match": entry(Texts, jsonMatch),
  contains: entry(Contains, contains),
  icontains: entry(Contains, icontains),
  regex: entry(Regex, ({ pattern, ...options }) => regex(pattern, options)),
  numeric: entry(
    Common.extend({
      ...expectedShape,
      tolerance: z.number().min(0).optional(),
      relativeTolerance: z.number().min(0).optional(),
      noNumber: z.enum(["wrong", "unscored"]).optional(),
      marks: z.array(z.enum(MARKS)).min(1).optional(),
    }),
    numeric,
  ),
  "contains-all": entry(Texts, containsAll),
  "contains-any": entry(Texts, containsAny),
  "icontains-all": entry(Texts, icontainsAll),
  "icontains-any": entry(Texts, icontainsAny),
  "starts-with": entry(Texts.extend({ trim: z.boolean().optional() }), startsWith),
  levenshtein: entry(Texts.extend({ maxDistance: z.int().min(0).optional() }), levenshtein),
  choice: entry(
    Common.extend({
      ...expectedShape,
      choices: z.union([z.string(), z.array(z.string()).min(2)]).optional(),
      letters: z.int().min(2).max(26).optional(),
      noChoice: z.enum(["wrong", "unscored"]).optional(),
    }),
    choice,
  ),
  "word-count": entry(Common.extend({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }), wordCount),
  "is-refusal": entry(Common, isRefusal),
  "finish-reason": entry(
    Common.extend({ value: z.union([z.string(), z.array(z.string()).min(1)]).optional() }),
    finishReason,
  ),
  latency: entry(Common.extend({ maxMs: z.number().positive() }), latency),
  perplexity: entry(Common.extend({ max: z.number().positive().optional() }), perplexity),
  cost: entry(Common.extend({ maxUsd: z.number().min(0) }), cost),
};
