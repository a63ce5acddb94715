import type { HumanLabel, JudgeCall, Judgement, Row, ScoreRecord } from "@sameseed/core";
import { rowOf } from "./sample-run.ts";

export interface CallChanges extends Partial<Omit<JudgeCall, "value">> {
  readonly value: number | null;
}

/** An answered call, with a test's changes. */
export function callOf({ value, ...changes }: CallChanges): JudgeCall {
  return {
    purpose: "verdict",
    seed: 1,
    text: `verdict ${value}`,
    value,
    modelVersion: "gpt-4o-2024",
    systemFingerprint: "fp_judge",
    promptTokens: 100,
    completionTokens: 10,
    costUsd: 0.001,
    latencyMs: 5,
    attempts: 1,
    cached: false,
    ...changes,
  };
}

/** A score of `llm-rubric` by calls. The score is the mean of the verdict and its counterpart in the other order. */
export function judgedBy(calls: readonly CallChanges[], changes: Partial<Judgement> = {}): ScoreRecord {
  const values = calls.filter(({ purpose }) => purpose !== "retest").map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  const judgement: Judgement = { judge: "openai:gpt-4o", kind: "grade", calls: calls.map(callOf), ...changes };
  return {
    value: known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
    judgement,
  };
}

export interface JudgedChanges {
  readonly id: string;
  readonly index?: number;
  readonly prompt?: string;
  readonly text?: string;
  readonly repeat?: number;
  readonly score?: ScoreRecord;
  readonly labels?: readonly HumanLabel[];
}

/** A row of case `id` that was scored by `judge`. */
export function judgedRow({
  id,
  index = 0,
  prompt = "direct",
  text = "2",
  repeat = 0,
  score,
  labels,
}: JudgedChanges): Row {
  const row = rowOf({
    case: { id },
    index,
    prompt,
    repeat,
    outcome: { text },
    score: score === undefined ? {} : { judge: score },
  });
  return labels === undefined ? row : { ...row, labels };
}

/** A label of the metric `judge`. */
export function labelOf(value: number, changes: Partial<HumanLabel> = {}): HumanLabel {
  return { metric: "judge", annotator: "ana", scale: "pass-fail", value, ...changes };
}
