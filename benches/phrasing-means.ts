/**
 * The study of one mean over phrasings: how often its 95 % interval contains the true mean. Each data set draws
 * both cases and phrasings. Fixed streams. Ends with exit code 1 where a cell is covered in less than 91 % (plus
 * Monte-Carlo error), unless it is known to fail.
 *
 *   node benches/phrasing-means.ts [data sets a cell]
 */
import { phrasingSpread, RandomStream } from "../packages/stats/src/index.ts";
import { normal } from "./coverage-scenarios.ts";

const DATA_SETS = Number(process.argv[2] ?? 4000);
const PHRASINGS = [4, 6, 10];
const CASES = [20, 50, 200];
const AIM = 0.91;
/** Number of draws for the true mean where no formula exists. */
const MANY = 400_000;

interface Scenario {
  readonly name: string;
  readonly truth: number;
  /** Scores by phrasing, then case. */
  readonly draw: (shape: { phrasings: number; cases: number; stream: RandomStream }) => Float64Array[];
  /** The interval is known to fail here, as the docs say. */
  readonly fails?: true;
}

const chance = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Answers that depend only on the pass rate. */
function independent(rate: number): Scenario {
  return {
    name: `independent answers, ${100 * rate} % pass`,
    truth: rate,
    draw: ({ phrasings, cases, stream }) =>
      Array.from({ length: phrasings }, () =>
        Float64Array.from({ length: cases }, () => (stream.nextDouble() < rate ? 1 : 0)),
      ),
  };
}

/** Cases and phrasings move the log-odds. */
function moved(ability: number, spread: number): Scenario {
  const stream = new RandomStream(`phrasing-means/truth|${ability}|${spread}`);
  let sum = 0;
  for (let draw = 0; draw < MANY; draw++) sum += chance(ability + 1.2 * normal(stream) + spread * normal(stream));
  return {
    name: `pass or fail, ${Math.round((100 * sum) / MANY)} % pass, phrasings with sd ${spread} in log-odds`,
    truth: sum / MANY,
    draw({ phrasings, cases, stream: own }) {
      const hard = Float64Array.from({ length: cases }, () => 1.2 * normal(own));
      return Array.from({ length: phrasings }, () => {
        const effect = spread * normal(own);
        return hard.map((one) => (own.nextDouble() < chance(ability + effect + one) ? 1 : 0));
      });
    },
  };
}

/** A case passes or fails under all phrasings, but for 2 % of the answers. */
function decided(rate: number): Scenario {
  const turned = 0.02;
  return {
    name: `cases decide, ${100 * rate} % pass, 2 % of the answers are turned`,
    truth: rate * (1 - turned) + (1 - rate) * turned,
    fails: true,
    draw({ phrasings, cases, stream }) {
      const passes = Float64Array.from({ length: cases }, () => (stream.nextDouble() < rate ? 1 : 0));
      return Array.from({ length: phrasings }, () =>
        passes.map((one) => (stream.nextDouble() < turned ? 1 - one : one)),
      );
    },
  };
}

const SCENARIOS: readonly Scenario[] = [
  independent(0.8),
  independent(0.99),
  moved(0.8, 0.5),
  moved(0.8, 1),
  moved(3, 0.5),
  decided(0.8),
  decided(0.9),
  decided(0.95),
  decided(0.97),
];

function covered({ draw, truth }: Scenario, shape: { phrasings: number; cases: number; stream: RandomStream }): number {
  let held = 0;
  for (let set = 0; set < DATA_SETS; set++) {
    const { interval } = phrasingSpread(draw(shape), { range: 1 });
    if (interval !== null && interval.lo - 1e-12 <= truth && truth <= interval.hi + 1e-12) held++;
  }
  return held / DATA_SETS;
}

const slack = 3 * Math.sqrt((AIM * (1 - AIM)) / DATA_SETS);
for (const scenario of SCENARIOS) {
  console.log(scenario.name);
  for (const phrasings of PHRASINGS) {
    const cells = CASES.map((cases) => {
      const stream = new RandomStream(`phrasing-means|${scenario.name}|${phrasings}|${cases}`);
      const share = covered(scenario, { phrasings, cases, stream });
      const isBad = share < AIM - slack;
      if (isBad && scenario.fails !== true) process.exitCode = 1;
      return `n = ${cases}: ${(100 * share).toFixed(1)}${isBad ? " *" : ""}`;
    });
    console.log(`  ${phrasings} phrasings  ${cells.join("  ")}`);
  }
}
