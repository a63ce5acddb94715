import {
  answerText,
  type HumanLabel,
  type Manifest,
  type Outcome,
  type Row,
  type ScoreRecord,
  type TestCase,
  type Turn,
} from "@sameseed/core";

/** A trial without data that its case and the manifest contain. */
export interface TrialDetails {
  /** The trial's index in the run's table. */
  readonly index: number;
  readonly order: number;
  readonly seed: number | null;
  readonly outcome: Outcome;
  readonly scores: Readonly<Record<string, ScoreRecord>>;
  /** The earlier turns of its chain; absent without any. */
  readonly earlier?: readonly Turn[];
  /** People's labels of the answer; absent without any. */
  readonly labels?: readonly HumanLabel[];
}

/** All that is stored of one case. */
export interface CaseDetails {
  /** The case's number in the run's table. */
  readonly number: number;
  readonly case: TestCase;
  readonly trials: readonly TrialDetails[];
}

type Shape = Pick<Manifest, "repeats" | "variants">;

/** The number in the run's table of the case with these rows. */
export function caseNumber({ repeats, variants }: Shape, rows: readonly Row[]): number {
  return Math.floor(rows[0]!.trial.index / (repeats * variants.length));
}

/** Rows of one case, in table order. */
export function caseDetails(manifest: Shape, rows: readonly Row[]): CaseDetails {
  return {
    number: caseNumber(manifest, rows),
    case: rows[0]!.trial.case,
    trials: rows.map(({ trial: { index, order, seed, earlier = [] }, outcome, scores, labels }) => ({
      index,
      order,
      seed,
      outcome,
      scores,
      ...(earlier.length > 0 && { earlier }),
      ...(labels && { labels }),
    })),
  };
}

/** The variant and the repeat of a trial index. */
export function placeOf(
  { repeats, variants }: { readonly repeats: number; readonly variants: readonly unknown[] },
  index: number,
): { readonly caseNumber: number; readonly repeat: number; readonly variant: number } {
  const block = Math.floor(index / variants.length);
  return { caseNumber: Math.floor(block / repeats), repeat: block % repeats, variant: index % variants.length };
}

/** The trial of a variant and repeat; undefined where no row is stored. */
export function trialOf(details: CaseDetails, index: number): TrialDetails | undefined {
  return details.trials.find((trial) => trial.index === index);
}

/** Whether a search finds the case: in its id, its vars, its reference or any answer, in any letter case. */
export function matches({ case: { id, vars, expected }, trials }: CaseDetails, lowerCaseQuery: string): boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(lowerCaseQuery);
  return (
    has(id) ||
    Object.values(vars).some((value) => has(plain(value))) ||
    (expected !== undefined && has(plain(expected))) ||
    trials.some(({ outcome }) => has(outcome.status === "failed" ? outcome.error.message : (answerText(outcome) ?? "")))
  );
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
