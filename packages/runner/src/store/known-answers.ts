import { existsSync } from "node:fs";
import {
  type Answered,
  type Benchmark,
  contentHash,
  type Manifest,
  plan,
  promptedCase,
  type ReusedFrom,
  type Row,
  type TestCase,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { identityPart, keyOf, partsOf } from "../cache/cache-key.ts";
import { openStoredRows, readRows, type StoredRows } from "./read-rows.ts";
import type { RunFolder } from "./run-folder.ts";

/** The answers of several runs, by the content of the request. */
export interface KnownAnswers {
  /** Which trials of the benchmark have an answer already. */
  match(benchmark: Benchmark): Promise<ReusedAnswers>;
}

/** The answers that a run reuses. */
export interface ReusedAnswers {
  /** The runs with matched answers so far: those of chains are matched turn by turn. */
  readonly from: readonly ReusedFrom[];
  /** The row with the answer, as its run stored it; null without one, and for trials of chains. */
  row(index: number): ReusedRow | null;
  /** The row with the answer to a turn of a chain with known earlier turns; null without one. */
  turn(trial: Trial): Promise<ReusedRow | null>;
  /** Adds the stored answers of the run to the known ones. */
  learn(run: StoredRun): Promise<void>;
  close(): void;
}
export type ReusedRow = Row & { readonly outcome: Answered };

/** A run on disk and the data for reading it. */
export interface StoredRun {
  readonly folder: RunFolder;
  readonly manifest: Pick<Manifest, "counts">;
}

interface Place {
  readonly run: StoredRun;
  readonly index: number;
}

/**
 * Finds each answer by its request: model with its identity, parameters, messages with their files, seed,
 * case and repeat. Names and positions do not count: a renamed prompt keeps its answers, and one with changed
 * text has none. Failed trials have no answer. `replicatesOf` numbers variants with equal content, which send
 * separate requests.
 */
export function knownAnswers(replicatesOf: (variants: readonly Variant[]) => readonly number[]): KnownAnswers {
  const places = new Map<string, Place>();
  return {
    match: async (benchmark) => matchAnswers(places, await addressBook(benchmark, replicatesOf(benchmark.variants))),
  };
}

async function matchAnswers(places: Map<string, Place>, { planned, addressOf }: AddressBook): Promise<ReusedAnswers> {
  const matched = new Map<number, Place>();
  const stores = new Map<StoredRun, Promise<StoredRows>>();
  const storeOf = (run: StoredRun): Promise<StoredRows> => {
    const store = stores.get(run) ?? openStoredRows(run.folder.rowsFile, run.manifest.counts.planned);
    stores.set(run, store);
    return store;
  };
  const match = (index: number, address: string | null): Place | undefined => {
    const place = address === null ? undefined : places.get(address);
    if (place === undefined || !existsSync(place.run.folder.rowsFile)) return undefined;
    matched.set(index, place);
    return place;
  };
  for (const [index, address] of planned) match(index, address);
  const opened = new Map<StoredRun, StoredRows>();
  for (const { run } of matched.values()) if (!opened.has(run)) opened.set(run, await storeOf(run));
  return {
    get from() {
      return countedByRun(matched.values());
    },
    row(index) {
      const place = planned.has(index) ? matched.get(index) : undefined;
      return place === undefined ? null : answeredRow(opened.get(place.run)!.row(place.index));
    },
    async turn(trial) {
      const place = match(trial.index, await addressOf(trial));
      return place === undefined ? null : answeredRow((await storeOf(place.run)).row(place.index));
    },
    async learn(run) {
      for await (const { trial, outcome } of readRows(run.folder.rowsFile, run.manifest.counts.planned)) {
        if (outcome.status === "failed") continue;
        const address = trial.case.chain === undefined ? planned.get(trial.index) : await addressOf(trial);
        if (address != null) places.set(address, { run, index: trial.index });
      }
    },
    close: () => stores.forEach((store) => void store.then((rows) => rows.close())),
  };
}

function countedByRun(places: Iterable<Place>): ReusedFrom[] {
  return [...Map.groupBy(places, ({ run }) => run)]
    .map(([{ folder }, { length }]) => ({ runId: folder.id, rows: length }))
    .toSorted((left, right) => (left.runId < right.runId ? -1 : 1));
}

function answeredRow(row: Row | null): ReusedRow | null {
  return row === null || row.outcome.status === "failed" ? null : { ...row, outcome: row.outcome };
}

interface AddressBook {
  /** The address of each trial's answer by trial index. Trials of chains are not in it: their requests depend on answers. */
  readonly planned: ReadonlyMap<number, string>;
  /** The address of the answer to a trial with known earlier turns; null for a model without an identity. */
  readonly addressOf: (trial: Trial) => Promise<string | null>;
}

async function addressBook(benchmark: Benchmark, replicates: readonly number[]): Promise<AddressBook> {
  const parts = new Map(
    benchmark.variants.map((variant, position) => [
      variant.id,
      { ...variant, replicate: replicates[position]!, identity: identityOf(variant) },
    ]),
  );
  const addressOf = (trial: Trial): string | null => {
    const { repeat, seed, variant } = trial;
    const { model, prompt, params, replicate, identity, reasoning = "strip" } = parts.get(variant)!;
    if (identity === null) return null;
    const testCase = promptedCase(trial);
    const request = { messages: prompt.messages(testCase), params, seed, repeat, replicate };
    const files = prompt.filesHash?.(testCase) ?? "";
    const read = model.isCacheable === false ? contentHash(readBesides(testCase)) : "";
    return `${keyOf(partsOf(identity, request))}|${files}|${reasoning}|${testCase.id}|${read}`;
  };
  const planned = new Map<number, string>();
  for await (const trial of plan(benchmark)) {
    const address = trial.case.chain === undefined ? addressOf(trial) : null;
    if (address !== null) planned.set(trial.index, address);
  }
  return {
    planned,
    async addressOf(trial) {
      await parts.get(trial.variant)!.prompt.prepare?.(promptedCase(trial));
      return addressOf(trial);
    },
  };
}

/** Inputs of scripts, programs and requests with {{variables}}, in addition to the messages. */
function readBesides({ vars, metadata = {} }: TestCase): object {
  return { vars, metadata };
}

/** Null for a model without an identity; a fake model is a function, and its text does not determine its answers. */
function identityOf({ model: { id, identity } }: Variant): string | null {
  return identity === undefined || identity["provider"] === "fake" ? null : identityPart(id, identity);
}
