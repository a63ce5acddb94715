import { wilsonEnds } from "@sameseed/stats";
import { type Cells, cellAt } from "../data/cells.ts";

/** The unit is the case: pairs of one case are not independent. */
export interface CaseCount {
  /** Cases with two answers or more to compare. */
  readonly cases: number;
  /** Number of cases with identical texts. */
  readonly identical: number;
  /** Cells of two answers that differ, in the first few cases that have such. */
  readonly examples: readonly (readonly [cell: number, cell: number])[];
}

export interface VariantDeterminism {
  readonly variant: number;
  /** Answers to one case under one seed: the A/A control against its original, or repeats under a fixed seed. */
  readonly sameSeed: CaseCount;
  /** Answers to one case under different seeds. */
  readonly otherSeed: CaseCount;
}

export interface DeterminismQuery {
  readonly seedPolicy: "derived" | "fixed" | "none";
  /** Position of the variant that each variant repeats under the same seeds; -1 where it repeats none. */
  readonly twinOf: readonly number[];
}

const MOST_EXAMPLES = 5;

/**
 * The number of cases with identical answers, by whether they shared the seed. No distances, since only
 * hashes are known.
 */
export function determinism(cells: Cells, { seedPolicy, twinOf }: DeterminismQuery): readonly VariantDeterminism[] {
  return cells.variants.map((_, variant) => {
    const twin = seedPolicy === "none" ? -1 : (twinOf[variant] ?? -1);
    const repeats = countCases(cells, (position) =>
      Array.from({ length: cells.repeats - 1 }, (__, place) => [
        cellAt(cells, [position, 0, variant]),
        cellAt(cells, [position, place + 1, variant]),
      ]),
    );
    const twins = countCases(cells, (position) =>
      twin < 0
        ? []
        : Array.from({ length: cells.repeats }, (__, repeat) => [
            cellAt(cells, [position, repeat, twin]),
            cellAt(cells, [position, repeat, variant]),
          ]),
    );
    if (seedPolicy === "fixed") return { variant, sameSeed: repeats.cases > 0 ? repeats : twins, otherSeed: NOTHING };
    return { variant, sameSeed: twins, otherSeed: repeats };
  });
}

const NOTHING: CaseCount = { cases: 0, identical: 0, examples: [] };

type Pair = readonly number[];

function countCases(cells: Cells, pairsOf: (position: number) => readonly Pair[]): CaseCount {
  let [cases, identical] = [0, 0];
  const examples: [number, number][] = [];
  for (let position = 0; position < cells.caseIds.length; position++) {
    const pairs = pairsOf(position).filter((pair) => pair.every((cell) => cells.answer[cell] !== 0));
    if (pairs.length === 0) continue;
    cases++;
    const differing = pairs.find(([left, right]) => cells.answer[left!] !== cells.answer[right!]);
    if (differing === undefined) identical++;
    else if (examples.length < MOST_EXAMPLES) examples.push([differing[0]!, differing[1]!]);
  }
  return { cases, identical, examples };
}

const Z_OF_95_PERCENT = 1.959963984540054;

/** Share of identical cases with Wilson's 95 % interval, for one case or more. */
export function identicalShare({ cases, identical }: CaseCount): {
  readonly estimate: number;
  readonly lo: number;
  readonly hi: number;
} {
  const estimate = identical / cases;
  // The constant keeps the functions that compute a quantile, 2 kB, out of the page.
  return { estimate, ...wilsonEnds(estimate, cases, Z_OF_95_PERCENT) };
}
