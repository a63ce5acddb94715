/**
 * Measures the window of requests in flight at a service that queues, and its cost at one that does not: trials a
 * second and latency, with and without the window (a model without a quota has no limits), interleaved, 64 in
 * flight.
 *
 * Run: node benches/adaptive.ts [rounds]
 */
import { plan, resolveBenchmark, type Model } from "../packages/core/src/index.ts";
import { openai, run, wrapModel } from "../packages/runner/src/index.ts";
import { contains } from "../packages/scorer/src/index.ts";
import { median, startServer } from "./start-server.ts";

const IN_FLIGHT = 64;
const SERVICES = [
  { name: "8 places × 100 ms", latencyMs: 100, places: 8, trials: 1200 },
  { name: "room for all, 50 ms", latencyMs: 50, places: Infinity, trials: 40 * IN_FLIGHT },
  { name: "room for all, 200 ms", latencyMs: 200, places: Infinity, trials: 20 * IN_FLIGHT },
];

async function measure(model: Model, trials: number): Promise<{ perSecond: number; latencyMs: number }> {
  const benchmark = await resolveBenchmark(
    {
      name: "adaptive",
      cases: Array.from({ length: trials }, (_, number) => ({ id: `c${number}`, vars: {} })),
      prompts: [{ id: "p", text: "How many?" }],
      models: [model],
      scorers: [contains({ expected: "3" })],
    },
    () => {
      throw new Error("no model by id");
    },
  );
  const start = performance.now();
  const latencies: number[] = [];
  for await (const { outcome } of run(plan(benchmark), benchmark.variants, { concurrency: IN_FLIGHT })) {
    if (outcome.status === "failed") throw new Error(outcome.error.message);
    latencies.push(outcome.latencyMs!);
  }
  const perSecond = (1000 * trials) / (performance.now() - start);
  await model.close?.();
  return { perSecond, latencyMs: median(latencies.slice(-trials / 2)) };
}

/** The same model, to which no limits apply. */
function unlimited(model: Model): Model {
  const { quota: _, ...rest } = wrapModel(model, (inner) => (request, signal) => inner.complete(request, signal));
  return rest;
}

const rounds = Number(process.argv[2] ?? 3);
for (const { name, latencyMs, places, trials } of SERVICES) {
  const server = await startServer(latencyMs, places);
  const model = () => openai("m", { baseUrl: server.url, apiKey: "k" });
  const found = {
    without: [] as Awaited<ReturnType<typeof measure>>[],
    with: [] as Awaited<ReturnType<typeof measure>>[],
  };
  for (let round = 0; round < rounds; round++) {
    found.without.push(await measure(unlimited(model()), trials));
    found.with.push(await measure(model(), trials));
  }
  server.stop();
  for (const [how, measured] of Object.entries(found)) {
    const rate = median(measured.map(({ perSecond }) => perSecond));
    const latency = median(measured.map((one) => one.latencyMs));
    console.log(
      `${name.padEnd(22)} ${how.padEnd(8)} the window: ${rate.toFixed(0)} trials/s, latency p50 ${latency.toFixed(0)} ms`,
    );
  }
}
