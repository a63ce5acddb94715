import { recordOf } from "../schema/record-of.ts";
import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { LabelSet } from "./human-label.ts";
import { JudgeCall } from "../model/judgement.ts";
import { LatencyRun } from "./latency-run.ts";
import { ModelParams } from "../model/model.ts";
import { ErrorKind } from "../model/outcome.ts";
import { ParameterUse } from "../model/parameter-use.ts";
import type { Row } from "./row.ts";
import { SeedReportEntry } from "./seed-report.ts";
import { SeedPolicy } from "../seeds/seed.ts";
import { Shard } from "../seeds/shard.ts";

const RunState = z.enum(["running", "complete", "stopped"]);

/** The default margin of a benchmark: two points. */
export const DEFAULT_MARGIN = 0.02;

const Hashed = whenUsed(() => ({ hash: z.string() }));

/** A variant that a run dropped since another is clearly better. */
export const PrunedVariant = whenUsed(() =>
  z.object({
    variant: z.string(),
    /** Cases, in the order of the plan, after which it was dropped. */
    at: z.int().min(1),
    /** The variant that is better than it. */
    by: z.string(),
  }),
);
export type PrunedVariant = Readonly<z.infer<typeof PrunedVariant>>;

/** A run that may end before its last case, by a rule that was declared before the first one. */
export const SequentialRun = whenUsed(() =>
  z.object({
    /** The metric that decides. */
    metric: z.string(),
    /** The chance of any false claim, over all looks and all variants together. */
    alpha: z.number(),
    /** Cases that the run was planned for: the sequence is tightest near a third of them. */
    plannedCases: z.int().min(1),
    /** The basis of the decision; null before there is a decision. */
    method: z.enum(["e-value", "confidence sequence", "group sequential"]).nullable(),
    /** Cases at which it looks, declared before the first answer; absent in runs that looked after every case. */
    looks: z.array(z.int().min(1)).optional(),
    /** Cases, in the order of the plan, at which the rule ended the run; null when it did not. */
    stoppedAt: z.int().min(1).nullable(),
    /** The difference that was planned for: the run ends once so large a one is ruled out for every variant. */
    detect: z.number().positive().max(1).optional(),
    /** Why the rule ended the run; absent when it did not, and in runs that could end by verdicts alone. */
    endedBy: z.enum(["verdicts", "futility", "one variant left", "last case"]).optional(),
    /** True for a run that looks for the best variant: it drops clearly worse ones and ends when one is left. */
    prune: z.literal(true).optional(),
    /** Variants dropped so far, in that order; absent for none. */
    pruned: z.array(PrunedVariant).optional(),
  }),
);
export type SequentialRun = Readonly<z.infer<typeof SequentialRun>>;

/** Answers that a run took over from another. */
export const ReusedFrom = whenUsed(() => z.object({ runId: z.string(), rows: z.int().min(1) }));
export type ReusedFrom = Readonly<z.infer<typeof ReusedFrom>>;

/** A model whose trials ended before the plan did because its service became unusable. */
export const StoppedModel = whenUsed(() =>
  z.object({
    model: z.string(),
    kind: ErrorKind,
    /** The error that ended them, without secrets. */
    message: z.string(),
    /** ISO 8601. */
    stoppedAt: z.string(),
  }),
);
export type StoppedModel = Readonly<z.infer<typeof StoppedModel>>;

/** A worker that sent trials of a run over several machines. */
export const WorkerRecord = whenUsed(() =>
  z.object({
    /** The machine's name. */
    host: z.string(),
    pid: z.int(),
    /** Requests in flight at most. */
    concurrency: z.int(),
    /** Rows of the run that it sent. */
    rows: z.int(),
    /** Of them failed trials. */
    failed: z.int(),
    /** From its first notice to its last. */
    seconds: z.number().min(0),
    /** `ended`: the worker ended normally. `silent`: it stopped reporting, because it was killed, suspended or disconnected. */
    state: z.enum(["working", "ended", "silent"]),
  }),
);
export type WorkerRecord = Readonly<z.infer<typeof WorkerRecord>>;

/** The log of another tool that was imported as this run's rows. */
export const ImportedFrom = whenUsed(() =>
  z.object({
    tool: z.string(),
    version: z.string().nullable(),
    files: z.array(z.object({ name: z.string(), sha256: z.string() })),
  }),
);
export type ImportedFrom = Readonly<z.infer<typeof ImportedFrom>>;

/** A judge of a run. */
export const JudgeRecord = whenUsed(() =>
  z.object({
    id: z.string(),
    identity: z.unknown(),
    params: ModelParams.loose(),
    /** The scorers that use it. */
    scorers: z.array(z.string()),
    ...Hashed,
    /** Judge requests that are sent once per run, such as for evaluation steps; no row contains them. */
    calls: z.array(JudgeCall.extend({ scorer: z.string() })).optional(),
  }),
);
export type JudgeRecord = Readonly<z.infer<typeof JudgeRecord>>;

const CasesRecord = whenUsed(() =>
  z.object({
    dataset: z.string(),
    count: z.int(),
    hash: z.string(),
    hashes: recordOf(z.string()).nullable(),
    varNames: z.array(z.string()),
    /** Names of the cases' metadata: the `metadata.…` columns; absent without metadata. */
    metadataNames: z.array(z.string()).optional(),
    /** By variant: how many cases are not for it; absent where every variant answers every case. */
    excluded: z.record(z.string(), z.int().min(1)).optional(),
    /** How many chains the cases form; absent for none. */
    chains: z.int().min(1).optional(),
  }),
);

const PromptRecord = whenUsed(() =>
  z.object({
    id: z.string(),
    source: z.unknown(),
    /** Hash of the local files that its messages hold over all cases; absent without any. */
    files: z.string().optional(),
    ...Hashed,
  }),
);

const VariantRecord = whenUsed(() =>
  z.object({
    id: z.string(),
    prompt: z.string(),
    /** The prompt that `prompt` is a phrasing of; absent for a prompt with one wording. */
    phrasingOf: z.string().optional(),
    model: z.string(),
    identity: z.unknown(),
    params: ModelParams.loose(),
    /** How the service handled the seed and each given parameter; absent if the service is unknown. */
    parameters: z.array(ParameterUse).optional(),
    /** `keep` where reasoning inside answers was left there; absent where it was moved to the row's `reasoning`. */
    reasoning: z.literal("keep").optional(),
    /** The A/A control: the baseline a second time. */
    control: z.boolean().optional(),
    ...Hashed,
  }),
);

const ScorerRecord = whenUsed(() =>
  z.object({
    name: z.string(),
    identity: z.unknown(),
    /** Its share of the score, unless the identity contains it; absent for 1. */
    weight: z.number().min(0).optional(),
    ...Hashed,
  }),
);

const Counts = whenUsed(() =>
  z.object({
    planned: z.int(),
    completed: z.int(),
    truncated: z.int(),
    refused: z.int(),
    failed: z.int(),
  }),
);

/**
 * Run metadata: everything that determines the rows, and no secrets. `hash` covers cases, prompts,
 * parameters, models, scorers, seeds and selection. A run can be resumed only with the same hash.
 */
export const Manifest = whenUsed(() =>
  z.object({
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
    /** The values of k for pass@k and pass^k in the benchmark, for all its scorers. */
    passAt: z.array(z.int().min(1)).optional(),
    /** Keys of the cases' metadata or vars that reports slice by; present when there are any. */
    slices: z.array(z.string()).optional(),
    /** Present if the run used the held-out cases of a split: the number of this look, from 1. */
    heldOut: z.object({ look: z.int().min(1) }).optional(),
    /** Present when the run was declared sequential. */
    sequential: SequentialRun.optional(),
    /** Present when the run is one part of a plan: \`counts.planned\` is the whole plan's, \`planned\` the part's. */
    shard: z.object({ ...Shard.shape, planned: z.int().min(0) }).optional(),
    /**
     * Ids of the models whose requests were sent as batches, and so were not interleaved with others. Absent
     * without batches.
     */
    batchedModels: z.array(z.string()).optional(),
    /** Present when the run was merged from shards: their run ids, in the order of the shards. */
    mergedFrom: z.array(z.string()).min(1).optional(),
    /** Present when the run measures latency. */
    latency: LatencyRun.optional(),
    /** The effect of the seed on each model; present if the run started with a probe. */
    seedLedger: z.array(SeedReportEntry).optional(),
    /** Present when people labelled answers of the run. */
    labels: z.array(LabelSet).optional(),
    /** Present when another tool ran it: its order is that tool's, and not the plan's. */
    imported: ImportedFrom.optional(),
    /** Earlier runs whose answers were reused, with their number; absent without reuse. */
    reusedFrom: z.array(ReusedFrom).optional(),
    /**
     * Models whose trials ended early, in each session of the run. Their trials after `stoppedAt` ran later
     * than those of the other models. Absent if no model ended early.
     */
    stoppedModels: z.array(StoppedModel).optional(),
    /** The workers of a run over several machines, in each session of the run. Present when there are any. */
    workers: z.array(WorkerRecord).optional(),
    cases: CasesRecord,
    prompts: z.array(PromptRecord),
    variants: z.array(VariantRecord),
    scorers: z.array(ScorerRecord),
    /** The models that scorers use as judges; absent without any. */
    judges: z.array(JudgeRecord).optional(),
    selection: z.record(z.string(), z.unknown()),
    /** Information that local servers reported about themselves before the run, by model; present if any did. */
    engines: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    concurrency: z.int(),
    tool: z.object({ version: z.string(), node: z.string() }),
    gitCommit: z.string().nullable(),
    /** Version of the price table that costs were computed with; null when no prices were known. */
    priceTable: z.string().nullable(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    counts: Counts,
    /** Notes on the data for readers, such as rows that a recording lacks, or duplicates. */
    notes: z.array(z.string()),
  }),
);
export type Manifest = Readonly<z.infer<typeof Manifest>>;

/** Pairs of a case and a variant that the case is not for. */
export function excludedPairs(excluded: Manifest["cases"]["excluded"]): number {
  return Object.values(excluded ?? {}).reduce((sum, count) => sum + count, 0);
}

/** The number of trials that a whole run sends: `counts.planned` without the variants that a case excludes. */
export function askedTrials({ cases, repeats, counts }: Pick<Manifest, "cases" | "repeats" | "counts">): number {
  return counts.planned - excludedPairs(cases.excluded) * repeats;
}

/** The number of trials that this run sends: those of the whole run, or of its shard. */
export function trialsToRun(manifest: Pick<Manifest, "cases" | "repeats" | "counts" | "shard">): number {
  return manifest.shard?.planned ?? askedTrials(manifest);
}

/**
 * Whether a row counts in reports. When a sequential run reaches its decision, other requests are in flight.
 * Their answers are kept, but which answers these are depends on latency, so rows after the deciding case do
 * not count.
 */
export function isCounted(
  { sequential, variants, repeats }: Pick<Manifest, "sequential" | "variants" | "repeats">,
  { trial }: Row,
): boolean {
  if (sequential === undefined) return true;
  const stoppedAt = sequential.stoppedAt ?? Infinity;
  const prunedAt = sequential.pruned?.find(({ variant }) => variant === trial.variant)?.at ?? Infinity;
  return trial.order < Math.min(stoppedAt, prunedAt) * repeats * variants.length;
}
