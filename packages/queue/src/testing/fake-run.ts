import { randomBytes } from "node:crypto";
import type { Row, Trial } from "@sameseed/core";
import { openCoordinator } from "../coordinator.ts";
import type { Coordinator, CoordinatorOptions, DistributeOptions } from "../coordinator-options.ts";
import type { RunNotice } from "../notices.ts";
import { work, type WorkerEnd, type WorkerOptions } from "../worker.ts";

export const VARIANTS = ["a/m", "b/m"];

export function fakeNotice(change: Partial<RunNotice> = {}): RunNotice {
  return {
    token: randomBytes(16).toString("hex"),
    runId: "run",
    name: "fake",
    hash: "hash",
    version: "1.0.0",
    settings: {},
    ...change,
  };
}

/** The trials of a plan of two variants, those elsewhere left out. */
export async function* fakePlan(
  trials: number,
  isElsewhere: (index: number) => boolean = () => false,
): AsyncGenerator<Trial> {
  for (let index = 0; index < trials; index++) {
    if (isElsewhere(index)) continue;
    const variant = VARIANTS[index % 2]!;
    const id = `c${Math.floor(index / 2)}`;
    yield {
      index,
      order: index,
      case: { id, vars: { q: id } },
      repeat: 0,
      variant,
      prompt: variant[0]!,
      model: "m",
      seed: 7,
    };
  }
}

export function fakeRow(trial: Trial, text = "answer"): Row {
  return {
    trial,
    outcome: {
      status: "completed",
      text,
      finishReason: "stop",
      systemFingerprint: null,
      modelVersion: null,
      usage: null,
      costUsd: null,
      ttftMs: null,
      cached: false,
      latencyMs: 1,
      attempts: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
    },
    scores: {},
  };
}

export async function fakeCoordinator(
  run: RunNotice,
  { url, planned, ...others }: Pick<CoordinatorOptions, "url" | "planned"> & Partial<CoordinatorOptions>,
): Promise<Coordinator> {
  return openCoordinator({
    url,
    run,
    home: "here",
    unreadable: { file: "unreadable.jsonl", keep: async () => {} },
    variants: VARIANTS,
    planned,
    readRow: (text) => JSON.parse(text) as Row,
    ...others,
  });
}

/** Takes all rows; a trial's second row is not counted. */
export async function collect(
  coordinator: Coordinator,
  planned: number,
  options: Partial<DistributeOptions> & {
    readonly stored?: Set<number>;
    readonly onRow?: (row: Row) => void | Promise<void>;
  } = {},
): Promise<Map<number, Row>> {
  const { stored = new Set<number>(), onRow } = options;
  const rows = new Map<number, Row>();
  const all = coordinator.rows({
    trials: (isElsewhere) => fakePlan(planned, (index) => stored.has(index) || isElsewhere(index)),
    isStored: (index) => stored.has(index),
    answered: null,
    flush: async () => {},
    lostRow: async (trial) => fakeRow(trial, "lost"),
    stop: new AbortController().signal,
    ...options,
  });
  for await (const row of all) {
    if (stored.has(row.trial.index)) continue;
    stored.add(row.trial.index);
    rows.set(row.trial.index, row);
    await onRow?.(row);
  }
  return rows;
}

/** A worker in this process that answers at once. */
export function fakeWorker(
  run: RunNotice,
  options: Pick<WorkerOptions, "url"> & Partial<WorkerOptions>,
): Promise<WorkerEnd> {
  return work({
    run,
    concurrency: 8,
    variants: VARIANTS.map((id) => ({ id, prompt: { id: id[0]! }, modelId: "m" })),
    caseOf: () => Promise.reject(new Error("no such case")),
    async *execute({ trials, answered, stop }) {
      for await (const trial of trials) {
        if (stop.aborted) return;
        yield fakeRow(trial);
      }
      for await (const { trial, outcome } of answered) yield { trial, outcome, scores: {} };
    },
    ...options,
  });
}
