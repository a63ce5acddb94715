import { z } from "zod";
import type { Benchmark } from "./benchmark.ts";
import type { CaseCensus } from "./check-benchmark.ts";
import { contentHash } from "./content-hash.ts";
import { ModelParams } from "./model.ts";
import { SeedPolicy } from "./seed.ts";
import type { Selection } from "./select.ts";

export const RunState = z.enum(["running", "complete", "stopped"]);
export type RunState = z.infer<typeof RunState>;

/** The margin of a benchmark that names none: two points. */
export const DEFAULT_MARGIN = 0.02;

const Hashed = { hash: z.string() };

/**
 * What a run was: everything that determines its rows, and nothing secret. `hash` covers cases, prompts,
 * parameters, models, scorers, seeds and selection; a run resumes only under the same hash.
 */
export const Manifest = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  state: RunState,
  hash: z.string(),
  seed: z.int(),
  seedPolicy: SeedPolicy,
  repeats: z.int(),
  baseline: z.string(),
  /** The largest difference of scores that does not matter, fixed before the run; null for none. */
  margin: z.number().positive().max(1).nullable().default(DEFAULT_MARGIN),
  cases: z.object({
    dataset: z.string(),
    count: z.int(),
    hash: z.string(),
    hashes: z.record(z.string(), z.string()).nullable(),
    varNames: z.array(z.string()),
  }),
  prompts: z.array(z.object({ id: z.string(), source: z.unknown(), ...Hashed })),
  variants: z.array(
    z.object({
      id: z.string(),
      prompt: z.string(),
      model: z.string(),
      identity: z.unknown(),
      params: ModelParams.loose(),
      /** The A/A control: the baseline a second time. */
      control: z.boolean().optional(),
      ...Hashed,
    }),
  ),
  scorers: z.array(z.object({ name: z.string(), identity: z.unknown(), ...Hashed })),
  selection: z.record(z.string(), z.unknown()),
  concurrency: z.int(),
  tool: z.object({ version: z.string(), node: z.string() }),
  gitCommit: z.string().nullable(),
  /** Version of the price table that costs were computed with; null when no prices were known. */
  priceTable: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  counts: z.object({
    planned: z.int(),
    completed: z.int(),
    truncated: z.int(),
    refused: z.int(),
    failed: z.int(),
  }),
  /** What the reader must know of the data: rows a recording lacks, duplicates… */
  notes: z.array(z.string()),
});
export type Manifest = Readonly<z.infer<typeof Manifest>>;

/** The part of a manifest that follows from the benchmark alone. */
export type BenchmarkRecord = Pick<
  Manifest,
  "name" | "description" | "hash" | "seed" | "seedPolicy" | "repeats" | "baseline" | "margin" | "cases" | "prompts" | "variants" | "scorers" | "selection"
>;

/** Describes a benchmark so that two runs of the same content have the same hash. */
export function describeBenchmark(benchmark: Benchmark, census: CaseCensus, selection: Selection = {}): BenchmarkRecord {
  const { name, description, seed, seedPolicy, repeats, baseline, margin, variants, scorers } = benchmark;
  const prompts = [...new Set(variants.map((variant) => variant.prompt))];
  const content = {
    seed,
    seedPolicy,
    repeats,
    cases: { dataset: benchmark.cases.id, ...census, varNames: [...census.varNames] },
    prompts: prompts.map(({ id, source }) => ({ id, source, hash: contentHash(source) })),
    variants: variants.map(({ id, prompt, modelId, model, params, control }) => {
      const identity = { id: model.id, ...model.identity };
      return { id, prompt: prompt.id, model: modelId, identity, params, ...(control && { control }), hash: contentHash({ prompt: prompt.source, identity, params }) };
    }),
    scorers: scorers.map(({ name: scorerName, identity = {} }) => ({ name: scorerName, identity, hash: contentHash({ name: scorerName, identity }) })),
  };
  const hash = contentHash({ ...content, cases: census.hash });
  return { name, description, baseline, margin, hash, ...content, selection: JSON.parse(JSON.stringify(selection)) as Record<string, unknown> };
}
