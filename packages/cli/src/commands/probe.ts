import { type Model, type ModelParams, type Variant } from "@sameseed/core";
import { probe, type ProbedCase } from "@sameseed/runner";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { modelFromId, prepareBenchmark } from "@sameseed/pipeline/load";
import { embeddingDistance, firstCases } from "@sameseed/pipeline/probe";
import { probeTable } from "../terminal/probe-table.ts";

export interface ProbeFlags {
  readonly baseUrl?: string;
  readonly benchmark?: string;
  readonly calls: number;
  readonly cases: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxConcurrency: number;
  readonly maxRetries: number;
  readonly json?: boolean;
}

/** Requests whose answers differ wherever a model has a choice. */
const REQUESTS = [
  "Write one sentence about the sea.",
  "Name five animals in any order, separated by commas.",
  "Invent a name for a café and say in one sentence why it fits.",
  "Tell the beginning of a story in two sentences.",
  "Name any number between one and one thousand and say what it reminds you of.",
];

interface Probed {
  readonly modelId: string;
  readonly model: Model;
  readonly params: ModelParams;
  readonly cases: readonly ProbedCase[];
  readonly seed: number;
}

/** `sameseed probe`: what a model does with its seed. */
export async function probeCommand(id: string, flags: ProbeFlags): Promise<void> {
  const { modelId, model, cases, seed, params } = await probed(id, flags);
  const { temperature = params.temperature } = flags;
  const distance = await embeddingDistance();
  try {
    await model.prepare?.();
    const sent = { ...params, ...(temperature !== undefined && { temperature }) };
    const entry = await probe(
      { modelId, model, params: sent },
      { cases, calls: flags.calls, seed, concurrency: flags.maxConcurrency, maxRetries: flags.maxRetries, distance },
    );
    console.log(flags.json ? JSON.stringify({ schemaVersion: 1, ...entry }, null, 2) : probeTable(entry));
  } finally {
    await distance?.close();
    await model.close?.();
  }
}

/** The model of that id in the benchmark, with its parameters, prompt and cases; else the model with requests of our own. */
async function probed(id: string, { baseUrl, benchmark: file, cases: count, seed }: ProbeFlags): Promise<Probed> {
  if (file === undefined) {
    const model = await modelFromId(id, { baseUrl });
    const cases = Array.from({ length: count }, (_, place) => ({
      id: `probe-${place + 1}`,
      messages: [{ role: "user" as const, content: requestAt(place) }],
    }));
    return { modelId: id, model, params: model.params ?? {}, cases, seed: seed ?? 1 };
  }
  const benchmark = await prepareBenchmark(await loadBenchmark(file), { baseUrl });
  const variant: Variant = benchmark.variants.find(({ modelId }) => modelId === id) ??
    benchmark.variants.find(({ model }) => model.id === id) ?? {
      ...benchmark.variants[0]!,
      modelId: id,
      model: await modelFromId(id, { baseUrl }),
    };
  const testCases = await firstCases(benchmark, count);
  const cases = testCases.map((testCase) => ({ id: testCase.id, messages: variant.prompt.messages(testCase) }));
  return {
    modelId: variant.modelId,
    model: variant.model,
    params: variant.params,
    cases,
    seed: seed ?? benchmark.seed,
  };
}

function requestAt(place: number): string {
  const request = REQUESTS[place % REQUESTS.length]!;
  const round = Math.floor(place / REQUESTS.length);
  return round === 0 ? request : `${request} (${round + 1})`;
}
