import {
  ANSWER_COLUMNS,
  ANSWER_FIELDS,
  type Answered,
  type AnswerField,
  answerText,
  type ColumnType,
  judgeCostUsd,
  type Manifest,
  type Outcome,
  overallScore,
  passMetric,
  type Row,
  saysPass,
} from "@sameseed/core";
import { humanColumns } from "./human-columns.ts";

/** The tidy table: one line per trial. Columns are known before the first row, which allows rows to stream. */
export interface RowsTable {
  readonly columns: readonly string[];
  /** Types of the columns, in their order: used by rows.parquet, not by CSV. */
  readonly types: readonly ColumnType[];
  /** The row's values in the columns' order; null or undefined for an empty cell. */
  cells(row: Row): unknown[];
}

/** One column of the table. `answered` is null for a failed trial. */
interface RowColumn {
  readonly name: string;
  readonly type: ColumnType;
  of(row: Row, answered: Answered | null): unknown;
}

/** The columns that every table begins with, in a fixed order. */
const firstColumns = (scorers: readonly string[]): readonly RowColumn[] => [
  { name: "case", type: "STRING", of: ({ trial }) => trial.case.id },
  { name: "repeat", type: "INT32", of: ({ trial }) => trial.repeat },
  { name: "variant", type: "STRING", of: ({ trial }) => trial.variant },
  { name: "prompt", type: "STRING", of: ({ trial }) => trial.prompt },
  { name: "model", type: "STRING", of: ({ trial }) => trial.model },
  { name: "seed", type: "INT64", of: ({ trial }) => trial.seed },
  { name: "order", type: "INT32", of: ({ trial }) => trial.order },
  { name: "status", type: "STRING", of: ({ outcome }) => outcome.status },
  { name: "score", type: "DOUBLE", of: overallScore },
  { name: "output", type: "STRING", of: (_, answered) => (answered === null ? null : answerText(answered)) },
  { name: "expected", type: "STRING", of: (row) => expectedOf(row, scorers) },
  { name: "error", type: "STRING", of: ({ outcome }) => errorOf(outcome) },
  ...firstAnswerColumns("finishReason", "systemFingerprint", "modelVersion", "usage", "costUsd"),
  { name: "latency_ms", type: "DOUBLE", of: ({ outcome }) => outcome.latencyMs },
  ...firstAnswerColumns("ttftMs", "cached"),
  { name: "attempts", type: "INT32", of: ({ outcome }) => outcome.attempts },
  { name: "started_at", type: "TIMESTAMP", of: ({ outcome }) => outcome.startedAt },
];

const FIRST_FIELDS: ReadonlySet<string> = new Set<AnswerField>([
  "finishReason",
  "systemFingerprint",
  "modelVersion",
  "usage",
  "costUsd",
  "ttftMs",
  "cached",
]);
/** Later fields have their columns after the scores: readers by position keep working. */
const LATER_COLUMNS = ANSWER_FIELDS.flatMap((field) =>
  answerColumns(field).filter(({ isLater }) => isLater || !FIRST_FIELDS.has(field)),
);

/**
 * The columns and cells of `rows.csv`: the fixed columns, then score and reason of each scorer, whether it
 * passes where there is a threshold, the cost of judges if any, further fields of the answer, then the vars
 * and the metadata of the case.
 */
export function rowsTable({
  runId,
  scorers,
  judges,
  labels,
  cases: { varNames, metadataNames = [] },
}: Manifest): RowsTable {
  const columns: readonly RowColumn[] = [
    ...firstColumns(scorers.map(({ name }) => name)),
    ...scorers.flatMap(scoreColumns),
    ...(judges === undefined
      ? []
      : [{ name: "judge_cost_usd", type: "DOUBLE", of: ({ scores }) => judgeCostUsd(scores) } satisfies RowColumn]),
    ...LATER_COLUMNS,
    { name: "run_id", type: "STRING", of: () => runId },
    ...humanColumns({ labels }).map((column): RowColumn => ({
      name: column.name,
      type: "STRING",
      of: (row) => column.value(row),
    })),
    ...varNames.map((name): RowColumn => {
      return { name: `vars.${name}`, type: "STRING", of: ({ trial }) => own(trial.case.vars, name) };
    }),
    ...metadataNames.map((name): RowColumn => {
      return { name: `metadata.${name}`, type: "STRING", of: ({ trial }) => own(trial.case.metadata ?? {}, name) };
    }),
  ];
  return {
    columns: columns.map(({ name }) => name),
    types: columns.map(({ type }) => type),
    cells(row) {
      const answered = row.outcome.status === "failed" ? null : row.outcome;
      return columns.map((column) => column.of(row, answered));
    },
  };
}

/** A column that core declares. */
interface DeclaredColumn extends RowColumn {
  readonly isLater: boolean;
}

/** Columns of the answer's fields, as core declares them. */
function answerColumns(...fields: readonly AnswerField[]): readonly DeclaredColumn[] {
  return fields.flatMap((field) =>
    ANSWER_COLUMNS[field].map(({ name, type, part, isLater = false }): DeclaredColumn => {
      if (part === undefined) return { name, type, isLater, of: (_, answered) => answered?.[field] };
      const partOf = (value: unknown): unknown => own((value ?? {}) as Record<string, unknown>, part);
      return { name, type, isLater, of: (_, answered) => partOf(answered?.[field]) };
    }),
  );
}

function firstAnswerColumns(...fields: readonly AnswerField[]): readonly RowColumn[] {
  return answerColumns(...fields).filter(({ isLater }) => !isLater);
}

function scoreColumns({ name, identity }: Manifest["scorers"][number]): readonly RowColumn[] {
  return [
    { name: `score.${name}`, type: "DOUBLE", of: ({ scores }) => own(scores, name)?.value },
    { name: `reason.${name}`, type: "STRING", of: ({ scores }) => own(scores, name)?.reason },
    ...(saysPass(identity)
      ? [
          {
            name: passMetric(name),
            type: "BOOLEAN",
            of: ({ scores }) => own(scores, name)?.pass,
          } satisfies RowColumn,
        ]
      : []),
  ];
}

function errorOf(outcome: Outcome): string | null {
  return outcome.status === "failed" ? `${outcome.error.kind}: ${outcome.error.message}` : null;
}

/** The reference of an answer: the case's reference, else the first that a scorer names. */
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
