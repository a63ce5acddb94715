/**
 * Coverage and variance saved of differences that are adjusted by past runs, with useful, useless and harmful covariates.
 * Fixed streams. Ends with exit code 1 where an interval covers less than 93.5 %.
 *
 *   node benches/covariates.ts [data sets a cell]
 */
import { RandomStream, covariateAdjusted } from "../packages/stats/src/index.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);

interface Cell {
  readonly name: string;
  /** Cases that are run, and of the past run. */
  readonly n: number;
  readonly all: number;
  /** Draws a difference with mean 0.05 and the covariates of its case. */
  readonly draw: (stream: RandomStream) => { readonly d: number; readonly x: readonly number[] };
}

const pass = (stream: RandomStream, chance: number): number => (stream.nextDouble() < chance ? 1 : 0);

/** Two models with a gain on hard cases; the past run has three other models. */
function byDifficulty(stream: RandomStream) {
  const ease = stream.nextDouble();
  const luck = stream.nextDouble();
  const d = pass(stream, ease ** 0.5) - (luck < ease ** 0.5 ? 1 : 0) + (ease < 0.1 && luck < 0.5 ? 1 : 0);
  const past = (pass(stream, ease) + pass(stream, ease) + pass(stream, ease)) / 3;
  return { d: Math.max(-1, Math.min(1, d)), x: [past, past ** 2] };
}

/** The same pair of prompts on an earlier version of the model. */
const earlier =
  (agreement: number) =>
  (stream: RandomStream): { readonly d: number; readonly x: readonly number[] } => {
    const pair = (): number => {
      const luck = stream.nextDouble();
      return luck < 0.15 ? 1 : luck < 0.25 ? -1 : 0;
    };
    const d = pair();
    return { d, x: [stream.nextDouble() < agreement ? d : pair()] };
  };

const useless = (covariates: number) => (stream: RandomStream) => ({
  d: pass(stream, 0.15) - pass(stream, 0.1),
  x: Array.from({ length: covariates }, () => stream.nextDouble()),
});

/** Rare huge values that are unrelated to the difference. */
const harmful = (stream: RandomStream) => ({
  d: pass(stream, 0.15) - pass(stream, 0.1),
  x: [stream.nextDouble() ** -0.4, stream.nextDouble() < 0.02 ? 1000 : 0, stream.nextDouble()],
});

const CELLS: readonly Cell[] = [
  { name: "difficulty by 3 past models", n: 200, all: 2000, draw: byDifficulty },
  { name: "the same pair, agrees in 60 %", n: 100, all: 1000, draw: earlier(0.6) },
  { name: "the same pair, agrees in 60 %", n: 500, all: 1000, draw: earlier(0.6) },
  { name: "the same pair, agrees in 90 %", n: 200, all: 2000, draw: earlier(0.9) },
  { name: "1 useless covariate", n: 100, all: 1000, draw: useless(1) },
  { name: "8 useless covariates", n: 100, all: 1000, draw: useless(8) },
  { name: "heavy tails, useless", n: 100, all: 1000, draw: harmful },
  { name: "heavy tails, useless", n: 50, all: 100, draw: harmful },
];

let isWithin = true;
console.log(`coverage | variance saved as estimated | variance saved as found; ${DATA_SETS} data sets a cell`);
for (const { name, n, all, draw } of CELLS) {
  const title = `${name}, ${n} of ${all}`;
  const truthStream = new RandomStream(`covariates|truth|${name}`);
  let truth = 0;
  for (let count = 0; count < 2e6; count++) truth += draw(truthStream).d / 2e6;
  const stream = new RandomStream(`covariates|${title}`);
  let [covered, saved, squares, plainSquares] = [0, 0, 0, 0];
  for (let set = 0; set < DATA_SETS; set++) {
    const cases = Array.from({ length: all }, () => draw(stream));
    const run = cases.slice(0, n);
    const d = run.map((one) => one.d);
    const rest = cases.slice(n).map(({ x }) => x);
    const found = covariateAdjusted({ d, x: run.map(({ x }) => x), rest, label: `${title}|${set}` });
    if (found.lo! <= truth && truth <= found.hi!) covered++;
    saved += found.saved! / DATA_SETS;
    squares += (found.estimate! - truth) ** 2;
    plainSquares += (d.reduce((sum, one) => sum + one, 0) / n - truth) ** 2;
  }
  const coverage = covered / DATA_SETS;
  if (coverage < 0.935) isWithin = false;
  const cells = [coverage, saved, 1 - squares / plainSquares].map((share) =>
    `${(100 * share).toFixed(1)} %`.padStart(9),
  );
  console.log(`${title.padEnd(44)}${cells.join("")}`);
}
if (!isWithin) process.exitCode = 1;
