import { answerText, judgeCostUsd, overallScore, passMetric, saysPass, type Manifest, type Row } from "@sameseed/core";
import { humanColumns } from "./human-columns.ts";

/** The tidy table: one line a trial. Columns are known before the first row, so that rows can stream. */
export interface RowsTable {
  readonly columns: readonly string[];
  /** The row's values in the columns' order; null or undefined where there is none. */
  cells(row: Row): unknown[];
}

const COLUMNS = [
  "case",
  "repeat",
  "variant",
  "prompt",
  "model",
  "seed",
  "order",
  "status",
  "score",
  "output",
  "expected",
  "error",
  "finish_reason",
  "system_fingerprint",
  "model_version",
  "prompt_tokens",
  "completion_tokens",
  "cost_usd",
  "latency_ms",
  "ttft_ms",
  "cached",
  "attempts",
  "started_at",
];

/** The columns and cells of `rows.csv`: the fixed columns, then score and reason of each scorer, and whether it passes where there is a threshold, what judges took where there are any, the reasoning, then the vars. */
export function rowsTable({ scorers, judges, labels, cases: { varNames } }: Manifest): RowsTable {
  const human = humanColumns({ labels });
  const names = scorers.map(({ name }) => name);
  const columns = scorers.map(({ name, identity }) => ({ name, hasPass: saysPass(identity) }));
  return {
    columns: [
      ...COLUMNS,
      ...columns.flatMap(({ name, hasPass }) => [
        `score.${name}`,
        `reason.${name}`,
        ...(hasPass ? [passMetric(name)] : []),
      ]),
      ...(judges === undefined ? [] : ["judge_cost_usd"]),
      "reasoning",
      ...human.map(({ name }) => name),
      ...varNames.map((name) => `vars.${name}`),
    ],
    cells(row) {
      const { trial, outcome } = row;
      const answered = outcome.status === "failed" ? null : outcome;
      const error = outcome.status === "failed" ? `${outcome.error.kind}: ${outcome.error.message}` : null;
      return [
        trial.case.id,
        trial.repeat,
        trial.variant,
        trial.prompt,
        trial.model,
        trial.seed,
        trial.order,
        outcome.status,
        overallScore(row),
        answered === null ? null : answerText(answered),
        expectedOf(row, names),
        error,
        answered?.finishReason,
        answered?.systemFingerprint,
        answered?.modelVersion,
        answered?.usage?.promptTokens,
        answered?.usage?.completionTokens,
        answered?.costUsd,
        outcome.latencyMs,
        answered?.ttftMs,
        answered?.cached,
        outcome.attempts,
        outcome.startedAt,
        ...columns.flatMap(({ name, hasPass }) => {
          const score = own(row.scores, name);
          return hasPass ? [score?.value, score?.reason, score?.pass] : [score?.value, score?.reason];
        }),
        ...(judges === undefined ? [] : [judgeCostUsd(row.scores)]),
        answered?.reasoning,
        ...human.map((column) => column.value(row)),
        ...varNames.map((name) => own(trial.case.vars, name)),
      ];
    },
  };
}

/** What the answer was held against: the case's reference, else the first that a scorer names. */
export function expectedOf(row: Row, scorerNames: readonly string[]): unknown {
  const reference = row.trial.case.expected;
  if (reference !== undefined && reference !== null) return reference;
  for (const name of scorerNames) {
    const expected = own(row.scores, name)?.expected;
    if (expected !== undefined) return expected;
  }
  return null;
}

/** A member by a name from the data: `constructor` is a var like any other, and absent when the case lacks it. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
