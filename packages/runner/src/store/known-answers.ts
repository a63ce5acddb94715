import { existsSync } from "node:fs";
import {
  type Answered,
  type Benchmark,
  type Manifest,
  plan,
  type ReusedFrom,
  type Row,
  type Variant,
} from "@sameseed/core";
import { identityPart, keyOf, partsOf } from "../cache/cache-key.ts";
import { openStoredRows, readRows, type StoredRows } from "./read-rows.ts";
import type { RunFolder } from "./run-folder.ts";

/** The answers of several runs, addressed by what was asked. */
export interface KnownAnswers {
  /** Which trials of the benchmark have an answer already. */
  match(benchmark: Benchmark): Promise<ReusedAnswers>;
}

/** The answers that one run takes over. */
export interface ReusedAnswers {
  readonly from: readonly ReusedFrom[];
  /** The row that holds the answer, as its run stored it; null where there is none. */
  row(index: number): ReusedRow | null;
  /** Adds what the run has stored to the answers that are known. */
  learn(run: StoredRun): Promise<void>;
  close(): void;
}
export type ReusedRow = Row & { readonly outcome: Answered };

/** A run on disk and what reading it takes. */
export interface StoredRun {
  readonly folder: RunFolder;
  readonly manifest: Pick<Manifest, "counts">;
}

interface Place {
  readonly run: StoredRun;
  readonly index: number;
}

/**
 * Knows each answer by the request that it answers: model with its identity, parameters, messages with their files, seed,
 * case and repeat. Names and positions do not count, so a prompt that is renamed keeps its answers and one whose text is
 * changed has none. Failed trials have no answer. `replicatesOf` numbers variants of one content, which ask for themselves.
 */
export function knownAnswers(replicatesOf: (variants: readonly Variant[]) => readonly number[]): KnownAnswers {
  const places = new Map<string, Place>();
  return {
    async match(benchmark) {
      const addresses = await addressesOf(benchmark, replicatesOf(benchmark.variants));
      const matched = new Map<number, Place>();
      for (const [index, address] of addresses) {
        const place = places.get(address);
        if (place !== undefined && existsSync(place.run.folder.rowsFile)) matched.set(index, place);
      }
      const runs = Map.groupBy(matched.values(), ({ run }) => run);
      const stores = await openStores(runs.keys());
      return {
        from: [...runs]
          .map(([{ folder }, { length }]) => ({ runId: folder.id, rows: length }))
          .toSorted((left, right) => (left.runId < right.runId ? -1 : 1)),
        row(index) {
          const place = matched.get(index);
          const row = place === undefined ? null : stores.get(place.run)!.row(place.index);
          if (row === null || row.outcome.status === "failed") return null;
          return { ...row, outcome: row.outcome };
        },
        async learn(run) {
          for await (const { trial, outcome } of readRows(run.folder.rowsFile, run.manifest.counts.planned)) {
            const address = addresses.get(trial.index);
            if (address !== undefined && outcome.status !== "failed") places.set(address, { run, index: trial.index });
          }
        },
        close: () => stores.forEach((store) => store.close()),
      };
    },
  };
}

/** The address of each trial's answer by trial index; a trial whose model says nothing of itself has none. */
async function addressesOf(benchmark: Benchmark, replicates: readonly number[]): Promise<Map<number, string>> {
  const parts = new Map(
    benchmark.variants.map((variant, position) => [
      variant.id,
      { ...variant, replicate: replicates[position]!, identity: identityOf(variant) },
    ]),
  );
  const addresses = new Map<number, string>();
  for await (const { index, case: testCase, repeat, seed, variant } of plan(benchmark)) {
    if (testCase.chain !== undefined) continue; // its request depends on answers that are not known yet
    const { prompt, params, replicate, identity, reasoning = "strip" } = parts.get(variant)!;
    if (identity === null) continue;
    const request = { messages: prompt.messages(testCase), params, seed, repeat, replicate };
    const files = prompt.filesHash?.(testCase) ?? "";
    addresses.set(index, `${keyOf(partsOf(identity, request))}|${files}|${reasoning}|${testCase.id}`);
  }
  return addresses;
}

/** Null for a model that does not say what determines its answers; a fake one is a function, whose text does not say it. */
function identityOf({ model: { id, identity } }: Variant): string | null {
  return identity === undefined || identity["provider"] === "fake" ? null : identityPart(id, identity);
}

async function openStores(runs: Iterable<StoredRun>): Promise<Map<StoredRun, StoredRows>> {
  const stores = new Map<StoredRun, StoredRows>();
  for (const run of runs) stores.set(run, await openStoredRows(run.folder.rowsFile, run.manifest.counts.planned));
  return stores;
}
