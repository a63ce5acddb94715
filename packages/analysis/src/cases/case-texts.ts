import { answerText, count, overallScore, type Row } from "@sameseed/core";

/** Requests and answers of one case. */
export interface CaseText {
  readonly vars: Readonly<Record<string, unknown>>;
  /** The expected answer; null without one. */
  readonly expected: unknown;
  /** By variant, or the label that rows were added under: one text for each repeat. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  /** Of the repeats of a variant, the first with the highest score and the first with the lowest. */
  readonly best: ReadonlyMap<string, ScoredText>;
  readonly worst: ReadonlyMap<string, ScoredText>;
}

export interface ScoredText {
  /** In [0, 1]; 0 for a failed trial and for one without a score. */
  readonly score: number;
  readonly text: string;
}

interface Collected extends CaseText {
  readonly answers: Map<string, string[]>;
  readonly best: Map<string, ScoredText>;
  readonly worst: Map<string, ScoredText>;
}

/** Characters of one answer that are kept. */
const MOST_CHARACTERS = 4_000;

/** Collects the answers of chosen cases, each up to 4,000 characters; a class because it fills up row by row. */
export class CaseTexts {
  readonly #texts: Map<string, Collected | null>;

  constructor(ids: Iterable<string>) {
    this.#texts = new Map([...ids].map((id) => [id, null]));
  }

  add(row: Row, label = row.trial.variant): void {
    const { id, vars, expected } = row.trial.case;
    const known = this.#texts.get(id);
    if (known === undefined) return;
    const text = known ?? { vars, expected: expected ?? null, answers: new Map(), best: new Map(), worst: new Map() };
    if (known === null) this.#texts.set(id, text);
    const reference =
      text.expected ?? Object.values(row.scores).find((score) => score.expected !== undefined)?.expected;
    if (text.expected === null && reference !== undefined) this.#texts.set(id, { ...text, expected: reference });
    const answers = text.answers.get(label) ?? [];
    if (answers.length === 0) text.answers.set(label, answers);
    const scored = { score: overallScore(row) ?? 0, text: shortened(textOf(row)) };
    answers[row.trial.repeat] = scored.text;
    if (scored.score > (text.best.get(label)?.score ?? -1)) text.best.set(label, scored);
    if (scored.score < (text.worst.get(label)?.score ?? 2)) text.worst.set(label, scored);
  }

  /** Null for a case without rows. */
  of(id: string): CaseText | null {
    return this.#texts.get(id) ?? null;
  }
}

function textOf({ outcome }: Row): string {
  if (outcome.status === "failed") return `(failed: ${outcome.error.kind}: ${outcome.error.message})`;
  const text = answerText(outcome) ?? "";
  return outcome.status === "completed" ? text : `${text} (${outcome.status})`.trimStart();
}

function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, "")} … [cut: ${count(text.length)} characters]`;
}
