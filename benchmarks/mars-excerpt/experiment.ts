/**
 * The experiment of OpenAI's notebook "How to make your completions outputs reproducible with the new seed
 * parameter": the same request five times without a seed, then with seed 123. The notebook lowered the temperature
 * to 0 together with the seed; here a third variant keeps the temperature, so that only the seed changes.
 *
 * Run: pnpm mars [model], where the model is tiny:1m, mistral:mistral-small-latest, …
 */
import { parseArgs } from "node:util";
import { firstToRest, embedder } from "@sameseed/embedding";
import { type Row, runBenchmark } from "sameseed";
import benchmark from "./benchmark.ts";
import { armTable, type Draw, textTable } from "./arm-table.ts";

const SAMPLED = { temperature: 0.7, maxTokens: 200 };
const GREEDY = { temperature: 0, maxTokens: 200 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: "results" }, "base-url": { type: "string" } },
});
const model = positionals[0] ?? "tiny:1m";
const options = { out: values.out, baseUrl: values["base-url"] };

const unseeded = await rowsOf({ seedPolicy: "none", models: [{ id: "sampled", model, params: SAMPLED }] });
const seeded = await rowsOf({
  seedPolicy: "fixed",
  models: [
    { id: "sampled", model, params: SAMPLED },
    { id: "greedy", model, params: GREEDY },
  ],
});

const arms = {
  "no seed, temperature 0.7": unseeded,
  "seed 123, temperature 0.7": seeded.filter((row) => row.trial.model === "sampled"),
  "seed 123, temperature 0 (the notebook's second arm)": seeded.filter((row) => row.trial.model === "greedy"),
};

const embedding = embedder();
const summary: string[][] = [["arm", "different answers", "mean distance of the first to the rest"]];
for (const [title, rows] of Object.entries(arms)) {
  const draws = rows.map(drawOf);
  const answers = draws.map(({ response }) => response);
  const distance = firstToRest(await embedding.embed(answers));
  summary.push([title, `${new Set(answers).size} of ${answers.length}`, distance.toFixed(4)]);
  console.log(`${title}\n${armTable(draws)}\n`);
}
console.log(`${textTable(summary)}\n\n${model}; cosine distances of ${embedding.id}`);
await embedding.close();

async function rowsOf(arm: Partial<typeof benchmark>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const finished = await runBenchmark({ ...benchmark, ...arm }, { ...options, onRow: (row) => rows.push(row) });
  console.error(`wrote ${finished?.folder}`);
  return rows.toSorted((left, right) => left.trial.index - right.trial.index);
}

function drawOf({ trial, outcome }: Row): Draw {
  if (outcome.status === "failed")
    throw new Error(`${trial.variant}, repeat ${trial.repeat}: ${outcome.error.message}`);
  return { response: outcome.text ?? "", systemFingerprint: outcome.systemFingerprint, ...outcome.usage };
}
