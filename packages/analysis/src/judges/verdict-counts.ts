import type { Contradiction, JudgeAudit } from "@sameseed/core";
import { askedTwice, type JudgedItem, type Twice, verdictOf } from "./judged-items.ts";
import { RateCounts } from "./rate-counts.ts";

/** Verdicts at most this far apart are equal, up to rounding. */
const SAME = 1e-9;
/** A retest within this distance is nearly the same: half a step of five grades. */
const TOLERANCE = 0.125;
/** Contradictions that are kept to be looked at; all of them are counted. */
const MOST_KEPT = 100;

/** A judge against itself: the same answers in the other order, and the same question again. */
export class VerdictCounts {
  readonly #swap = new RateCounts();
  readonly #first = new RateCounts();
  readonly #retest = new RateCounts();
  readonly #within = new RateCounts();
  readonly #kept: Contradiction[] = [];
  #contradictions = 0;
  #reversed = 0;
  #expected = { sum: 0, count: 0 };

  add(item: JudgedItem): void {
    this.#addPosition(item);
    if (!countsAsEvidence(item)) return;
    for (const twice of askedTwice(item.judgement, "swapped")) this.#addSwap(item, twice);
    for (const twice of askedTwice(item.judgement, "retest")) this.#addRetest(item, twice);
  }

  /** A case where the judge spoke against people. */
  contradict(found: Contradiction): void {
    this.#contradictions++;
    if (this.#kept.length < MOST_KEPT) this.#kept.push(found);
  }

  closeCase(cluster: number): void {
    for (const counter of [this.#swap, this.#first, this.#retest, this.#within]) counter.closeCase(cluster);
  }

  figures(): Pick<JudgeAudit, "swap" | "firstPosition" | "retest" | "contradictions"> {
    const same = this.#swap.rate();
    const first = this.#first.rate();
    const retest = this.#retest.rate();
    const { sum, count } = this.#expected;
    return {
      swap: same.n === 0 ? null : { same, reversed: this.#reversed },
      firstPosition: first.n === 0 ? null : { ...first, expected: sum / count },
      retest: retest.n === 0 ? null : { same: retest, within: this.#within.rate(), tolerance: TOLERANCE },
      contradictions: { first: this.#kept, count: this.#contradictions },
    };
  }

  /**
   * The share that the first answer won. With both orders each of two answers was first once, which cancels
   * out the better answer.
   */
  #addPosition({ row, judgement, isSeen }: JudgedItem): void {
    const { shown } = judgement;
    const verdict = verdictOf(judgement, "verdict");
    if (shown === undefined || shown.length < 2 || verdict === null) return;
    const isFirst = shown[0] === row.trial.variant;
    const isPair = shown.length === 2;
    if (isPair ? isSeen : !isFirst) return;
    const swapped = isPair ? verdictOf(judgement, "swapped") : null;
    const won = isFirst ? verdict : 1 - verdict;
    const wonSwapped = swapped === null ? null : isFirst ? 1 - swapped : swapped;
    this.#first.add(wonSwapped === null ? won : (won + wonSwapped) / 2);
    this.#expected.sum += 1 / shown.length;
    this.#expected.count++;
  }

  #addSwap(item: JudgedItem, { verdict, other }: Twice): void {
    const isSame = Math.abs(verdict - other) <= SAME;
    this.#swap.add(isSame ? 1 : 0);
    if (isSame) return;
    if ((verdict - 0.5) * (other - 0.5) < 0) this.#reversed++;
    this.contradict(contradiction("swapped", item, { value: verdict, other }));
  }

  #addRetest(item: JudgedItem, { verdict, other }: Twice): void {
    const distance = Math.abs(verdict - other);
    this.#retest.add(distance <= SAME ? 1 : 0);
    this.#within.add(distance <= TOLERANCE + SAME ? 1 : 0);
    if (distance > SAME) this.contradict(contradiction("retest", item, { value: verdict, other }));
  }
}

/** Where rows share calls, one row counts for them: in a selection, the selected one. */
function countsAsEvidence({ judgement, isSeen }: JudgedItem): boolean {
  return judgement.kind === "selection" ? verdictOf(judgement, "verdict") === 1 : !isSeen;
}

function contradiction(
  kind: Contradiction["kind"],
  { row: { trial } }: Pick<JudgedItem, "row">,
  values: Pick<Contradiction, "value" | "other">,
): Contradiction {
  return { kind, case: trial.case.id, variant: trial.variant, repeat: trial.repeat, ...values };
}
