import { orRemoveIt, SameseedError, type AnswerScorer } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { expectedTexts, type TextsOptions } from "../expected-texts.ts";
import { loadOnUse } from "../answer/load-on-use.ts";
import { referenceScorer } from "../reference-scorer.ts";

/** Turns texts into vectors; `embedder()` of @sameseed/embedding is one. */
export interface TextEmbedder {
  /** The model and its version: values of two models are never compared. */
  readonly id: string;
  embed(texts: readonly string[]): Promise<readonly ArrayLike<number>[]>;
}

export type SimilarityMeasure = "cosine" | "dot" | "euclidean";

export interface SimilarOptions extends TextsOptions {
  /** Default `cosine`. */
  readonly measure?: SimilarityMeasure | undefined;
  /** Default: the local model of @sameseed/embedding, which supports English. */
  readonly embedder?: TextEmbedder | undefined;
}

const PACKAGE = "@sameseed/embedding";
/** Name and version of the local embedding model. */
export const EMBEDDING_MODEL = "use-lite/energetic-ai@0.2.0";

/**
 * Similarity of meaning between the answer and the reference, or the most similar of several: `cosine` is the cosine of the angle (below 0
 * counts as 0), `dot` the dot product (for vectors of length 1 the same), `euclidean` 1 / (1 + distance).
 */
export function similar(options: SimilarOptions = {}): AnswerScorer {
  const { expected, measure = "cosine", embedder } = options;
  const read = expectedTexts(expected);
  let local: Promise<TextEmbedder> | undefined;
  return referenceScorer({
    type: "similar",
    options,
    settings: { expected, measure, embedder: embedder?.id ?? EMBEDDING_MODEL },
    reference(testCase, where) {
      if (embedder === undefined && local === undefined) refuseWithoutEmbedding(where, options);
      return read(testCase, where);
    },
    async judge(output, references) {
      const used = embedder ?? (await (local ??= localEmbedder()));
      const [answer, ...wanted] = await used.embed([output, ...references]);
      const values = wanted.map((vector) => similarity(answer!, vector, measure));
      const best = values.indexOf(Math.max(...values));
      const value = Math.min(1, Math.max(0, values[best]!));
      return { value, reason: `${measure} ${Number(values[best]!.toFixed(4))}`, expected: references[best] };
    },
  });
}

export function similarity(left: ArrayLike<number>, right: ArrayLike<number>, measure: SimilarityMeasure): number {
  if (left.length !== right.length) throw new RangeError(`vectors of ${left.length} and ${right.length} numbers`);
  let dot = 0;
  let squaresOfLeft = 0;
  let squaresOfRight = 0;
  let squares = 0;
  for (let index = 0; index < left.length; index++) {
    const [x, y] = [left[index]!, right[index]!];
    dot += x * y;
    squaresOfLeft += x * x;
    squaresOfRight += y * y;
    squares += (x - y) ** 2;
  }
  if (measure === "dot") return dot;
  if (measure === "euclidean") return 1 / (1 + Math.sqrt(squares));
  const lengths = Math.sqrt(squaresOfLeft * squaresOfRight);
  if (lengths === 0) throw new RangeError("a vector of zeros has no direction");
  return dot / lengths;
}

/** Found out before the run, not at the first answer. */
export function refuseWithoutEmbedding(where: string, scorer: CommonOptions): void {
  try {
    loadOnUse.resolve(PACKAGE);
  } catch (cause) {
    throw new SameseedError(
      "BAD_BENCHMARK",
      `${where}: ${PACKAGE} is not installed, and no other embedder was given.`,
      {
        hint: `npm install ${PACKAGE} (32 MB, works offline), or in TypeScript similar({embedder: …}).${orRemoveIt(scorer)}`,
        cause,
      },
    );
  }
}

/** The model of @sameseed/embedding. Load it once: each instance has a separate thread. */
export async function localEmbedder(): Promise<TextEmbedder> {
  const { embedder } = (await import(PACKAGE)) as typeof import("@sameseed/embedding");
  return embedder();
}
