/**
 * Group-sequential designs at 80 % power, two-sided 5 %, 20 looks: the planned size and the mean size as shares of the fixed
 * one, for spending exponents (rho) and futility bounds (errors: a run ends when the planned difference lies that many
 * standard errors above the estimate), and the least mean that any test can have (dynamic programming, binding).
 *
 *   node benches/sequential-designs.ts
 */
import { normPpf, spendingDesign } from "../packages/stats/src/index.ts";

const LOOKS = 20;
const POWER = 0.8;
const FIXED = normPpf(0.975) + normPpf(POWER);
const TIMES = Array.from({ length: LOOKS }, (_, look) => (look + 1) / LOOKS);
const STEP = 1 / LOOKS;
const SD = Math.sqrt(STEP);

const density = (x: number): number => Math.exp((-x * x) / (2 * STEP)) / (SD * Math.sqrt(2 * Math.PI));

interface Course {
  readonly rejected: number;
  readonly mean: number;
}

/** Brownian motion with drift that ends beyond `upper` (a rejection) or inside `inner` (futility), by look. */
function course(drift: number, { upper, inner }: { upper: readonly number[]; inner: readonly number[] }): Course {
  const points = 301;
  let before = { x: [0], mass: [1] };
  let [rejected, mean, alive] = [0, 0, 1];
  for (const [look, time] of TIMES.entries()) {
    const end = upper[look]! * Math.sqrt(time);
    const width = (2 * end) / (points - 1);
    const after = { x: [] as number[], mass: [] as number[] };
    let [inside, futile] = [0, 0];
    for (let index = 0; index < points; index++) {
      const x = -end + width * index;
      let sum = 0;
      for (const [from, mass] of before.mass.entries()) sum += mass * density(x - before.x[from]! - drift * STEP);
      const mass = sum * width * (index === 0 || index === points - 1 ? 0.5 : 1);
      inside += mass;
      if (look < LOOKS - 1 && Math.abs(x) < inner[look]! * Math.sqrt(time)) futile += mass;
      else {
        after.x.push(x);
        after.mass.push(mass);
      }
    }
    rejected += alive - inside;
    mean += time * (look === LOOKS - 1 ? alive : alive - inside + futile);
    alive = inside - futile;
    before = after;
  }
  return { rejected, mean };
}

function boundsOf(upper: readonly number[], { errors, size }: { errors: number; size: number }) {
  const drift = FIXED * Math.sqrt(size);
  const inner = TIMES.map((time, look) => Math.min(Math.max(0, drift * Math.sqrt(time) - errors), upper[look]! - 0.01));
  return { drift, bounds: { upper, inner } };
}

console.log("rho  errors   planned   mean at the difference   mean without one   error");
for (const rho of [1, 1.5, 2, 3]) {
  const upper = spendingDesign({ times: TIMES, alpha: 0.05, rho }).bounds;
  for (const errors of [Infinity, 2.5, 2.25, 2, 1.75]) {
    let [low, high] = [1, 2];
    for (let round = 0; round < 12; round++) {
      const size = (low + high) / 2;
      const { drift, bounds } = boundsOf(upper, { errors, size });
      if (course(drift, bounds).rejected < POWER) low = size;
      else high = size;
    }
    const { drift, bounds } = boundsOf(upper, { errors, size: high });
    const [there, none] = [course(drift, bounds), course(0, bounds)];
    const cells = [high, high * there.mean, high * none.mean, none.rejected].map((value) =>
      value.toFixed(3).padStart(12),
    );
    console.log(`${String(rho).padEnd(5)}${String(errors).padEnd(8)}${cells.join("")}`);
  }
}

const GRID = { from: -3, to: 5, points: 241 };
const WIDTH = (GRID.to - GRID.from) / (GRID.points - 1);
const X = Array.from({ length: GRID.points }, (_, index) => GRID.from + WIDTH * index);
const REACH = Math.ceil((6 * SD) / WIDTH);
const KERNEL = Array.from({ length: 2 * REACH + 1 }, (_, at) => density((at - REACH) * WIDTH) * WIDTH);

type Action = "go on" | "reject" | "accept";

/**
 * The test with the least mean size under the difference, for prices of the two errors: the action at each
 * look and point.
 */
function optimalActions(size: number, prices: { readonly falseClaim: number; readonly miss: number }): Action[][] {
  const drift = FIXED * Math.sqrt(size);
  const actions: Action[][] = [];
  let value: number[] = [];
  for (let look = LOOKS - 1; look >= 0; look--) {
    const next = value;
    actions[look] = [];
    value = X.map((x, index) => {
      const ratio = Math.exp(drift * x - (drift ** 2 * TIMES[look]!) / 2);
      let [least, action]: [number, Action] = [prices.falseClaim, "reject"];
      if (prices.miss * ratio < least) [least, action] = [prices.miss * ratio, "accept"];
      if (look < LOOKS - 1) {
        const going = KERNEL.reduce(
          (sum, weight, at) => sum + weight * next[Math.min(GRID.points - 1, Math.max(0, index + at - REACH))]!,
          STEP * size * ratio,
        );
        if (going < least) [least, action] = [going, "go on"];
      }
      actions[look]!.push(action);
      return least;
    });
  }
  return actions;
}

function courseOf(actions: readonly (readonly Action[])[], drift: number): Course {
  let mass = X.map((x) => density(x - drift * STEP) * WIDTH);
  let [rejected, mean] = [0, 0];
  for (const [look, time] of TIMES.entries()) {
    if (look > 0) {
      mass = X.map((x) => X.reduce((sum, from, at) => sum + mass[at]! * density(x - from - drift * STEP) * WIDTH, 0));
    }
    mass = mass.map((here, index) => {
      const action = actions[look]![index]!;
      if (action === "go on") return here;
      mean += here * time;
      if (action === "reject") rejected += here;
      return 0;
    });
  }
  return { rejected, mean };
}

console.log("\nleast mean of any test at the difference, by planned size");
for (const size of [1.05, 1.1, 1.15]) {
  const drift = FIXED * Math.sqrt(size);
  let prices = { falseClaim: 20, miss: 2 };
  let [none, there]: Course[] = [];
  for (let round = 0; round < 40; round++) {
    const actions = optimalActions(size, prices);
    [none, there] = [courseOf(actions, 0), courseOf(actions, drift)];
    const [tooMany, tooFew] = [none.rejected / 0.025, (1 - there.rejected) / (1 - POWER)];
    if (Math.abs(tooMany - 1) < 0.01 && Math.abs(tooFew - 1) < 0.01) break;
    prices = { falseClaim: prices.falseClaim * tooMany ** 0.7, miss: prices.miss * tooFew ** 0.7 };
  }
  const [mean, power] = [size * there!.mean, there!.rejected];
  console.log(`${size}: ${mean.toFixed(3)} (error ${none!.rejected.toFixed(4)} one-sided, power ${power.toFixed(3)})`);
}
