/**
 * How far the statistics are from their golden values: the worst relative error of each function over all its cases,
 * and the share of the case's tolerance that it takes up. Run: node benches/golden-errors.ts [golden.json]
 */
import { readFileSync } from "node:fs";
import * as stats from "../packages/stats/src/testing/every-function.ts";

interface GoldenCase {
  readonly id: string;
  readonly fn: string;
  readonly input: unknown;
  readonly expected: unknown;
  readonly tol: { readonly rel: number; readonly abs: number };
}
interface Worst {
  readonly id: string;
  readonly relative: number;
  readonly ofTolerance: number;
}

const file = process.argv[2] ?? new URL("../../shared/stats/golden.json", import.meta.url);
const SPECIAL = new Map<unknown, number>([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);
const { cases } = JSON.parse(readFileSync(file, "utf8"), (_, value: unknown) => SPECIAL.get(value) ?? value) as {
  cases: GoldenCase[];
};
const functions = stats as unknown as Record<string, ((input: unknown) => unknown) | undefined>;

/** Every number of `want` with the number at its place in `got`. */
function* pairs(got: unknown, want: unknown): Generator<[got: number, want: number]> {
  if (typeof want === "number") yield [typeof got === "number" ? got : NaN, want];
  else if (typeof want === "object" && want !== null) {
    for (const [key, inner] of Object.entries(want))
      yield* pairs((got as Record<string, unknown> | null)?.[key], inner);
  }
}

const worst = new Map<string, Worst>();
for (const { id, fn, input, expected, tol } of cases) {
  const run = functions[fn];
  if (run === undefined) continue; // left the package: golden.test.ts lists them
  for (const [got, want] of pairs(run(input), expected)) {
    const error = Object.is(got, want) ? 0 : Math.abs(got - want);
    const relative = error === 0 ? 0 : error / Math.abs(want);
    const ofTolerance = error === 0 ? 0 : error / (tol.abs + tol.rel * Math.abs(want));
    const before = worst.get(fn);
    if (before === undefined || ofTolerance > before.ofTolerance || Number.isNaN(ofTolerance)) {
      worst.set(fn, { id, relative, ofTolerance });
    }
  }
}

console.log(`${cases.length} cases of ${worst.size} functions`);
console.log("function                      worst relative error   of its tolerance   case");
for (const [fn, { id, relative, ofTolerance }] of [...worst].toSorted(
  ([, left], [, right]) => right.relative - left.relative,
)) {
  console.log(
    `${fn.padEnd(30)}${relative.toExponential(1).padStart(20)}${ofTolerance.toExponential(1).padStart(19)}   ${id}`,
  );
}
const missed = [...worst.values()].filter(({ ofTolerance }) => !(ofTolerance <= 1)).length;
console.log(missed === 0 ? "all within tolerance" : `${missed} functions miss a golden value`);
process.exitCode = missed === 0 ? 0 : 1;
