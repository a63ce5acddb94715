import type { Manifest, WorkerRecord } from "@sameseed/core";

export interface WorkerRow {
  readonly name: string;
  readonly state: string;
  readonly concurrency: number;
  readonly trials: number;
  readonly failed: number;
  /** Null where the worker was seen for less than a second. */
  readonly perSecond: number | null;
  readonly ms: number;
}

const STATES: Readonly<Record<WorkerRecord["state"], string>> = {
  working: "until the end",
  ended: "left earlier",
  silent: "silent",
};

/** The workers of a run over several machines, the one with the most trials first. */
export function workerRows({ workers = [] }: Pick<Manifest, "workers">): readonly WorkerRow[] {
  return workers
    .toSorted((left, right) => right.rows - left.rows)
    .map(({ host, pid, state, concurrency, rows, failed, seconds }) => ({
      name: `${host}:${pid}`,
      state: STATES[state],
      concurrency,
      trials: rows,
      failed,
      perSecond: seconds >= 1 ? Math.round(rows / seconds) : null,
      ms: 1000 * seconds,
    }));
}
