import type { Cells } from "../data/cells.ts";

export interface SampleCells {
  /** Scores by case, then repeat, then variant; null for an undecided score, "failed" for a failed trial. */
  readonly scores: readonly (readonly (readonly (number | null | "failed")[])[])[];
  /** Answers in the same places; default: one text for all. */
  readonly answers?: readonly (readonly (readonly string[])[])[];
  readonly startedS?: readonly number[];
  readonly latencyMs?: readonly number[];
  readonly fingerprint?: readonly number[];
  readonly costUsd?: readonly number[];
  readonly review?: readonly number[];
  /** The value of the metadata key `category` of each case. */
  readonly categories?: readonly string[];
}

/** Cells of one metric, as a test wants them. */
export function sampleCells({ scores, answers, ...given }: SampleCells): Cells {
  const { startedS, latencyMs, fingerprint, costUsd, review, categories = [] } = given;
  const flat = scores.flat(2);
  const values = [...new Set(categories)];
  const texts = answers?.flat(2) ?? flat.map(() => "same");
  const numbers = new Map([...new Set(texts)].map((text, place) => [text, place + 1]));
  return {
    repeats: scores[0]?.length ?? 1,
    variants: (scores[0]?.[0] ?? []).map((_, place) => `v${place}`),
    metrics: ["score"],
    fingerprints: ["fp_1", "fp_2"],
    caseIds: scores.map((_, place) => `case-${place}`),
    caseNumbers: Uint32Array.from(scores, (_, place) => place),
    status: Uint8Array.from(flat, (score) => (score === "failed" ? 4 : 1)),
    scores: [Float32Array.from(flat, (score) => (typeof score === "number" ? score : NaN))],
    latencyMs: Float32Array.from(latencyMs ?? flat.map(() => 10)),
    startedS: Float32Array.from(startedS ?? flat.map((_, place) => place)),
    fingerprint: Uint16Array.from(fingerprint ?? flat.map(() => 0)),
    answer: Uint32Array.from(flat, (score, place) => (score === "failed" ? 0 : numbers.get(texts[place]!)!)),
    costUsd: Float32Array.from(costUsd ?? flat.map(() => NaN)),
    review: Uint8Array.from(review ?? flat.map(() => 0)),
    groups:
      values.length === 0
        ? []
        : [
            {
              key: "category",
              values,
              codes: Uint16Array.from(categories, (value) => values.indexOf(value) + 1),
            },
          ],
  };
}
