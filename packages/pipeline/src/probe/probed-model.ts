import { afterTurns, type BenchmarkDefinition, type Model, type ModelParams, type Variant } from "@sameseed/core";
import type { ProbedCase } from "@sameseed/runner";
import { modelFromId } from "../load/model-from-id.ts";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { firstCases } from "./probe-models.ts";

/** Requests with answers that differ if a model samples. */
const REQUESTS = [
  "Write one sentence about the sea.",
  "Name five animals in any order, separated by commas.",
  "Invent a name for a café and say in one sentence why it fits.",
  "Tell the beginning of a story in two sentences.",
  "Name any number between one and one thousand and say what it reminds you of.",
];

/** A model with its requests for a probe. */
export interface ProbedModel {
  readonly modelId: string;
  readonly model: Model;
  readonly params: ModelParams;
  readonly cases: readonly ProbedCase[];
  readonly seed: number;
}

export interface ProbedModelOptions {
  readonly baseUrl?: string | undefined;
  /** How many cases. */
  readonly cases: number;
  /** Default: the benchmark's, or 1. */
  readonly seed?: number | undefined;
}

/**
 * The model of that id in the benchmark, with its parameters, prompt and cases; without a benchmark the model
 * with built-in requests.
 */
export async function probedModel(
  id: string,
  definition: BenchmarkDefinition | undefined,
  { baseUrl, cases: count, seed }: ProbedModelOptions,
): Promise<ProbedModel> {
  if (definition === undefined) {
    const model = await modelFromId(id, { baseUrl });
    const cases = Array.from({ length: count }, (_, place) => ({
      id: `probe-${place + 1}`,
      messages: [{ role: "user" as const, content: requestAt(place) }],
    }));
    return { modelId: id, model, params: model.params ?? {}, cases, seed: seed ?? 1 };
  }
  const benchmark = await prepareBenchmark(definition, { baseUrl });
  const variant: Variant = benchmark.variants.find(({ modelId }) => modelId === id) ??
    benchmark.variants.find(({ model }) => model.id === id) ?? {
      ...benchmark.variants[0]!,
      modelId: id,
      model: await modelFromId(id, { baseUrl }),
    };
  const testCases = await firstCases(benchmark, count);
  return {
    modelId: variant.modelId,
    model: variant.model,
    params: variant.params,
    cases: testCases.map((testCase) => ({
      id: testCase.id,
      messages: variant.prompt.messages(afterTurns(testCase, [])),
    })),
    seed: seed ?? benchmark.seed,
  };
}

function requestAt(place: number): string {
  const request = REQUESTS[place % REQUESTS.length]!;
  const round = Math.floor(place / REQUESTS.length);
  return round === 0 ? request : `${request} (${round + 1})`;
}
