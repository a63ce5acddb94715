/**
 * 1,000,000 paired cases from rows to a comparison: time and memory of ComparisonBuilder. Ends with exit code 1
 * where it takes 5 s of CPU time or 400 MB or more: CPU time hardly depends on the machine's other load. The rows
 * are made one by one, as if read from the store, and are not counted.
 *
 *   node benches/compare-million.ts [cases] [scores] [any-order] [slices]
 *
 * `scores`: values between 0 and 1 instead of passes and failures; `any-order`: cases are looked up by their ids;
 * `slices`: also by three keys of 20 values.
 */
import type { Manifest, Row } from "../packages/core/src/index.ts";
import { ComparisonBuilder } from "../packages/analysis/src/index.ts";
import { RandomStream } from "../packages/stats/src/index.ts";

const CASES = Number(process.argv[2] ?? 1_000_000);
const HAS_SCORES = process.argv.includes("scores");
const SLICES = process.argv.includes("slices") ? ["category", "language", "source"] : [];
const IS_TABLE_ORDER = !process.argv.includes("any-order");
const [MOST_SECONDS, MOST_MEGABYTES] = [5, 400];

const variants: Manifest["variants"] = ["a", "b"].map((prompt) => ({
  id: `${prompt}/m`,
  prompt,
  model: "m",
  identity: {},
  params: {},
  hash: "0",
}));
const MEGABYTE = 2 ** 20;

function* rows(): Generator<Row> {
  const stream = new RandomStream("bench|compare-million");
  for (let number = 0; number < CASES; number++) {
    const difficulty = stream.nextDouble();
    const metadata = Object.fromEntries(SLICES.map((key) => [key, `${key}-${stream.nextBelow(20)}`]));
    for (const [place, { id, prompt, model }] of variants.entries()) {
      const draw = stream.nextDouble();
      const value = HAS_SCORES ? draw : draw < (difficulty < 0.5 ? 0.9 : 0.4 + 0.001 * place) ? 1 : 0;
      yield {
        trial: {
          index: 2 * number + place,
          order: 2 * number + place,
          case: { id: `case-${number}`, vars: {}, ...(SLICES.length > 0 && { metadata }) },
          repeat: 0,
          variant: id,
          prompt,
          model,
          seed: number,
        },
        outcome: {
          status: "completed",
          text: "42",
          finishReason: "stop",
          systemFingerprint: "fp_1",
          modelVersion: "m-1",
          usage: null,
          costUsd: null,
          ttftMs: null,
          cached: false,
          latencyMs: 1,
          attempts: 1,
          startedAt: "2026-01-01T00:00:00.000Z",
        },
        scores: { numeric: { value } },
      };
    }
  }
}

/** The cost of a stage, in seconds. */
interface Stage {
  readonly seconds: number;
  readonly cpu: number;
}
const now = (): Stage => {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1000, cpu: (user + system) / 1e6 };
};
const since = (from: Stage, to: Stage, without: Stage = { seconds: 0, cpu: 0 }): Stage => ({
  seconds: to.seconds - from.seconds - without.seconds,
  cpu: to.cpu - from.cpu - without.cpu,
});

const start = now();
let ofRows = 0;
for (const row of rows()) ofRows += row.trial.index;
const making = since(start, now());

const builder = new ComparisonBuilder(variants, ["score"], {
  manifest: { repeats: 1, seed: 1 },
  isTableOrder: IS_TABLE_ORDER,
  slices: SLICES,
});
const begun = now();
for (const row of rows()) builder.add(row);
const gathered = now();
const [comparison] = builder.compare({ baseline: "a/m" });
const compared = now();
const factors = builder.factors({ baseline: "a/m" });
const effects = now();
const slices = builder.slices({ baseline: "a/m" }, [comparison!]);
const ended = now();

const total = since(begun, ended, making);
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(
  `${CASES.toLocaleString("en")} pairs, ${comparison!.verdict}, difference ${comparison!.result.estimate}, ${factors.length} effects, ${ofRows > 0 ? "rows read" : "no rows"}`,
);
console.table({
  "make rows (not counted)": making,
  "gather rows": since(begun, gathered, making),
  compare: since(gathered, compared),
  factors: since(compared, effects),
  slices: { ...since(effects, ended), comparisons: slices?.comparisons.length ?? 0 },
  total,
});
console.log(
  `memory: ${megabytes.toFixed(0)} MB at most, ${(process.memoryUsage().rss / MEGABYTE).toFixed(0)} MB at the end`,
);
if (total.cpu >= MOST_SECONDS || megabytes >= MOST_MEGABYTES) {
  console.error(`missed: under ${MOST_SECONDS} s of CPU time and ${MOST_MEGABYTES} MB was asked`);
  process.exitCode = 1;
}
