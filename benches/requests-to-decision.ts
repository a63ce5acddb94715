/**
 * Number of requests needed to detect a difference of 5 points with 80 % power and 5 % error, by design: fixed number of
 * cases unpaired (a comparison of two standard errors), fixed and paired, sequential, sequential with a futility bound, and
 * paired with a past run as covariate, and that at declared looks. Power and error are simulated. With a folder of recorded answers (gsm8k/test.jsonl,
 * zeroeval/gsm), the designs also run on cases drawn from it with replacement. `benches/pruning.ts` measures pruning.
 *
 *   node benches/requests-to-decision.ts [data sets a cell] [folder of recorded answers]
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { numeric } from "../packages/scorer/src/index.ts";
import {
  RandomStream,
  compareBinaryPairs,
  covariateAdjusted,
  declaredLooks,
  mcnemarSampleSize,
  normPpf,
  normSf,
  SequentialTest,
  spendingDesign,
} from "../packages/stats/src/index.ts";

const DATA_SETS = Number(process.argv[2] ?? 1000);
const DATA = process.argv[3];
const DETECT = 0.05;
const Z = normPpf(0.975) + normPpf(0.8);

/** Draws whether A and B pass a case, and the past run's value of the difference. */
type Draw = (stream: RandomStream) => { readonly a: number; readonly b: number; readonly past: number };

interface World {
  readonly name: string;
  readonly rates: readonly [a: number, b: number];
  readonly discordance: number;
  /** The difference that all designs plan for. */
  readonly planned: number;
  readonly draw: Draw;
  /** Share of the variance that the past run saves; 0 without one. */
  readonly saved: number;
}

interface Design {
  readonly name: string;
  /** Requests, and whether a difference was claimed. */
  readonly run: (stream: RandomStream) => { readonly requests: number; readonly isClaimed: boolean };
}

function designsOf({ rates: [p, q], discordance, planned, draw, saved }: World): readonly Design[] {
  const unpaired = Math.ceil((Z ** 2 * (p * (1 - p) + q * (1 - q))) / planned ** 2);
  const paired = Math.ceil(mcnemarSampleSize({ discordant: discordance, delta: planned, alpha: 0.05, power: 0.8 }).n!);
  const isClaim = ({ verdict }: { verdict: { verdict: string } }): boolean =>
    verdict.verdict === "better" || verdict.verdict === "worse";
  const sequential = (detect: number | null): Design["run"] => {
    const plannedN = Math.ceil(paired * (detect === null ? 1.13 : 1.14));
    const looks = declaredLooks(plannedN);
    const spending = { looks, ...spendingDesign({ times: looks.map((cases) => cases / plannedN), alpha: 0.05 }) };
    return (stream) => {
      const tally = new SequentialTest();
      for (let n = 1; n <= plannedN; n++) {
        const { a, b } = draw(stream);
        tally.add(a, b);
        if (!looks.includes(n)) continue;
        const look = tally.look({ plannedN, spending });
        if (isClaim(look)) return { requests: 2 * n, isClaimed: true };
        if (detect !== null && Math.abs(look.estimate!) + 2 * look.se! < detect)
          return { requests: 2 * n, isClaimed: false };
      }
      return { requests: 2 * plannedN, isClaimed: false };
    };
  };
  /** Declared looks at a difference that a past run of the pair on many more cases corrects. */
  const adjustedLooks = (detect: number | null): Design["run"] => {
    const plannedN = Math.ceil(paired * (1 - saved) * (detect === null ? 1.13 : 1.14));
    const looks = declaredLooks(plannedN).filter((cases) => cases >= 50);
    const { levels } = spendingDesign({ times: looks.map((cases) => cases / plannedN), alpha: 0.05 });
    return (stream) => {
      const run = Array.from({ length: plannedN }, () => draw(stream));
      const unasked = Array.from({ length: 9 * plannedN }, () => [draw(stream).past]);
      for (const [place, n] of looks.entries()) {
        const { estimate, se, lo, hi } = covariateAdjusted({
          d: run.slice(0, n).map(({ a, b }) => b - a),
          x: run.slice(0, n).map(({ past }) => [past]),
          rest: [...run.slice(n).map(({ past }) => [past]), ...unasked],
          conf: 1 - levels[place]!,
          label: `requests|${n}`,
        });
        if (lo! > 0 || hi! < 0) return { requests: 2 * n, isClaimed: true };
        if (detect !== null && Math.abs(estimate!) + 2 * se! < detect) return { requests: 2 * n, isClaimed: false };
      }
      return { requests: 2 * plannedN, isClaimed: false };
    };
  };
  return [
    {
      name: "fixed, unpaired",
      run(stream) {
        let [left, right] = [0, 0];
        for (let n = 0; n < unpaired; n++) {
          left += draw(stream).a;
          right += draw(stream).b;
        }
        const [rateA, rateB] = [left / unpaired, right / unpaired];
        const se = Math.sqrt((rateA * (1 - rateA) + rateB * (1 - rateB)) / unpaired);
        return { requests: 2 * unpaired, isClaimed: 2 * normSf(Math.abs(rateB - rateA) / se) <= 0.05 };
      },
    },
    {
      name: "fixed, paired",
      run(stream) {
        const pairs = Array.from({ length: paired }, () => draw(stream));
        const compared = compareBinaryPairs({ a: pairs.map(({ a }) => a), b: pairs.map(({ b }) => b) });
        return { requests: 2 * paired, isClaimed: isClaim(compared) };
      },
    },
    { name: "sequential", run: sequential(null) },
    { name: "sequential, --detect", run: sequential(planned) },
    ...(saved === 0
      ? []
      : [
          {
            name: "paired, past run of the pair",
            run(stream: RandomStream) {
              const cases = Math.ceil(paired * (1 - saved));
              const all = Array.from({ length: cases * 10 }, () => draw(stream));
              const run = all.slice(0, cases);
              const { lo, hi } = covariateAdjusted({
                d: run.map(({ a, b }) => b - a),
                x: run.map(({ past }) => [past]),
                rest: all.slice(cases).map(({ past }) => [past]),
                label: "requests",
              });
              return { requests: 2 * cases, isClaimed: lo! > 0 || hi! < 0 };
            },
          },
          { name: "the same, sequential", run: adjustedLooks(null) },
          { name: "the same, --detect", run: adjustedLooks(planned) },
        ]),
  ];
}

/** 80 against 85 % (or no difference), 15 % of the cases discordant. */
function simulatedWorld(difference: number, agreement: number): World {
  const [lost, gained] = [0.075 - difference / 2, 0.075 + difference / 2];
  const pair = (stream: RandomStream): readonly [number, number] => {
    const luck = stream.nextDouble();
    return luck < lost ? [1, 0] : luck < lost + gained ? [0, 1] : luck < 0.9 ? [1, 1] : [0, 0];
  };
  return {
    name: `simulated, ${(100 * difference).toFixed(0)} points, 15 % discordant`,
    rates: [0.8, 0.85],
    discordance: 0.15,
    planned: DETECT,
    saved: 0.29,
    draw(stream) {
      const [a, b] = pair(stream);
      const [c, d] = pair(stream);
      return { a, b, past: stream.nextDouble() < agreement ? b - a : d - c };
    },
  };
}

/** Pairs of recorded models that differ by about 5 points, cases drawn with replacement. */
async function recordedWorlds(folder: string): Promise<readonly World[]> {
  const answers = join(folder, "zeroeval", "gsm");
  const cases = readFileSync(join(folder, "gsm8k", "test.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const scorer = numeric({ expected: "{{answer}}" });
  const passes: { readonly name: string; readonly passes: readonly number[] }[] = [];
  for (const file of readdirSync(answers)
    .filter((name) => name.endsWith(".jsonl.gz"))
    .toSorted()
    .slice(0, 16)) {
    const lines = gunzipSync(readFileSync(join(answers, file)))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    const outputs = new Map(
      lines.map((line) => {
        const { id, output } = JSON.parse(line) as {
          id: string;
          output: string | readonly string[];
        };
        return [id, typeof output === "string" ? output : (output[0] ?? "")] as const;
      }),
    );
    const found = await Promise.all(
      cases.map(async (line, place) => {
        const vars = JSON.parse(line) as Record<string, unknown>;
        const id = `gsm8k-main-test-#${place}`;
        const answer = { output: outputs.get(id) ?? "", case: { id, vars } } as Parameters<typeof scorer.score>[0];
        return (await scorer.score(answer))?.value ?? 0;
      }),
    );
    passes.push({ name: file.replace(".jsonl.gz", ""), passes: found });
  }
  const rate = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = (difference: number): number => Math.abs(difference - DETECT);
  const pairs = passes.flatMap((one, place) => passes.slice(place + 1).map((other) => [one, other] as const));
  return pairs
    .map(
      ([one, other]) => (rate(one.passes) < rate(other.passes) ? [one, other] : [other, one]) as (typeof pairs)[number],
    )
    .toSorted(([a, b], [c, d]) => off(rate(b.passes) - rate(a.passes)) - off(rate(d.passes) - rate(c.passes)))
    .filter(([a, b]) => rate(b.passes) - rate(a.passes) >= 0.02)
    .slice(0, 3)
    .map(([a, b]): World => {
      const discordant = a.passes.filter((value, place) => value !== b.passes[place]).length / cases.length;
      return {
        name: `${a.name} against ${b.name}, ${(100 * (rate(b.passes) - rate(a.passes))).toFixed(1)} points, ${(100 * discordant).toFixed(0)} % discordant`,
        rates: [rate(a.passes), rate(b.passes)],
        discordance: discordant,
        planned: rate(b.passes) - rate(a.passes),
        saved: 0,
        draw(stream) {
          const place = stream.nextBelow(cases.length);
          return { a: a.passes[place]!, b: b.passes[place]!, past: 0 };
        },
      };
    });
}

function printed(world: World): void {
  console.log(`\n${world.name}`);
  let first = 0;
  for (const { name, run } of designsOf(world)) {
    const stream = new RandomStream(`requests|${world.name}|${name}`);
    let [requests, claims] = [0, 0];
    for (let set = 0; set < DATA_SETS; set++) {
      const found = run(stream);
      requests += found.requests / DATA_SETS;
      if (found.isClaimed) claims++;
    }
    first ||= requests;
    const share = `${((100 * claims) / DATA_SETS).toFixed(1)} %`;
    console.log(
      `  ${name.padEnd(30)}${requests.toFixed(0).padStart(7)} requests${(requests / first).toFixed(2).padStart(7)}  claimed in ${share}`,
    );
  }
}

printed(simulatedWorld(DETECT, 0.6));
printed(simulatedWorld(0, 0.6));
if (DATA === undefined || !existsSync(join(DATA, "zeroeval"))) console.log("\nno folder of recorded answers: left out");
else for (const world of await recordedWorlds(DATA)) printed(world);
