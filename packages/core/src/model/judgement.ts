import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { ErrorKind } from "./outcome.ts";

/**
 * Purpose of a judge request: `verdict`; `swapped`, the same answers in the other order; `retest`, the same
 * verdict again with another seed.
 */
export const JudgePurpose = z.enum(["verdict", "swapped", "retest"]);
export type JudgePurpose = z.infer<typeof JudgePurpose>;

/** One judge request, and the value read from its response. */
export const JudgeCall = whenUsed(() =>
  z.object({
    purpose: JudgePurpose,
    /** The step of the scorer that sent the request, if it has several: `claims`, `verdicts`… */
    step: z.string().optional(),
    /** The first 16 hex digits of SHA-256 over judge, scorer and messages. It prevents that a stored response is used for another request. */
    question: z.string().optional(),
    /** The judge's own sub-stream of the root seed; the same for all variants of a (case, repeat). */
    seed: z.int().nullable(),
    /** The judge's unmodified answer; null without one. */
    text: z.string().nullable(),
    /**
     * Value that was read from the text, in [0, 1]; null for an unparsed response. With several answers it is
     * the share that this row's answer won (1, 0.5 for a tie, 0), wherever it was shown.
     */
    value: z.number().min(0).max(1).nullable(),
    modelVersion: z.string().nullable(),
    systemFingerprint: z.string().nullable(),
    promptTokens: z.number().nullable(),
    completionTokens: z.number().nullable(),
    costUsd: z.number().nullable(),
    latencyMs: z.number().nullable(),
    attempts: z.int().min(1),
    cached: z.boolean(),
    /** Why no answer came, when none did. */
    error: z.object({ kind: ErrorKind, message: z.string() }).optional(),
  }),
);
export type JudgeCall = Readonly<z.infer<typeof JudgeCall>>;

/**
 * How a judge came to a score: the evidence of the audit. `grade` looks at one answer; `pairwise` at this answer
 * and a rival's; `selection` at all variants' answers of the block.
 */
export const Judgement = whenUsed(() =>
  z.object({
    /** The judge's model id. */
    judge: z.string(),
    kind: z.enum(["grade", "pairwise", "selection"]),
    /** Variants in the order in which the first call showed them, without their names; absent for `grade`. */
    shown: z.array(z.string()).optional(),
    /** Number of rows that contain the same requests; each counts its share of the cost. Absent for one row. */
    sharedBy: z.int().min(2).optional(),
    calls: z.array(JudgeCall),
  }),
);
export type Judgement = Readonly<z.infer<typeof Judgement>>;

interface Judged {
  readonly judgement?: Judgement | undefined;
  readonly parts?: readonly Judged[] | undefined;
}

/** The judgements of a row's scores, including those of their parts. */
export function judgementsOf(scores: Readonly<Record<string, Judged>>): readonly Judgement[] {
  const found: Judgement[] = [];
  for (const name in scores) collect(scores[name]!, found);
  return found;
}

function collect({ judgement, parts }: Judged, found: Judgement[]): void {
  if (judgement !== undefined) found.push(judgement);
  if (parts !== undefined) for (const part of parts) collect(part, found);
}

/** Cost of the judge requests of a row's scores; of requests that several rows share, only the row's share. Null if a price is unknown, 0 without requests. */
export function judgeCostUsd(scores: Readonly<Record<string, Judged>>): number | null {
  let sum = 0;
  for (const { calls, sharedBy = 1 } of judgementsOf(scores)) {
    for (const { costUsd, error } of calls) {
      if (costUsd === null && error === undefined) return null;
      sum += (costUsd ?? 0) / sharedBy;
    }
  }
  return sum;
}
