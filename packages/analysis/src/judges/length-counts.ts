import { answerText, type AuditRate, type Row } from "@sameseed/core";
import { type JudgedItem, rivalOf } from "./judged-items.ts";
import { RateCounts } from "./rate-counts.ts";

/** How often the longer of two answers to one question is the better one to the judge. */
export class LengthCounts {
  readonly #longerWins = new RateCounts();

  /** The judged rows of one block, and all its rows. */
  add(items: readonly JudgedItem[], rows: readonly Row[]): void {
    for (const [place, item] of items.entries()) {
      if (item.judgement.kind === "pairwise") this.#addPair(item, rows);
      else for (const other of items.slice(place + 1)) this.#addTwo(item, other);
    }
  }

  closeCase(cluster: number): void {
    this.#longerWins.closeCase(cluster);
  }

  rate(): AuditRate | null {
    const rate = this.#longerWins.rate();
    return rate.n === 0 ? null : rate;
  }

  #addPair(item: JudgedItem, rows: readonly Row[]): void {
    const rival = rivalOf(item);
    const other = rows.find(({ trial }) => trial.variant === rival);
    if (item.isSeen || other === undefined || item.record.value === null) return;
    this.#compare(lengthOf(item.row) - lengthOf(other), item.record.value - 0.5);
  }

  #addTwo(left: JudgedItem, right: JudgedItem): void {
    if (left.record.value === null || right.record.value === null) return;
    this.#compare(lengthOf(left.row) - lengthOf(right.row), left.record.value - right.record.value);
  }

  /** Ties, in length or in verdict, do not count. */
  #compare(longer: number, better: number): void {
    if (longer !== 0 && better !== 0) this.#longerWins.add(longer > 0 === better > 0 ? 1 : 0);
  }
}

function lengthOf({ outcome }: Row): number {
  return outcome.status === "failed" ? 0 : (answerText(outcome)?.length ?? 0);
}
