import type { ChatMessage } from "../model/message.ts";
import type { TestCase } from "../case/test-case.ts";
import type { Judgement } from "../model/judgement.ts";
import type { JudgeClient, JudgeReference } from "./judge.ts";
import type { Answered } from "../model/outcome.ts";
import type { SameseedError } from "../error.ts";
import type { ScorePart, Trial } from "../record/row.ts";

/** A scorer's result for one answer. */
export interface Score {
  /** In [0, 1]; null if the scorer gives no score, which is counted as unscored and never as 0. */
  readonly value: number | null;
  /** Why the answer has this score, as a sentence; reports show it. */
  readonly reason?: string | undefined;
  /** Whether the value reached the scorer's threshold; absent without a threshold. */
  readonly pass?: boolean | undefined;
  /** The part of the answer that was scored, e.g. the number. */
  readonly answer?: string | undefined;
  /** The expected answer. */
  readonly expected?: string | undefined;
  /** The judge's requests and responses, if the judge is a model. */
  readonly judgement?: Judgement | undefined;
  /** Counts for a corpus metric that is not a mean over the answers. */
  readonly counts?: readonly number[] | undefined;
  /** The parts, for a scorer that combines several. */
  readonly parts?: readonly ScorePart[] | undefined;
}

/** The input of a scorer: the answer's text, the case, and the other data of the response. */
export interface Answer {
  /** The text of the answer, without reasoning unless the model keeps it. */
  readonly output: string;
  /** The case that was answered. */
  readonly case: TestCase;
  /** The whole response: tokens, latency, finish reason and tool calls. */
  readonly outcome: Answered;
  /** The result of the scorer's transform, which can be any value; absent without a transform. */
  readonly transformed?: unknown;
  /** The other scorers' scores by name; only for `derived` scorers. */
  readonly scores?: Readonly<Record<string, Score>>;
  /** The messages sent to the model; absent if you call a scorer directly. */
  readonly messages?: (() => readonly ChatMessage[]) | undefined;
  /** The trial of the answer; absent if you call a scorer directly. */
  readonly trial?: Trial | undefined;
  /** Sends requests to the judges, for scorers with `judges`. */
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

/** Receives a problem that keeps a scorer from working on this machine, such as a key that is not set. */
export type ReportUnready = (problem: SameseedError) => void;

/** The members of every scorer. */
interface ScorerFrame {
  readonly name: string;
  /** Its share of the row's score, which is the weighted mean; 0 keeps it out. Default 1. */
  readonly weight?: number;
  /** The settings that determine its judgements; hashed into the manifest. */
  readonly identity?: Readonly<Record<string, unknown>>;
  /**
   * True for a scorer that is known to end, to throw no late error and to leave the process alone: it is
   * called without a guard.
   */
  readonly isBounded?: true;
  /** Names of the other scorers whose scores it needs; absent for a scorer that reads all scores. */
  readonly reads?: readonly string[];
  /**
   * Called for every case before the run: throws a `SameseedError` where the case lacks a field that it needs, and reports
   * things that this machine lacks, such as a key.
   */
  check?(testCase: TestCase, report?: ReportUnready): void;
}

/** The members of a scorer that uses judges. */
interface Judging {
  /** Models that it uses; undefined in the list is the benchmark's own judge. */
  readonly judges: readonly JudgeReference[];
  /** Requests to judges for the answers of one block, as expected: retests count with their share. For plans. Call it after `check`. */
  judgeRequests?(testCase: TestCase, variants: number): number;
  /** True where cases may bring their own scorers that use the benchmark's judge. */
  readonly mayAskJudge?: boolean;
}

/** Scores one answer. May throw or return null: both mean undecided, and the answer is kept. */
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
  /** True if it reads the parts of another scorer, and no other derived values: they can then use its value. */
  readonly ofParts?: true;
  score(answer: Answer): Score | null | Promise<Score | null>;
  readonly scoreBlock?: undefined;
}

/** Scores all answers of a block together, in their order; a `derived` one after all that look at its answers. */
export interface BlockScorer extends ScorerFrame, Partial<Judging> {
  readonly derived?: boolean;
  readonly score?: undefined;
  scoreBlock(block: AnswerBlock): Promise<readonly (Score | null)[]>;
}

/** Scores answers: one at a time, a block of variants together, or from other scorers' values. */
export type Scorer = AnswerScorer | JudgedScorer | DerivedScorer | BlockScorer;
