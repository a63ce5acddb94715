import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { HumanLabel } from "./human-label.ts";
import { Judgement } from "../model/judgement.ts";
import { Outcome } from "../model/outcome.ts";
import { TestCase } from "../case/test-case.ts";
import { Turn } from "../case/turn.ts";

/** One (variant, case, repeat): exactly one request and one row. */
export const Trial = whenUsed(() =>
  z.object({
    /** Position in the table (case, then repeat, then variant): the key of the row store. */
    index: z.int().min(0),
    /** Position in the seeded, interleaved order of execution. */
    order: z.int().min(0),
    case: TestCase.loose(),
    repeat: z.int().min(0),
    variant: z.string(),
    prompt: z.string(),
    model: z.string(),
    seed: z.int().nullable(),
    /** The earlier turns of the case's chain, as the prompt saw them; absent where the case is in none. */
    earlier: z.array(Turn).optional(),
  }),
);
export type Trial = Readonly<Omit<z.infer<typeof Trial>, "case" | "earlier">> & {
  readonly case: TestCase;
  readonly earlier?: readonly Turn[] | undefined;
  /**
   * Index of the trial whose answer this trial waits for; only in a plan, and absent for a trial that does
   * not wait.
   */
  readonly after?: number | undefined;
};

/** A trial with its outcome. */
export interface Result {
  readonly trial: Trial;
  readonly outcome: Outcome;
}

/** The result of one scorer of an `assert` or an `assert-set`. */
export const ScorePart = whenUsed(() =>
  z.object({
    name: z.string(),
    value: z.number().nullable(),
    pass: z.boolean().optional(),
    weight: z.number().min(0).optional(),
    reason: z.string().optional(),
    judgement: Judgement.optional(),
    get parts() {
      return z.array(ScorePart).optional();
    },
  }),
);
export type ScorePart = Readonly<z.infer<typeof ScorePart>>;

export const ScoreRecord = whenUsed(() =>
  z.object({
    value: z.number().min(0).max(1).nullable(),
    reason: z.string().optional(),
    /** Whether the value reached the scorer's threshold; absent without one. */
    pass: z.boolean().optional(),
    /** Share of the row's score; absent for 1. */
    weight: z.number().min(0).optional(),
    answer: z.string().optional(),
    expected: z.string().optional(),
    /** The judge's requests and responses, if the judge is a model. */
    judgement: Judgement.optional(),
    /** Counts for a corpus metric that is not a mean over the answers. */
    counts: z.array(z.number()).optional(),
    /** The parts, for a scorer that combines several. */
    parts: z.array(ScorePart).optional(),
  }),
);
export type ScoreRecord = Readonly<z.infer<typeof ScoreRecord>>;

/** A trial with its outcome and its scores by scorer name. Rows are written once and never changed. */
export const Row = whenUsed(() =>
  z.object({
    trial: Trial,
    outcome: Outcome,
    scores: z.record(z.string(), ScoreRecord),
    /** Labels by people. They are stored in a separate file and joined when rows are read. */
    labels: z.array(HumanLabel).optional(),
  }),
);
/** A trial with its outcome, and its scores by scorer name. Rows are written once and never changed. */
export interface Row extends Result {
  /** Scores by scorer name; empty for a failed trial. */
  readonly scores: Readonly<Record<string, ScoreRecord>>;
  /** Labels by people; absent without any. */
  readonly labels?: readonly HumanLabel[] | undefined;
}

/**
 * The row's one score: the mean of its scorers, weighted where they have weights. Null when the trial failed
 * or a scorer that counts is undecided: the mean of the others would compare variants on different
 * yardsticks.
 */
export function overallScore(row: Row): number | null {
  let sum = 0;
  let weights = 0;
  for (const name in row.scores) {
    const { value = null, weight = 1 } = row.scores[name] ?? {};
    if (weight === 0) continue;
    if (value === null) return null;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}
