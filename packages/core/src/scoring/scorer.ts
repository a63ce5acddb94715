import type { ChatMessage } from "../model/message.ts";
import type { TestCase } from "../case/test-case.ts";
import type { Judgement } from "../model/judgement.ts";
import type { JudgeClient, JudgeReference } from "./judge.ts";
import type { Answered } from "../model/outcome.ts";
import type { ScorePart, Trial } from "../record/row.ts";

/** A scorer's judgement of one answer. */
export interface Score {
  /** In [0, 1]; null when the scorer cannot tell, which is counted and never taken for 0. */
  readonly value: number | null;
  readonly reason?: string | undefined;
  /** Whether the value reached the scorer's threshold; absent where the scorer has none. */
  readonly pass?: boolean | undefined;
  /** The answer as the scorer read it out of the text, e.g. the number. */
  readonly answer?: string | undefined;
  /** What the answer was held against. */
  readonly expected?: string | undefined;
  /** The judge's calls, where a model was the judge. */
  readonly judgement?: Judgement | undefined;
  /** What the metric of the whole corpus adds up, where it is no mean over the answers. */
  readonly counts?: readonly number[] | undefined;
  /** What it is made of, for a scorer of several. */
  readonly parts?: readonly ScorePart[] | undefined;
}

/** What a scorer sees: the answer's text, the case, and what the service said beside it. */
export interface Answer {
  readonly output: string;
  readonly case: TestCase;
  readonly outcome: Answered;
  /** The output as the scorer's transform made it, which need not be text; absent without one. */
  readonly transformed?: unknown;
  /** The other scorers' scores by name; present for a scorer that is `derived`. */
  readonly scores?: Readonly<Record<string, Score>>;
  /** The messages that the model was sent; absent when a scorer is called by hand. */
  readonly messages?: (() => readonly ChatMessage[]) | undefined;
  /** Where the answer stands in the run; absent when a scorer is called by hand. */
  readonly trial?: Trial | undefined;
  /** Where a scorer with `judges` asks them. */
  readonly judgeClient?: JudgeClient | undefined;
}

/** A variant's answer among those of its block; null when its trial failed. */
export interface BlockAnswer {
  readonly variant: string;
  readonly answer: Answer | null;
}

/** All variants' answers of one (case, repeat), in the variants' order. */
export interface AnswerBlock {
  readonly baseline: string;
  readonly answers: readonly BlockAnswer[];
}

/** What every scorer has. */
interface ScorerFrame {
  readonly name: string;
  /** Its share of the row's score, which is the weighted mean; 0 keeps it out. Default 1. */
  readonly weight?: number;
  /** What determines its judgements; hashed into the manifest. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /** True for a scorer that is known to end, to throw nothing late and to leave the process alone: it is called without a guard. */
  readonly isBounded?: true;
  /** Called for every case before the run: throws a `SameseedError` where the case lacks what it needs. */
  check?(testCase: TestCase): void;
}

/** What a scorer has that asks judges. */
interface Judging {
  /** Models that it asks; undefined in the list is the benchmark's own judge. */
  readonly judges: readonly JudgeReference[];
  /** Requests to judges for the answers of one block, as expected: retests count with their share. For plans. Call it after `check`. */
  judgeRequests?(testCase: TestCase, variants: number): number;
  /** True where cases may bring scorers of their own that ask the benchmark's judge. */
  readonly mayAskJudge?: boolean;
}

/** Scores one answer. May throw or return null: both mean "cannot tell", and the answer is kept. */
export interface AnswerScorer extends ScorerFrame, Partial<Judging> {
  readonly derived?: false;
  score(answer: Answer): Score | null | Promise<Score | null>;
  readonly scoreBlock?: undefined;
}

/** Scores one answer by asking judges. */
export interface JudgedScorer extends AnswerScorer {
  readonly judges: readonly JudgeReference[];
}

/** Computed from the scores of the others, which its answer has in `scores`: it is called after them. */
export interface DerivedScorer extends ScorerFrame, Partial<Judging> {
  readonly derived: true;
  score(answer: Answer): Score | null | Promise<Score | null>;
  readonly scoreBlock?: undefined;
}

/** Scores all answers of a block together, in their order; a `derived` one after all that look at its answers. */
export interface BlockScorer extends ScorerFrame, Partial<Judging> {
  readonly derived?: boolean;
  readonly score?: undefined;
  scoreBlock(block: AnswerBlock): Promise<readonly (Score | null)[]>;
}

/** Judges answers: one by one, a block together, or from what others say. */
export type Scorer = AnswerScorer | JudgedScorer | DerivedScorer | BlockScorer;
