import { count, plural, SameseedError } from "@sameseed/core";
import type { WorkerStanding } from "@sameseed/queue";
import type { BatchEvent } from "@sameseed/runner";
import type { LiveProgress } from "../../terminal/live-progress.ts";
import type { Flag } from "../../flags/flag-table.ts";
import { flagsIn } from "../../terminal/flags-in.ts";
import { RUN_FLAGS, type RunFlags } from "./run-flags.ts";
import type { ExecutionOptions, QueueOptions, RunBenchmarkOptions } from "@sameseed/pipeline/run";

/** Settings that are not in a benchmark file: flags that the coordinator sends to its workers. */
export type WorkerFlags = Pick<
  RunFlags,
  {
    [Key in keyof typeof RUN_FLAGS]: (typeof RUN_FLAGS)[Key] extends { forWorkers: true } ? Key : never;
  }[keyof typeof RUN_FLAGS]
>;

function workerFlags(flags: RunFlags): WorkerFlags {
  const names = Object.entries<Flag>(RUN_FLAGS).flatMap(([name, { forWorkers }]) => (forWorkers ? [name] : []));
  return Object.fromEntries(
    Object.entries(flags).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/** The limits that the flags set; a shard gets its part of them. */
export function dividedLimits<T extends Pick<ExecutionOptions, "budget">>(
  { shard, maxRpm, maxTpm }: RunFlags,
  execution: T,
) {
  const part = <N extends number | undefined>(limit: N): N =>
    (limit === undefined || shard === undefined ? limit : limit / shard.of) as N;
  const { budget } = execution;
  return {
    ...execution,
    maxRequestsPerMinute: part(maxRpm),
    maxTokensPerMinute: part(maxTpm),
    budget: budget && { ...budget, maxCostUsd: part(budget.maxCostUsd), maxTokens: part(budget.maxTokens) },
  };
}

/** Where the queue is; undefined for a run of this machine. Errors: `BAD_ARGUMENT` without an address. */
export function queueOf(
  flags: RunFlags,
  say: (line: string) => void,
  live?: Pick<LiveProgress, "below" | "isDrawn">,
): QueueOptions | undefined {
  if (flags.executor !== "bullmq") return undefined;
  const url = redisUrl(flags);
  let told = "";
  return {
    url,
    settings: { ...workerFlags(flags) },
    onWarning: (sentence) => say(`warning ${flagsIn(sentence)}`),
    onWorkers(workers) {
      if (live?.isDrawn) live.below(workers.map(workerLine));
      const text = workersText(workers);
      if (text !== told) say(text);
      told = text;
    },
  };
}

/** How batches are sent; undefined where requests are sent one by one. */
export function batchOf({ executor }: RunFlags, say: (line: string) => void): RunBenchmarkOptions["batch"] {
  if (executor !== "batch" && executor !== "openai-batch") return undefined;
  return { onBatch: (event) => say(batchText(event)) };
}

function batchText(event: BatchEvent): string {
  const { model, batch } = event;
  switch (event.status) {
    case "sent":
      return `${model}: sent batch ${batch} with ${plural(event.requests, "request")}. Ctrl-C leaves it with the service; --resume collects it.`;
    case "found":
      return `${model}: waiting for batch ${batch} of ${plural(event.requests, "request")}, sent before.`;
    case "running":
      return `${model}: batch ${batch} has ${event.done} of ${event.total}.`;
    case "over":
      return `${model}: batch ${batch} is over, ${event.answers} of ${event.requests} answered.`;
  }
}

export function redisUrl({ redis }: { readonly redis?: string | undefined }): string {
  if (redis !== undefined) return redis;
  throw new SameseedError("BAD_ARGUMENT", "The address of the queue is missing.", {
    hint: "Give it with --redis redis://host:6379, or in REDIS_URL.",
  });
}

/** The present and lost workers: prints a line when they change. */
function workersText(all: readonly WorkerStanding[]): string {
  const workers = all.filter(({ state }) => state === "working");
  const silent = all.filter(({ state }) => state === "silent").map(({ host, pid }) => `${host}:${pid}`);
  const gone =
    silent.length === 0 ? "" : `\nNo response for 5 s from ${silent.join(", ")}. Other workers take the trials.`;
  if (workers.length === 0) return `No workers connected. Start one: sameseed worker <benchmark> --redis <url>.${gone}`;
  const hosts = Map.groupBy(workers, ({ host }) => host);
  const names = [...hosts].map(([host, there]) => (there.length === 1 ? host : `${host} × ${there.length}`));
  const inFlight = workers.reduce((sum, { concurrency }) => sum + concurrency, 0);
  return `${plural(workers.length, "worker")}, up to ${inFlight} requests in flight: ${names.toSorted().join(", ")}.${gone}`;
}

/** `alpha:4711  working   1,200 trials  120.0/s  3 failed`, at the bottom of the live block. */
function workerLine({ host, pid, state, rows, perSecond, failed }: WorkerStanding): string {
  const name = `${host}:${pid}`.slice(0, 28).padEnd(28);
  const pace = state === "working" ? `${perSecond.toFixed(1)}/s`.padStart(10) : "".padStart(10);
  return `  ${name} ${state.padEnd(7)} ${plural(rows, "trial").padStart(16)} ${pace}${failed > 0 ? `  ${count(failed)} failed` : ""}`;
}
