import { type CaseSummary, SameseedError, option } from "@sameseed/core";
import type { WorkerStanding } from "@sameseed/queue";
import type { RunBenchmarkOptions } from "./run-options.ts";

/** Where a run over several machines has its queue. */
export interface QueueOptions {
  /** `redis://` or `rediss://`, with user and password where the server wants them. */
  readonly url: string;
  /** The changes to the benchmark file, for the workers: see `WorkerSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called once a second with all workers so far, including those that left. */
  readonly onWorkers?: (workers: readonly WorkerStanding[]) => void;
  readonly onWarning?: (sentence: string) => void;
}

/** Errors: `BAD_ARGUMENT` for options that a run over several machines does not support. */
export function refuseOverQueue({ queue, latency, known, probe, prune }: RunBenchmarkOptions): void {
  if (queue === undefined) return;
  if (latency !== undefined) throw refused(option("latency"), "one clock must measure all requests");
  if (known !== undefined) throw refused("answers of earlier runs", "workers do not have them");
  if (prune) throw refused(option("prune"), "chunks in workers cannot be withdrawn when a variant is dropped");
  if (probe) throw refused(option("probe"), "it sends requests before the run; use sameseed probe first");
}

function refused(what: string, because: string): SameseedError {
  return new SameseedError("BAD_ARGUMENT", `${what} does not work over a queue: ${because}.`, {
    hint: `Run it on this machine, without ${option("executor")}.`,
  });
}

/** Errors: `BAD_ARGUMENT` for a rule that does not apply to the run. */
export function refuseRules({ sequential = false, prune = false, detect }: RunBenchmarkOptions): void {
  refuseDifference(detect);
  if (detect === undefined || (sequential && !prune)) return;
  throw new SameseedError("BAD_ARGUMENT", `${option("detect")} is the planned difference of a sequential run.`, {
    hint: `Add ${option("sequential")} and leave out ${option("prune")}, or leave out ${option("detect")}.`,
  });
}

/** Smaller differences have no use, and their sizes have no meaning. */
const LEAST_DIFFERENCE = 0.0001;

/** Errors: `BAD_ARGUMENT` for a planned difference that is not a share of the score. */
export function refuseDifference(detect: number | undefined): void {
  if (detect === undefined || (detect >= LEAST_DIFFERENCE && detect <= 1)) return;
  throw new SameseedError("BAD_ARGUMENT", `${option("detect")} must be from ${LEAST_DIFFERENCE} to 1, got ${detect}.`, {
    hint: "Use 0.05 for 5 points.",
  });
}

/** Errors: `BAD_ARGUMENT` for options that a run over batches does not support. */
export function refuseInBatches({ batch, budget = {}, latency, queue, sequential }: RunBenchmarkOptions): void {
  if (batch === undefined) return;
  const reasons: readonly (readonly [boolean, string, string])[] = [
    [latency !== undefined, option("latency"), "a batch answers within a day, not within a time"],
    [sequential === true, option("sequential"), "all requests are sent at once"],
    [budget.maxCostUsd !== undefined, option("budget.maxCostUsd"), "the cost of a batch is known only at its end"],
    [budget.maxTokens !== undefined, option("budget.maxTokens"), "the tokens of a batch are known only at its end"],
    [queue !== undefined, "a queue", "one process sends batches and collects them"],
  ];
  const reason = reasons.find(([isGiven]) => isGiven);
  if (reason === undefined) return;
  throw new SameseedError("BAD_ARGUMENT", `${reason[1]} does not work with batches: ${reason[2]}.`, {
    hint: "Leave one of the two out.",
  });
}

/** Errors: `BAD_ARGUMENT` for executors that cannot send a request after the answer to another. */
export function refuseChains({ batch, queue }: RunBenchmarkOptions, { chains }: Pick<CaseSummary, "chains">): void {
  if (chains === undefined || (batch === undefined && queue === undefined)) return;
  const [what, because] =
    queue === undefined
      ? ["batches", "a batch sends all requests at once"]
      : ["a queue", "its workers do not have one another's answers"];
  throw new SameseedError("BAD_ARGUMENT", `Cases in chains cannot run over ${what}: ${because}.`, {
    hint: `Run them on this machine, without ${option("executor")}; or leave the chains out with a filter.`,
  });
}

/** Errors: `BAD_ARGUMENT` for options that one part of a plan does not support. */
export function refuseInShard({ shard, queue, sequential }: RunBenchmarkOptions): void {
  if (shard === undefined) return;
  if (sequential) {
    throw new SameseedError("BAD_ARGUMENT", "A shard cannot be sequential: its rule needs the rows of all shards.", {
      hint: "Leave out one of the two options.",
    });
  }
  if (queue !== undefined) {
    throw new SameseedError("BAD_ARGUMENT", "A shard runs on one machine; a queue divides the plan itself.", {
      hint: "Leave out one of the two options.",
    });
  }
}
