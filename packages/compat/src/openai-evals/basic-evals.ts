import type { ModelParams } from "@sameseed/core";
import type { RegistryEval } from "./registry-file.ts";

/** The prompt and the scoring of one of the framework's classes. */
export interface EvalMapping {
  readonly params: ModelParams;
  /** Scorer entries; the first one counts. */
  readonly scorers: readonly object[];
  /** Arguments that are read, in addition to those of every class. */
  readonly args: readonly string[];
  /** Differences, by argument; null for the class itself. */
  readonly notes: readonly { readonly arg: string | null; readonly message: string }[];
}

const ACCURACY = { metric: "accuracy" };

/** The classes that need no second model. Undefined for others. */
export function basicMapping({ className, args }: RegistryEval): EvalMapping | undefined {
  const maxTokens = (fallback: number): number =>
    typeof args["max_tokens"] === "number" ? args["max_tokens"] : fallback;
  switch (className) {
    case "Match":
      return {
        params: { temperature: 0 },
        scorers: [{ "starts-with": { ...ACCURACY, trim: false } }],
        args: ["max_tokens"],
        notes: [],
      };
    case "Includes":
      return {
        params: { maxTokens: maxTokens(500) },
        scorers: [{ [args["ignore_case"] === true ? "icontains-any" : "contains-any"]: ACCURACY }],
        args: ["max_tokens", "ignore_case"],
        notes: [],
      };
    case "FuzzyMatch":
      return {
        params: { temperature: 0, maxTokens: maxTokens(500) },
        scorers: [{ "fuzzy-match": ACCURACY }, { "word-f1": { metric: "f1_score", weight: 0 } }],
        args: ["max_tokens"],
        notes: [],
      };
    case "JsonMatch":
      return {
        params: { temperature: 0, maxTokens: maxTokens(512) },
        scorers: [{ "json-match": ACCURACY }],
        args: ["max_tokens"],
        notes: [],
      };
    case "JsonValidator":
      return {
        params: { temperature: 0 },
        scorers: [{ "is-json": ACCURACY }],
        args: ["max_tokens"],
        notes: [],
      };
    case "Translate":
      return {
        params: { maxTokens: maxTokens(500) },
        scorers: [{ bleu: { metric: "sacrebleu_sentence_score", threshold: 0.3 } }],
        args: ["max_tokens"],
        notes: [
          {
            arg: null,
            message:
              "sacrebleu_score is corpus BLEU, which is not a mean over cases: here each case has sentence BLEU / 100, and passes above 0.3",
          },
        ],
      };
    default:
      return undefined;
  }
}
