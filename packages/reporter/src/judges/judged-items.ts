import type { JudgeCall, Judgement, JudgePurpose, Row, ScoreRecord } from "@sameseed/core";

/** A row that a judge scored. */
export interface JudgedItem {
  readonly row: Row;
  readonly record: ScoreRecord;
  readonly judgement: Judgement;
  /** Whether an earlier row of the block holds the very same calls: both rows of a pair may. */
  readonly isSeen: boolean;
}

/** What a judge said of the rows of one block, the calls that several rows share told apart. */
export function judgedItems(rows: readonly Row[], metric: string): readonly JudgedItem[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const record = Object.hasOwn(row.scores, metric) ? row.scores[metric] : undefined;
    const judgement = record?.judgement;
    if (record === undefined || judgement === undefined) return [];
    if (judgement.kind === "grade") return [{ row, record, judgement, isSeen: false }];
    const key = JSON.stringify([judgement.shown?.toSorted(), judgement.calls.map(callKey)]);
    const isSeen = seen.has(key);
    seen.add(key);
    return [{ row, record, judgement, isSeen }];
  });
}

/** The verdict of the calls of one purpose, in [0, 1]; null where there was no such call, or it could not be read. */
export function verdictOf({ calls }: Judgement, purpose: JudgePurpose): number | null {
  return calls.findLast((call) => call.purpose === purpose)?.value ?? null;
}

/** A verdict, and what the judge said of the same in the other order or when asked again. */
export interface Twice {
  readonly verdict: number;
  readonly other: number;
}

/** Each verdict that was asked for twice, the step of a judge that takes several told apart; unread ones are left out. */
export function askedTwice({ calls }: Judgement, purpose: Exclude<JudgePurpose, "verdict">): readonly Twice[] {
  return calls.flatMap((again) => {
    if (again.purpose !== purpose || again.value === null) return [];
    const first = calls.findLast(({ purpose: why, step }) => why === "verdict" && step === again.step);
    return first === undefined || first.value === null ? [] : [{ verdict: first.value, other: again.value }];
  });
}

/** The other of a pair; undefined where the judge saw another number of answers. */
export function rivalOf({ row, judgement: { shown } }: Pick<JudgedItem, "row" | "judgement">): string | undefined {
  return shown?.length === 2 ? shown.find((variant) => variant !== row.trial.variant) : undefined;
}

function callKey({ purpose, seed, text, latencyMs }: JudgeCall): unknown {
  return [purpose, seed, text, latencyMs];
}
