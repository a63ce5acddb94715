/**
 * What `--prune` errs and saves: the chance that the best variant is dropped at any look, the size of the set that is left,
 * and the requests, as a share of all variants on all cases. Pass or fail, half of a case's luck shared. Fixed streams.
 *
 *   node benches/pruning.ts [data sets a cell] [part of a cell's name]
 */
import { rowOf, variant } from "../packages/analysis/src/testing/sample-run.ts";
import { PruneWatch } from "../packages/analysis/src/index.ts";
import { RandomStream, declaredLooks } from "../packages/stats/src/index.ts";

const DATA_SETS = Number(process.argv[2] ?? 1000);
const ONLY = process.argv[3] ?? "";
const ALPHA = 0.05;

const CELLS: readonly { readonly name: string; readonly cases: number; readonly rates: readonly number[] }[] = [
  { name: "4 alike at 70 %", cases: 200, rates: [0.7, 0.7, 0.7, 0.7] },
  { name: "16 alike at 70 %", cases: 200, rates: Array<number>(16).fill(0.7) },
  { name: "72, 70, 70, 50 %", cases: 200, rates: [0.72, 0.7, 0.7, 0.5] },
  { name: "80, 70, 65, 50 %", cases: 400, rates: [0.8, 0.7, 0.65, 0.5] },
  {
    name: "75 % and 15 at 50 to 70 %",
    cases: 400,
    rates: [0.75, ...Array.from({ length: 15 }, (_, at) => 0.5 + at / 75)],
  },
  { name: "98, 98, 97, 90 %", cases: 200, rates: [0.98, 0.98, 0.97, 0.9] },
];

let isWithin = true;
console.log(`the best is dropped | mean size of the set | requests of all; ${DATA_SETS} runs a cell`);
for (const { name, cases, rates } of CELLS.filter((cell) => cell.name.includes(ONLY))) {
  const looks = [...declaredLooks(cases)];
  const variants = rates.map((_, position) => variant(`p${position}`));
  const sequential = { metric: "score", alpha: ALPHA, plannedCases: cases, looks, prune: true as const };
  const run = { variants, baseline: "p0/m", repeats: 1, margin: null };
  const stream = new RandomStream(`pruning|${name}`);
  let [lost, left, requests] = [0, 0, 0];
  for (let set = 0; set < DATA_SETS; set++) {
    const watch = new PruneWatch({ ...run, sequential: { ...sequential, method: null, stoppedAt: null } });
    for (let place = 0; place < cases && !watch.isEnded; place++) {
      const shared = stream.nextDouble();
      for (const [position, rate] of rates.entries()) {
        const luck = stream.nextDouble() < 0.5 ? shared : stream.nextDouble();
        const row = rowOf({
          index: place * rates.length + position,
          prompt: `p${position}`,
          score: luck < rate ? 1 : 0,
        });
        if (watch.isPruned(row.trial)) continue;
        requests++;
        watch.add(row);
      }
    }
    const dropped = watch.decision?.pruned ?? [];
    left += rates.length - dropped.length;
    if (dropped.some(({ variant: id }) => id === "p0/m")) lost++;
  }
  const share = lost / DATA_SETS;
  if (share > ALPHA + 2.5 * Math.sqrt((ALPHA * (1 - ALPHA)) / DATA_SETS)) isWithin = false;
  console.log(
    `${name.padEnd(28)}${(100 * share).toFixed(1).padStart(6)} %${(left / DATA_SETS).toFixed(1).padStart(8)}${((100 * requests) / (DATA_SETS * cases * rates.length)).toFixed(0).padStart(8)} %`,
  );
}
if (!isWithin) process.exitCode = 1;
