import { answerText, type Reporter, type Row } from "@sameseed/core";

/** Why an answer failed: the expected answer, the actual answer, and the scorer's reason. Texts are not cut. */
export interface FailingAnswer {
  readonly variant: string;
  /** From 0. */
  readonly repeat: number;
  /** The scorer that failed it; null where the request failed. */
  readonly scorer: string | null;
  /** Null for a scorer without a reference. */
  readonly expected: string | null;
  /** The answer's text; null without a text. */
  readonly got: string | null;
  readonly reason: string | null;
}

export interface FailingCase {
  readonly id: string;
  /** The first failing answer of each variant, in table order. */
  readonly answers: readonly FailingAnswer[];
}

export interface FailingCases {
  /** Number of cases with at least one failed answer, and of all cases. */
  readonly count: number;
  readonly cases: number;
  /** Some of them, starting with cases on which the variants disagree. */
  readonly shown: readonly FailingCase[];
}

interface Kept extends FailingCase {
  readonly differs: boolean;
}

/** Collects the first failing cases of a run. A class because a reporter keeps state. */
export class FailingCasesReporter implements Reporter {
  readonly #most: number;
  #id: string | null = null;
  #answers = new Map<string, FailingAnswer>();
  #variants = new Set<string>();
  #cases = 0;
  #count = 0;
  readonly #kept: { differing: Kept[]; others: Kept[] } = { differing: [], others: [] };

  constructor(most = 3) {
    this.#most = most;
  }

  row(row: Row): void {
    const { id } = row.trial.case;
    if (id !== this.#id) this.#close();
    this.#id = id;
    this.#variants.add(row.trial.variant);
    const failing = this.#answers.has(row.trial.variant) ? null : failingAnswer(row);
    if (failing !== null) this.#answers.set(row.trial.variant, failing);
  }

  /** Of the rows seen so far, in table order. */
  result(): FailingCases {
    this.#close();
    const { differing, others } = this.#kept;
    const shown = [...differing, ...others].slice(0, this.#most).map(({ id, answers }) => ({ id, answers }));
    return { count: this.#count, cases: this.#cases, shown };
  }

  #close(): void {
    if (this.#id === null) return;
    this.#cases++;
    if (this.#answers.size > 0) {
      this.#count++;
      const differs = this.#answers.size < this.#variants.size;
      const kept = differs ? this.#kept.differing : this.#kept.others;
      if (kept.length < this.#most) kept.push({ id: this.#id, differs, answers: [...this.#answers.values()] });
    }
    this.#id = null;
    this.#answers = new Map();
    this.#variants = new Set();
  }
}

/** Whether a row failed: a score of 0, a missed threshold, or a request without an answer. */
export function isFailing(row: Row): boolean {
  return failingAnswer(row) !== null;
}

/** Null for an answer that did not fail: a failure is a 0, a missed threshold, or a request without an answer. */
function failingAnswer(row: Row): FailingAnswer | null {
  const { variant, repeat, case: testCase } = row.trial;
  if (row.outcome.status === "failed") {
    const { kind, message } = row.outcome.error;
    return { variant, repeat, scorer: null, expected: null, got: null, reason: `${kind}: ${message}` };
  }
  const counted = Object.entries(row.scores).filter(([, { weight = 1 }]) => weight !== 0);
  const found = counted.find(([, { value, pass }]) => pass === false || (value === 0 && pass !== true));
  if (found === undefined) return null;
  const [scorer, { expected, reason }] = found;
  return {
    variant,
    repeat,
    scorer,
    expected: referenceOf(expected, testCase.expected),
    got: answerText(row.outcome),
    reason: reason ?? null,
  };
}

/** What the scorer expected, or the case; of a letter that stands for a label of the case both: `A (Billing)`. */
function referenceOf(expected: string | undefined, ofCase: unknown): string | null {
  if (expected === undefined) return ofCase === undefined ? null : textOf(ofCase);
  const isLabel = /^[A-Z]$/.test(expected) && typeof ofCase === "string" && /\p{L}{2}/u.test(ofCase);
  return isLabel ? `${expected} (${ofCase})` : expected;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
