import { createHash } from "node:crypto";
import { realpath, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { judgementsOf, plan, type Row, type StoppedModel, type Trial } from "@sameseed/core";
import { openCoordinator, type RunNotice } from "@sameseed/queue";
import { type AskedCall, checkedRow, unreadableEntries } from "@sameseed/runner";
import { version } from "../choices/version.ts";
import type { Executed, Executor } from "./executor.ts";
import { judgeAccount } from "./open-execution.ts";
import type { QueueOptions } from "./queue-options.ts";
import { tokenOf } from "./queue-token.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

/** Workers on any number of machines send and score; this process hands out the plan and stores the rows. */
export async function queueExecutor(
  { benchmark, execution, opened, rules }: Executed,
  options: RunBenchmarkOptions & { readonly queue: QueueOptions },
): Promise<Executor> {
  const { queue, abort } = options;
  const { meter } = execution;
  const { manifest, planned, folder } = opened;
  const run: RunNotice = {
    token: await tokenOf(opened.folder.queueFile),
    runId: manifest.runId,
    name: manifest.name,
    hash: manifest.hash,
    version: version(),
    settings: JSON.parse(JSON.stringify(queue.settings ?? {})) as RunNotice["settings"],
  };
  const coordinator = await openCoordinator({
    ...queue,
    run,
    home: await homeOf(folder.path),
    unreadable: unreadableEntries(folder.unreadableFile),
    variants: benchmark.variants.map(({ id }) => id),
    planned,
    readRow: checkedRow,
  });
  const isSequential = manifest.sequential !== undefined;
  const stopped = new Map<string, StoppedModel>();
  const onSkip = (_index: number, by: StoppedModel): void => {
    if (stopped.has(by.model)) return;
    stopped.set(by.model, by);
    options.onService?.({ status: "stopped", hint: "", ...by });
  };
  const isMissing = (index: number, isElsewhere: (index: number) => boolean): boolean =>
    opened.isMissing(index) && !isElsewhere(index);
  return {
    rows: () =>
      coordinator.rows({
        trials: (isElsewhere) =>
          meter.within(plan(benchmark, { isDone: (index) => !isMissing(index, isElsewhere), isSequential })),
        isStored: (index) => !opened.isMissing(index),
        answered: opened.answered(),
        flush: () => opened.flush(),
        lostRow: async (trial) =>
          lostRow(
            trial,
            benchmark.scorers.map(({ name }) => name),
          ),
        onSkip,
        stop: rules.stop,
        abort,
      }),
    jsonOf: (row) => coordinator.jsonOf(row),
    settle(row) {
      meter.arrive(row);
      for (const { judge, calls } of judgementsOf(row.scores))
        for (const call of calls) meter.spendCall(call, judgeAccount(judge));
    },
    asked: async () => (await coordinator.agreed()).map((text) => JSON.parse(text) as AskedCall).toSorted(byQuestion),
    stoppedModels: () => [...stopped.values()],
    workers: () => coordinator.workers().map(({ id: _, perSecond: __, ...record }) => record),
    end: () => {},
    async close(isComplete) {
      await coordinator.close(isComplete);
      if (isComplete) await rm(folder.queueFile, { force: true });
    },
  };
}

/** The machine and the folder of a run, as a hash: Redis gets no path. */
async function homeOf(folder: string): Promise<string> {
  return createHash("sha256")
    .update(`${hostname()}|${await realpath(folder)}`)
    .digest("hex");
}

/** The row of a trial that ended every worker that took it. */
function lostRow(trial: Trial, scorers: readonly string[]): Row {
  const message = "every worker that ran this trial's chunk ended before it answered";
  return {
    trial,
    outcome: {
      status: "failed",
      error: { kind: "worker_lost", message },
      latencyMs: null,
      attempts: 1,
      startedAt: new Date().toISOString(),
    },
    scores: Object.fromEntries(scorers.map((name) => [name, { value: null, reason: "the trial failed" }])),
  };
}

function byQuestion(left: AskedCall, right: AskedCall): number {
  const key = ({ scorer, call }: AskedCall): string => `${scorer}|${call.step ?? ""}|${call.question}`;
  return key(left) < key(right) ? -1 : 1;
}
