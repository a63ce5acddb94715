import { hash } from "node:crypto";
import { answerText, type Manifest, type Row } from "@sameseed/core";
import type { Tell } from "./difference.ts";

/** The parts of a chain's row that are kept. */
interface SeenTurn {
  readonly where: string;
  readonly chain: string;
  readonly earlier: readonly string[];
  /** Its own turn, as later rows should hold it; null for a trial that failed. */
  readonly own: string | null;
}

/** The cases by their place, with the variants that they are not for. */
type SeenCases = ReadonlyMap<number, { readonly chain: string | undefined; readonly excluded: readonly string[] }>;

/**
 * Checks the earlier turns of each row of a chain against the answers of the rows before it. Of a trial that was run again
 * the last row counts.
 */
export class TurnCheck {
  readonly #manifest: Manifest;
  readonly #turns = new Map<number, SeenTurn>();

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  see({ trial, outcome }: Row, where: string): void {
    const { case: testCase, index, earlier = [] } = trial;
    const { id, chain, storeAs } = testCase;
    if (chain === undefined) return;
    const own = outcome.status === "failed" ? null : turnText(id, storeAs, answerText(outcome) ?? "");
    this.#turns.set(index, {
      where,
      chain,
      earlier: earlier.map((turn) => turnText(turn.case, turn.storeAs, turn.output)),
      own,
    });
  }

  finish(cases: SeenCases, tell: Tell): void {
    for (const [index, { where, earlier, own }] of this.#turns) {
      const expected = own === null ? null : this.#turnsBefore(index, cases);
      if (expected === null) continue;
      const place = expected.findIndex((turn, position) => turn !== earlier[position]);
      if (place === -1 && expected.length === earlier.length) continue;
      const at = place === -1 ? expected.length : place;
      tell({
        file: "rows.jsonl",
        where: `${where}, trial.earlier.${at}`,
        stored: at < earlier.length ? "another turn" : undefined,
        recomputed: at < expected.length ? "the answer of the row before it" : undefined,
      });
    }
  }

  /** The turns before a trial, oldest first; null where a row of them is missing. */
  #turnsBefore(index: number, cases: SeenCases): readonly string[] | null {
    const { variants, repeats } = this.#manifest;
    const variant = variants[index % variants.length]!.id;
    const perCase = variants.length * repeats;
    const { chain } = this.#turns.get(index)!;
    const turns: string[] = [];
    for (let before = index - perCase; before >= 0; before -= perCase) {
      const testCase = cases.get(Math.floor(before / perCase));
      if (testCase === undefined) return null;
      if (testCase.chain !== chain) break;
      if (testCase.excluded.includes(variant)) continue;
      const turn = this.#turns.get(before);
      if (turn === undefined) return null;
      turns.push(turn.own ?? "a trial that failed");
    }
    return turns.toReversed();
  }
}

function turnText(id: string, storeAs: string | undefined, output: string): string {
  return hash("sha256", JSON.stringify([id, storeAs ?? null, output]));
}
