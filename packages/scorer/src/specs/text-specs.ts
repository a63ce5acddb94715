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

const Common = z.whenUsed(() => z.strictObject(commonShape));
const Texts = z.whenUsed(() => z.strictObject(textsShape));
const Contains = z.whenUsed(() =>
  Texts.extend({
    match: z
      .enum(["all", "any"])
      .optional()
      .meta({ description: "Whether the answer must contain all of several texts (default) or any of them." }),
  }),
);
const Regex = z.whenUsed(() =>
  Common.extend({
    pattern: z.string().min(1).meta({ description: "A JavaScript regular expression." }),
    flags: z.string().optional().meta({ description: "Flags of the regular expression, e.g. i." }),
    timeoutMs: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "Time limit of the search in one answer, in milliseconds. Default 1,000." }),
  }),
);

/** Scorers of a text and of the other fields of an answer. */
export const TEXT_SPECS: Readonly<Record<string, ScorerEntry>> = {
  equals: entry(
    z.whenUsed(() =>
      Common.extend({
        expected: z
          .json()
          .optional()
          .meta({ description: "A template such as {{answer}}, or any JSON. Default: the case's expected answer." }),
        ignoreCase: z.boolean().optional().meta({ description: "Ignores case. Default false." }),
        trim: z
          .boolean()
          .optional()
          .meta({ description: "Ignores white space around the answer and the reference. Default true." }),
      }),
    ),
    equals,
  ),
  "exact-match": entry(
    z.whenUsed(() =>
      Texts.extend({
        ignore: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .meta({ description: "Patterns whose matches are removed from answer and reference." }),
        ignoreCase: z.boolean().optional().meta({ description: "Ignores case. Default false." }),
        ignorePunctuation: z.boolean().optional().meta({ description: "Ignores punctuation. Default false." }),
        ignoreNumbers: z.boolean().optional().meta({ description: "Ignores digits. Default false." }),
      }),
    ),
    exactMatch,
  ),
  "fuzzy-match": entry(Texts, fuzzyMatch),
  "word-f1": entry(Texts, wordF1),
  "json-match": entry(Texts, jsonMatch),
  contains: entry(Contains, contains),
  icontains: entry(Contains, icontains),
  regex: entry(Regex, ({ pattern, ...options }) => regex(pattern, options)),
  numeric: entry(
    z.whenUsed(() =>
      Common.extend({
        ...expectedShape,
        tolerance: z
          .number()
          .min(0)
          .optional()
          .meta({ description: "Largest difference that counts as equal. Default 0." }),
        relativeTolerance: z.number().min(0).optional().meta({
          description:
            "Largest difference that counts as equal, as a share of the expected number; 0.01 is 1%. Default 0.",
        }),
        noNumber: z
          .enum(["wrong", "unscored"])
          .optional()
          .meta({ description: "An answer without a number scores 0 (wrong, default) or gets no score (unscored)." }),
        marks: z
          .array(z.enum(MARKS))
          .min(1)
          .optional()
          .meta({ description: "Marks that point to the answer's number, tried in this order. Default: all." }),
      }),
    ),
    numeric,
  ),
  "contains-all": entry(Texts, containsAll),
  "contains-any": entry(Texts, containsAny),
  "icontains-all": entry(Texts, icontainsAll),
  "icontains-any": entry(Texts, icontainsAny),
  "starts-with": entry(
    z.whenUsed(() =>
      Texts.extend({
        trim: z.boolean().optional().meta({ description: "Ignores white space before the answer. Default true." }),
      }),
    ),
    startsWith,
  ),
  levenshtein: entry(
    z.whenUsed(() =>
      Texts.extend({
        maxDistance: z.int().min(0).optional().meta({
          description: "Scores 1 for at most this many edits, otherwise 0. Default: the similarity from 0 to 1.",
        }),
      }),
    ),
    levenshtein,
  ),
  choice: entry(
    z.whenUsed(() =>
      Common.extend({
        ...expectedShape,
        choices: z
          .union([z.string(), z.array(z.string()).min(2)])
          .optional()
          .meta({
            description: "The choices' texts in order, or a template such as {{options}}. Default: only letters count.",
          }),
        letters: z
          .int()
          .min(2)
          .max(26)
          .optional()
          .meta({ description: "Number of letters, from A, if there are no choices. Default 10." }),
        noChoice: z
          .enum(["wrong", "unscored"])
          .optional()
          .meta({ description: "An answer without a letter scores 0 (wrong, default) or gets no score (unscored)." }),
      }),
    ),
    choice,
  ),
  "word-count": entry(
    z.whenUsed(() =>
      Common.extend({
        min: z.int().min(0).optional().meta({ description: "Lowest number of words. Default 0." }),
        max: z.int().min(0).optional().meta({ description: "Highest number of words. Default: no limit." }),
      }),
    ),
    wordCount,
  ),
  "is-refusal": entry(Common, isRefusal),
  "finish-reason": entry(
    z.whenUsed(() =>
      Common.extend({
        value: z
          .union([z.string(), z.array(z.string()).min(1)])
          .optional()
          .meta({ description: "One or several finish reasons that pass, in the service's words. Default: stop." }),
      }),
    ),
    finishReason,
  ),
  latency: entry(
    z.whenUsed(() =>
      Common.extend({
        maxMs: z.number().positive().meta({ description: "Highest latency that passes, in milliseconds." }),
      }),
    ),
    latency,
  ),
  perplexity: entry(
    z.whenUsed(() =>
      Common.extend({
        max: z
          .number()
          .positive()
          .optional()
          .meta({ description: "Highest perplexity that passes. Default: the value is 1 / (1 + perplexity)." }),
      }),
    ),
    perplexity,
  ),
  cost: entry(
    z.whenUsed(() =>
      Common.extend({ maxUsd: z.number().min(0).meta({ description: "Highest cost that passes, in US dollars." }) }),
    ),
    cost,
  ),
};
