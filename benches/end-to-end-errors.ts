/**
 * Runs benchmarks on simulated models with known truth: how often a verdict claims a false difference, how often a
 * run of the planned size detects 5 points, and how often a sequential run errs at any look. Prints tables and
 * ends with exit code 1 where a claim is wrong more often than 5 % (plus 2.5 standard errors of so many
 * benchmarks) or the power is below 78 %.
 *
 *   node benches/end-to-end-errors.ts [benchmarks] [benchmarks for the power]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchmarkDefinition, equals, type Report, runBenchmark, simulated } from "../packages/cli/src/index.ts";
import { planRun } from "../packages/pipeline/src/plan/plan-run.ts";
import { prepareBenchmark } from "../packages/pipeline/src/load/prepare-benchmark.ts";

const BENCHMARKS = Number(process.argv[2] ?? 200);
const POWER_BENCHMARKS = Number(process.argv[3] ?? 3 * BENCHMARKS);
const [MOST_ERRORS, LEAST_POWER, DIFFERENCE] = [0.05, 0.78, 0.05];
const [ABILITY, DIFFICULTY_SD] = [0.8, 1.2];

interface Setting {
  /** Settings of different numbers share no case, no seed and so no luck. */
  readonly number: number;
  readonly cases: number;
  readonly repeats?: number;
  /** Log-odds that each prompt adds; the first prompt is the baseline. */
  readonly effects: readonly number[];
  readonly seedCoupling: number;
  readonly failureRate?: number;
}

/** One of the benchmarks of a setting, with separate cases and luck. */
function benchmark(setting: Setting, which: number): BenchmarkDefinition {
  const { cases, repeats = 1, effects, seedCoupling, failureRate = 0 } = setting;
  const number = 10_000 * setting.number + which;
  const promptEffects = Object.fromEntries(effects.map((effect, place) => [`style ${place}.`, effect]));
  return {
    name: "errors",
    seed: number,
    repeats,
    cases: Array.from({ length: cases }, (_, place) => ({ id: `${number}-${place}`, vars: {}, expected: "correct" })),
    prompts: effects.map((_, place) => ({ id: `style-${place}`, text: `Answer in style ${place}.` })),
    models: [
      simulated("m", { ability: ABILITY, difficultySd: DIFFICULTY_SD, promptEffects, seedCoupling, failureRate }),
    ],
    scorers: [equals()],
  };
}

const folder = await mkdtemp(join(tmpdir(), "sameseed-bench-"));

/** The share of benchmarks of a setting with a positive answer from their report. */
async function shareOf(
  setting: Setting,
  options: { count: number; sequential?: boolean; isYes: (report: Report) => boolean },
): Promise<number> {
  let yes = 0;
  for (let number = 1; number <= options.count; number++) {
    const out = join(folder, String(number));
    const { report } = (await runBenchmark(benchmark(setting, number), {
      out,
      concurrency: 16,
      sequential: options.sequential,
    }))!;
    if (options.isYes(report)) yes++;
    await rm(out, { recursive: true });
  }
  return yes / options.count;
}

const claims = ({ comparisons }: Report): boolean =>
  comparisons.some(({ verdict }) => verdict === "better" || verdict === "worse");
const finds = ({ comparisons }: Report): boolean => comparisons[0]!.verdict === "better";
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const bound = (count: number): number => MOST_ERRORS + 2.5 * Math.sqrt((MOST_ERRORS * (1 - MOST_ERRORS)) / count);
const misses: string[] = [];

/** Mean of a function of a standard normal, by the midpoint rule. */
function normalMean(of: (z: number) => number): number {
  let [sum, weight] = [0, 0];
  for (let z = -7.995; z < 8; z += 0.01) {
    const density = Math.exp(-(z ** 2) / 2);
    sum += density * of(z);
    weight += density;
  }
  return sum / weight;
}

const passRate = (z: number, effect: number): number => 1 / (1 + Math.exp(-(ABILITY + effect - DIFFICULTY_SD * z)));
const differenceOf = (effect: number): number => normalMean((z) => passRate(z, effect) - passRate(z, 0));

/** The effect in log-odds that gives this difference in points over all cases. */
function effectFor(difference: number): number {
  let [low, high] = [0, 5];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (differenceOf(middle) < difference) low = middle;
    else high = middle;
  }
  return high;
}

/** Share of cases that one variant passes and the other does not: coupled luck leaves the difference alone. */
function discordanceOf(effect: number, seedCoupling: number): number {
  const own = normalMean(
    (z) => passRate(z, 0) * (1 - passRate(z, effect)) + passRate(z, effect) * (1 - passRate(z, 0)),
  );
  return seedCoupling * differenceOf(effect) + (1 - seedCoupling) * own;
}

const nulls: Record<string, Setting> = {
  "2 prompts, 200 cases": { number: 1, cases: 200, effects: [0, 0], seedCoupling: 0.5 },
  "2 prompts, 40 cases": { number: 2, cases: 40, effects: [0, 0], seedCoupling: 0 },
  "4 prompts, 100 cases, any claim": { number: 3, cases: 100, effects: [0, 0, 0, 0], seedCoupling: 0 },
  "2 prompts, 60 cases × 3 repeats": { number: 4, cases: 60, repeats: 3, effects: [0, 0], seedCoupling: 0.5 },
  "2 prompts, 150 cases, 5 % failed": { number: 5, cases: 150, effects: [0, 0], seedCoupling: 0, failureRate: 0.05 },
};
const falseClaims: Record<string, unknown> = {};
for (const [name, setting] of Object.entries(nulls)) {
  const share = await shareOf(setting, { count: BENCHMARKS, isYes: claims });
  falseClaims[name] = {
    benchmarks: BENCHMARKS,
    "better or worse": percent(share),
    "at most": percent(bound(BENCHMARKS)),
  };
  if (share > bound(BENCHMARKS)) misses.push(`${name}: ${percent(share)} false claims`);
}
console.log("No difference: false claims");
console.table(falseClaims);

const effect = effectFor(DIFFERENCE);
const power: Record<string, unknown> = {};
for (const seedCoupling of [0.8, 0.5]) {
  const discordance = discordanceOf(effect, seedCoupling);
  const setting = { number: seedCoupling === 0.8 ? 6 : 7, cases: 50, effects: [0, effect], seedCoupling };
  const plan = await planRun(await prepareBenchmark(benchmark(setting, 0)), { detect: DIFFERENCE, discordance });
  const cases = plan.scenarios[0]!.power[0]!.cases!;
  const share = await shareOf({ ...setting, cases }, { count: POWER_BENCHMARKS, isYes: finds });
  power[`discordance ${percent(discordance)}`] = {
    "planned cases": cases,
    benchmarks: POWER_BENCHMARKS,
    power: percent(share),
    "at least": percent(LEAST_POWER),
  };
  if (share < LEAST_POWER) misses.push(`power ${percent(share)} at ${cases} cases`);
}
console.log(`A difference of ${percent(DIFFERENCE)} at the planned number of cases: found`);
console.table(power);

const sequential: Record<string, unknown> = {};
const stops: number[] = [];
const watched = (yes: (report: Report) => boolean) => (report: Report) => {
  stops.push(report.manifest.sequential?.stoppedAt ?? report.manifest.cases.count);
  return yes(report);
};
const looks: Record<string, { setting: Setting; isNull: boolean }> = {
  "no difference, 300 cases": { setting: { number: 8, cases: 300, effects: [0, 0], seedCoupling: 0.5 }, isNull: true },
  "no difference, 3 prompts, 200 cases": {
    setting: { number: 9, cases: 200, effects: [0, 0, 0], seedCoupling: 0.5 },
    isNull: true,
  },
  "no difference, 100 cases × 2 repeats": {
    setting: { number: 10, cases: 100, repeats: 2, effects: [0, 0], seedCoupling: 0 },
    isNull: true,
  },
  "10 points, 600 cases": {
    setting: { number: 11, cases: 600, effects: [0, effectFor(0.1)], seedCoupling: 0.5 },
    isNull: false,
  },
};
for (const [name, { setting, isNull }] of Object.entries(looks)) {
  stops.length = 0;
  const share = await shareOf(setting, {
    count: BENCHMARKS,
    sequential: true,
    isYes: watched(isNull ? claims : finds),
  });
  const median = stops.toSorted((left, right) => left - right)[Math.floor(stops.length / 2)];
  sequential[name] = {
    benchmarks: BENCHMARKS,
    "better or worse": percent(share),
    "at most": isNull ? percent(bound(BENCHMARKS)) : "–",
    "median cases": median,
  };
  if (isNull && share > bound(BENCHMARKS)) misses.push(`sequential, ${name}: ${percent(share)} false claims`);
}
console.log("Sequential, looking after every case");
console.table(sequential);

await rm(folder, { recursive: true });
for (const miss of misses) console.error(`missed: ${miss}`);
if (misses.length > 0) process.exitCode = 1;
