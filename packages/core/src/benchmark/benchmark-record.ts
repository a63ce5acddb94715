import { withoutKeys } from "../without-keys.ts";
import type { Benchmark, Variant } from "./benchmark.ts";
import type { CaseSummary } from "./check-benchmark.ts";
import type { Selection } from "./select.ts";
import { contentHash } from "../content-hash.ts";
import type { ParameterUse } from "../model/parameter-use.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Judge } from "../scoring/judge.ts";
import type { Scorer } from "../scoring/scorer.ts";
import type { JudgeRecord, Manifest } from "../record/manifest.ts";

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
  | "slices"
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
}: Omit<BenchmarkRecord, "name" | "description" | "baseline" | "margin" | "hash" | "selection" | "slices">): string {
  // Hashes the requests by their parameters and identity. What sameseed knows about a service may grow with
  // every version, so the parameter report is not hashed.
  const asking = variants.map(({ parameters: _, ...variant }) => variant);
  const asked = judges?.map(({ calls: _, ...judge }) => judge);
  return contentHash({
    seed,
    seedPolicy,
    repeats,
    cases: cases.hash,
    prompts,
    variants: asking,
    scorers,
    judges: asked,
  });
}

/** Describes a benchmark so that two runs of the same content have the same hash. */
export function describeBenchmark(
  benchmark: Benchmark,
  caseSummary: CaseSummary,
  selection: Selection = {},
): BenchmarkRecord {
  const { name, description, seed, seedPolicy, repeats, baseline, margin, passAt, slices, variants, scorers } =
    benchmark;
  const {
    promptFiles,
    problems: _problems,
    samePrompts: _same,
    ownScorers: _own,
    metadataNames,
    ...cases
  } = caseSummary;
  const prompts = [...new Set(variants.map((variant) => variant.prompt))];
  const content = {
    seed,
    seedPolicy,
    repeats,
    cases: {
      dataset: benchmark.cases.id,
      ...cases,
      varNames: [...cases.varNames],
      ...(metadataNames !== undefined && { metadataNames: [...metadataNames] }),
    },
    prompts: prompts.map((prompt) => describePrompt(prompt, promptFiles[prompt.id])),
    variants: variants.map(describeVariant),
    scorers: scorers.map((scorer) => describeScorer(scorer, caseSummary)),
    ...(benchmark.judges.length > 0 && { judges: benchmark.judges.map(describeJudge) }),
  };
  const hash = benchmarkHash(content);
  return {
    name,
    description,
    baseline,
    margin,
    ...(passAt !== undefined && { passAt: [...passAt] }),
    ...(slices !== undefined && slices.length > 0 && { slices: [...slices] }),
    hash,
    ...content,
    selection: JSON.parse(JSON.stringify(selection)) as Record<string, unknown>,
  };
}

/** Removes API keys from content for the manifest, the reports and the hash: a new key is not a new benchmark. */
function shown<T>(content: T): T {
  return withoutKeys(content).value;
}

function describePrompt({ id, source }: Prompt, files: string | undefined): BenchmarkRecord["prompts"][number] {
  return { id, source, ...(files !== undefined && { files }), hash: contentHash(source) };
}

function describeVariant({
  id,
  prompt,
  modelId,
  model,
  params,
  parameters,
  reasoning,
  control,
}: Variant): BenchmarkRecord["variants"][number] {
  const identity = shown({ id: model.id, ...model.identity });
  const kept = reasoning === "keep" ? { reasoning } : {};
  return {
    id,
    prompt: prompt.id,
    ...(prompt.phrasingOf !== undefined && { phrasingOf: prompt.phrasingOf }),
    model: modelId,
    identity,
    params: shown(params),
    ...(parameters && { parameters: parameters.filter(isTold) }),
    ...kept,
    ...(control && { control }),
    hash: contentHash({ prompt: prompt.source, identity, params: shown(params), ...kept }),
  };
}

/** Whether the manifest lists a parameter. A parameter that is not set is the service's default and is left out. */
function isTold({ fate, value }: ParameterUse): boolean {
  return fate !== "default" || value !== undefined;
}

/**
 * In chains, a judge that compares answers reads each answer with its own earlier turns, so the turns are
 * part of the judge request.
 */
const COMPARED_TURNS = { turns: "with each answer" };

function describeScorer(scorer: Scorer, { chains = 0 }: CaseSummary): BenchmarkRecord["scorers"][number] {
  const { name, identity = {}, weight = 1, scoreBlock, judges } = scorer;
  const readsTurns = chains > 0 && scoreBlock !== undefined && judges !== undefined;
  const content = {
    name,
    identity: shown({ ...identity, ...(readsTurns && COMPARED_TURNS) }),
    ...(weight !== 1 && !("weight" in identity) && { weight }),
  };
  return { ...content, hash: contentHash(content) };
}

function describeJudge({ id, model, params, scorers }: Judge): JudgeRecord {
  const identity = shown({ id: model.id, ...model.identity });
  const given = shown(params);
  return { id, identity, params: given, scorers: [...scorers], hash: contentHash({ identity, params: given }) };
}
