/**
 * The study of slices: the chance of any false verdict in a family, and size and power of the test of interaction.
 * Fixed streams. Ends with exit code 1 where a family errs in more than 5 % (plus Monte-Carlo error).
 *
 *   node benches/slice-errors.ts [data sets a cell]
 */
import {
  RandomStream,
  adjustComparisons,
  compareBinaryPairs,
  comparePairedScores,
  sliceInteraction,
} from "../packages/stats/src/index.ts";
import { normal } from "./coverage-scenarios.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);
const ALPHA = 0.05;
const SIZES = [80, 50, 36, 20, 14];

type Draw = (stream: RandomStream) => number;

interface Family {
  readonly name: string;
  readonly sizes: readonly number[];
  /** Draws a difference of the slice. */
  readonly draw: (slice: number) => Draw;
  readonly isBinary?: boolean;
  /** Whether some slice differs from the others: then the share of rejections is power. */
  readonly hasInteraction?: boolean;
  /** Whether all means are 0: then any verdict is false. */
  readonly isNull?: boolean;
}

const pair =
  (lost: number, gained: number): Draw =>
  (stream) => {
    const luck = stream.nextDouble();
    return luck < lost ? -1 : luck < lost + gained ? 1 : 0;
  };
const discordances = [0.04, 0.1, 0.2, 0.4, 0.6];
const steps =
  (share: number): Draw =>
  (stream) =>
    stream.nextDouble() < share ? ((1 + stream.nextBelow(3)) / 4) * stream.nextSign() : 0;
const spread = [0.02, 0.05, 0.1, 0.2];

const FAMILIES: readonly Family[] = [
  { name: "5 slices, equal discordance", sizes: SIZES, draw: () => pair(0.1, 0.1), isBinary: true, isNull: true },
  {
    name: "5 slices, discordance 4 to 60 %, largest in the smallest slice",
    sizes: SIZES,
    draw: (slice) => pair(discordances[slice]! / 2, discordances[slice]! / 2),
    isBinary: true,
    isNull: true,
  },
  {
    name: "the same, largest in the largest slice",
    sizes: SIZES,
    draw: (slice) => pair(discordances[4 - slice]! / 2, discordances[4 - slice]! / 2),
    isBinary: true,
    isNull: true,
  },
  { name: "5 slices, all +10 points", sizes: SIZES, draw: () => pair(0.05, 0.15), isBinary: true },
  {
    name: "20 slices of 10 cases",
    sizes: Array<number>(20).fill(10),
    draw: () => pair(0.1, 0.1),
    isBinary: true,
    isNull: true,
  },
  {
    name: "4 slices of 40, spread differs tenfold",
    sizes: [40, 40, 40, 40],
    draw: (slice) => (stream) => Math.max(-1, Math.min(1, spread[slice]! * normal(stream))),
    isNull: true,
  },
  {
    name: "6 slices of 20 to 40, scores in steps of 0.25",
    sizes: [20, 24, 28, 32, 36, 40],
    draw: () => steps(0.4),
    isNull: true,
  },
  {
    name: "5 slices, skewed (10 % gain 0.9, 90 % lose 0.1)",
    sizes: SIZES,
    draw: () => (stream) => (stream.nextDouble() < 0.1 ? 0.9 : -0.1),
    isNull: true,
  },
  {
    name: "one slice of 36 goes from +10 to -20 points",
    sizes: SIZES,
    draw: (slice) => (slice === 2 ? pair(0.25, 0.05) : pair(0.05, 0.15)),
    isBinary: true,
    hasInteraction: true,
  },
];

function isFalse(slices: readonly Float64Array[], { isBinary = false }: Family, label: string): boolean {
  const compared = slices.map((d) => {
    if (!isBinary) return comparePairedScores({ d }, { range: 1, label });
    const count = (value: number): number => d.reduce((sum, each) => sum + (each === value ? 1 : 0), 0);
    return compareBinaryPairs({ a: count(0), b: count(-1), c: count(1), d: 0 });
  });
  return adjustComparisons(compared).some(({ verdict: { verdict } }) => verdict === "better" || verdict === "worse");
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`.padStart(9);
const highest = ALPHA + 2.5 * Math.sqrt((ALPHA * (1 - ALPHA)) / DATA_SETS);
const failures: string[] = [];
console.log(`any false verdict | interaction found at 5 %; ${DATA_SETS} data sets a cell`);
for (const family of FAMILIES) {
  const stream = new RandomStream(`slice-errors|${family.name}`);
  const number = family.sizes.flatMap((size, slice) => Array<number>(size).fill(slice));
  let [errors, found] = [0, 0];
  for (let set = 0; set < DATA_SETS; set++) {
    const label = `slice-errors|${family.name}|${set}`;
    const slices = family.sizes.map((size, slice) =>
      Float64Array.from({ length: size }, () => family.draw(slice)(stream)),
    );
    if (family.isNull && isFalse(slices, family, label)) errors++;
    const d = slices.flatMap((slice) => [...slice]);
    if ((sliceInteraction({ d, slice: number, label }).p ?? 1) <= ALPHA) found++;
  }
  const shares = [family.isNull ? errors / DATA_SETS : NaN, found / DATA_SETS] as const;
  const any = family.isNull ? percent(shares[0]) : "–".padStart(9);
  console.log(`${family.name.padEnd(64)}${any} |${percent(shares[1])}${family.hasInteraction ? "  (power)" : ""}`);
  if (family.isNull && shares[0] > highest) failures.push(family.name);
}
if (failures.length > 0) {
  console.error(`\nany false verdict in more than 5 %:\n${failures.join("\n")}`);
  process.exitCode = 1;
}
