import {
  type JudgeCall,
  type Judgement,
  type JudgePurpose,
  passMetric,
  type Row,
  type ScorePart,
  type ScoreRecord,
} from "@sameseed/core";

/** A score that a judge gave: of a scorer, or of a part of one. */
type JudgedRecord = Pick<ScoreRecord, "value"> & { readonly judgement: Judgement };

const NONE: ReadonlyMap<string, JudgedRecord> = new Map();

/** The scores of a row that judges gave, by metric; a part of an assert-set is `<scorer> / <part>`. */
export function judgedRecords({ scores }: Row): ReadonlyMap<string, JudgedRecord> {
  let found: Map<string, JudgedRecord> | undefined;
  const look = (metric: string, { value, judgement, parts }: Omit<ScorePart, "name">): void => {
    if (judgement !== undefined) (found ??= new Map()).set(metric, { value, judgement });
    for (const part of parts ?? []) look(`${metric} / ${part.name}`, part);
  };
  for (const name in scores) look(name, scores[name]!);
  return found ?? NONE;
}

/** The scorer that a judged metric is of, or is a part of. */
export function scorerOf(metric: string): string {
  return metric.split(" / ", 1)[0]!;
}

/**
 * Whether a metric of comparisons depends on a judge: on its scorer, on a scorer that it is a part of, or on
 * whether that scorer passes.
 */
export function restsOn(metric: string, judged: string): boolean {
  if (metric === "score") return true;
  const own = (name: string): boolean => metric === name || metric === passMetric(name);
  return own(judged) || own(scorerOf(judged));
}

/** A row that a judge scored. */
export interface JudgedItem {
  readonly row: Row;
  readonly record: Pick<ScoreRecord, "value">;
  readonly judgement: Judgement;
  /** Whether an earlier row of the block contains the same calls: both rows of a pair may. */
  readonly isSeen: boolean;
}

/** The judgements of one block's rows. Calls that several rows share are marked after the first row. */
export function judgedItems(rows: readonly Row[], metric: string): readonly JudgedItem[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const record = judgedRecords(row).get(metric);
    if (record === undefined) return [];
    const { judgement } = record;
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

/** A verdict, and the judge's verdict on the same answers in the other order or in a retest. */
export interface Twice {
  readonly verdict: number;
  readonly other: number;
}

/** Each verdict that was requested twice, separately by step of the judge. Verdicts that could not be read are left out. */
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
