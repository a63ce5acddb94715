import type { Benchmark } from "../benchmark/benchmark.ts";
import type { CaseCensus } from "../benchmark/check-benchmark.ts";
import type { Selection } from "../benchmark/select.ts";
import { contentHash } from "../content-hash.ts";
import type { Judge } from "../scoring/judge.ts";
import type { JudgeRecord, Manifest } from "./manifest.ts";

/** The part of a manifest that follows from the benchmark alone. */
export type BenchmarkRecord = Pick<
  Manifest,
  | "name"
  | "description"
  | "hash"
  | "seed"
  | "seedPolicy"
  | "repeats"
  | "baseline"
  | "margin"
  | "passAt"
  | "cases"
  | "prompts"
  | "variants"
  | "scorers"
  | "judges"
  | "selection"
>;

/** The hash under which a run resumes: of everything that determines its rows. */
export function benchmarkHash({
  seed,
  seedPolicy,
  repeats,
  cases,
  prompts,
  variants,
  scorers,
  judges,
}: Omit<BenchmarkRecord, "name" | "description" | "baseline" | "margin" | "hash" | "selection">): string {
  const asked = judges?.map(({ calls: _, ...judge }) => judge);
  return contentHash({ seed, seedPolicy, repeats, cases: cases.hash, prompts, variants, scorers, judges: asked });
}

/** Describes a benchmark so that two runs of the same content have the same hash. */
export function describeBenchmark(
  benchmark: Benchmark,
  census: CaseCensus,
  selection: Selection = {},
): BenchmarkRecord {
  const { name, description, seed, seedPolicy, repeats, baseline, margin, passAt, variants, scorers } = benchmark;
  const { promptFiles, ...cases } = census;
  const prompts = [...new Set(variants.map((variant) => variant.prompt))];
  const content = {
    seed,
    seedPolicy,
    repeats,
    cases: { dataset: benchmark.cases.id, ...cases, varNames: [...cases.varNames] },
    prompts: prompts.map(({ id, source }) => {
      const files = promptFiles[id];
      return { id, source, ...(files !== undefined && { files }), hash: contentHash(source) };
    }),
    variants: variants.map(({ id, prompt, modelId, model, params, control }) => {
      const identity = { id: model.id, ...model.identity };
      return {
        id,
        prompt: prompt.id,
        model: modelId,
        identity,
        params,
        ...(control && { control }),
        hash: contentHash({ prompt: prompt.source, identity, params }),
      };
    }),
    scorers: scorers.map(({ name: scorerName, identity = {} }) => ({
      name: scorerName,
      identity,
      hash: contentHash({ name: scorerName, identity }),
    })),
    ...(benchmark.judges.length > 0 && { judges: benchmark.judges.map(describeJudge) }),
  };
  const hash = benchmarkHash(content);
  return {
    name,
    description,
    baseline,
    margin,
    ...(passAt !== undefined && { passAt: [...passAt] }),
    hash,
    ...content,
    selection: JSON.parse(JSON.stringify(selection)) as Record<string, unknown>,
  };
}

function describeJudge({ id, model, params, scorers }: Judge): JudgeRecord {
  const identity = { id: model.id, ...model.identity };
  return { id, identity, params, scorers: [...scorers], hash: contentHash({ identity, params }) };
}
