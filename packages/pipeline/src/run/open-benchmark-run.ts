import { type Benchmark, type BenchmarkRecord, blocksInShard, type Manifest, plan, type Shard } from "@sameseed/core";
import { type OpenRun, openRun, type ReusedAnswers, type RunFolder } from "@sameseed/runner";
import { version } from "../choices/version.ts";
import { checkNotes } from "../load/check-notes.ts";
import { probeModels } from "../probe/probe-models.ts";
import { checkedCases } from "./check-run.ts";
import { gitCommit } from "./git-commit.ts";
import { isBlockwise } from "./judge-session.ts";
import { latencyRecord } from "./latency-run.ts";
import { parameterNotes } from "./parameter-notes.ts";
import { modelsOf } from "./models-of.ts";
import type { Execution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

/** Checks every case and every model before anything is written or sent. */
export async function openBenchmarkRun(
  benchmark: Benchmark,
  { priceTable, bare, batchedModels, meter, reused }: Execution & { readonly reused: ReusedAnswers | null },
  options: RunBenchmarkOptions,
): Promise<OpenRun> {
  const { out = "results", concurrency = 8, resume, retryErrors } = options;
  const commit = gitCommit(process.cwd()); // while the cases are checked
  const { caseSummary, record, sequential } = await checkedCases(benchmark, options);
  if (caseSummary.unready !== undefined) throw caseSummary.unready[0]!;
  await Promise.all(modelsOf(benchmark).map((model) => model.prepare?.()));
  const engines = await engineRecord(benchmark);
  const notes = await checkNotes(benchmark, caseSummary);
  const { maxRetries, abort, onProbe } = options;
  const probed = options.probe
    ? { seedLedger: await probeModels(benchmark, { bare, meter, onProbe, concurrency, maxRetries, abort }) }
    : {};
  const latency = latencyRecord(options);
  const tool = { version: version(), node: process.versions.node };
  return openRun(
    out,
    {
      ...record,
      ...(sequential && { sequential }),
      ...(options.heldOutLook !== undefined && { heldOut: { look: options.heldOutLook } }),
      ...probed,
      ...(latency && { latency }),
      ...(batchedModels.length > 0 && { batchedModels: [...batchedModels] }),
      ...(options.shard && { shard: { ...options.shard, planned: await plannedIn(options.shard, benchmark, record) } }),
      ...(reused !== null && reused.from.length > 0 && { reusedFrom: [...reused.from] }),
      ...(engines && { engines }),
      concurrency,
      tool,
      gitCommit: await commit,
      priceTable,
      notes: [...notes, ...parameterNotes(benchmark)],
    },
    { resume, retryErrors, isBlockwise: isBlockwise(benchmark), hasReports },
  );
}

async function plannedIn(shard: Shard, benchmark: Benchmark, { cases, repeats }: BenchmarkRecord): Promise<number> {
  if (cases.excluded === undefined && cases.chains === undefined)
    return blocksInShard(shard, cases.count * repeats) * benchmark.variants.length;
  let planned = 0;
  for await (const _ of plan(benchmark, { shard })) planned++;
  return planned;
}

/** The local servers' data about themselves; undefined without any. */
async function engineRecord({ variants }: Pick<Benchmark, "variants">): Promise<Manifest["engines"]> {
  const models = new Map(variants.map(({ modelId, model }) => [modelId, model]));
  const told = await Promise.all([...models].map(async ([id, model]) => [id, (await model.engine?.()) ?? {}] as const));
  const facts = told.filter(([, one]) => Object.keys(one).length > 0);
  return facts.length === 0 ? undefined : Object.fromEntries(facts);
}

/** Reports are loaded where a run that may have some is resumed. */
async function hasReports(folder: RunFolder, manifest: Manifest): Promise<boolean> {
  return (await import("../reports/write-reports.ts")).hasReports(folder, manifest);
}
