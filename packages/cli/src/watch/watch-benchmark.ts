import { dirname, relative, resolve } from "node:path";
import {
  type BenchmarkDefinition,
  type BenchmarkRecord,
  checkBenchmark,
  describeBenchmark,
  type Variant,
} from "@sameseed/core";
import type { VariantChange } from "@sameseed/reporter";
import { findRun, type KnownAnswers, knownAnswers } from "@sameseed/runner";
import { byVariant, compareTwoRuns } from "@sameseed/pipeline/compare";
import { loadBenchmark, type LoadOptions } from "../terminal/load-benchmark.ts";
import { countReplicates, type FinishedRun, type RunBenchmarkOptions } from "@sameseed/pipeline/run";
import { prepareBenchmark } from "@sameseed/pipeline/load";
import { unusedSettings } from "../terminal/tell-settings.ts";
import { describeChanges } from "./describe-changes.ts";
import { watchFiles } from "./file-watch.ts";
import { freshModules } from "./fresh-modules.ts";
import { namedFiles } from "./named-files.ts";
import type { Turn } from "./watch-screen.ts";

export interface WatchOptions {
  /** Runs a turn with the watch's settings. */
  readonly run: (definition: BenchmarkDefinition, options: TurnOptions) => Promise<FinishedRun | null>;
  /** Inputs of the benchmark in addition to its file. */
  readonly prepare: Pick<RunBenchmarkOptions, "selection" | "aa" | "baseUrl">;
  /** Permissions of datasets. */
  readonly read?: Pick<LoadOptions, "trustData" | "downloadTests"> | undefined;
  /** The command line's changes to the file. */
  readonly adjust: (definition: BenchmarkDefinition) => BenchmarkDefinition;
  /** Files outside the benchmark's folder that are read. */
  readonly alsoRead: readonly string[];
  /** Folders that are written. */
  readonly except: readonly string[];
  /** Ends the watch: a running run finishes its requests first. */
  readonly end: AbortSignal;
  readonly show: {
    /** A turn begins: these files were saved; none in the first. */
    readonly begin: (saved: readonly string[]) => void;
    readonly result: (turn: Turn) => void;
    /** No saved change affects the result. */
    readonly same: (saved: readonly string[]) => void;
    /** Stopped before the first answer: no file was written, and a continued run is unchanged. */
    readonly nothing: () => void;
    readonly error: (error: unknown) => void | Promise<void>;
    readonly wait: (folder: string) => void;
  };
}

export interface TurnOptions {
  readonly known: KnownAnswers;
  readonly stop: AbortSignal;
  /** A later save does not continue a run that was named on the command line. */
  readonly isFirst: boolean;
}

/** The state after the previous turn. */
interface Before {
  readonly record: BenchmarkRecord;
  readonly finished: FinishedRun;
}

const SCRIPT = /\.(?:[cm]?[jt]sx?|py)$/i;

/**
 * Runs a benchmark, and again after each change of its inputs. Earlier answers are reused for equal requests;
 * all answers are scored again. A mistake in the file is shown, and the next change tries again.
 */
export async function watchBenchmark(
  file: string,
  { run, prepare, read, adjust, alsoRead, except, end, show }: WatchOptions,
): Promise<void> {
  const path = resolve(file);
  const modules = freshModules();
  const known = knownAnswers(replicatesOf);
  const onSettings = unusedSettings();
  const watched = await watchFiles(dirname(path), { except });
  watched.add(alsoRead.map((name) => resolve(name)));
  let before: Before | null = null;

  async function load(): Promise<Loaded> {
    const definition = adjust(await loadBenchmark(path, { ...read, urlOf: modules.urlOf, onSettings }));
    watched.add([...modules.files, ...namedFiles([path, ...modules.files])]);
    const benchmark = await prepareBenchmark(definition, prepare);
    return { definition, record: describeBenchmark(benchmark, await checkBenchmark(benchmark), prepare.selection) };
  }

  /** Ends the run once a save changes its requests or its scores; returns the files saved meanwhile. */
  async function savedDuring(record: BenchmarkRecord, outdated: AbortController, over: AbortSignal): Promise<string[]> {
    const saved: string[] = [];
    for (let files = await watched.changes(over); files !== null; files = await watched.changes(over)) {
      saved.push(...files);
      const now = await load().catch(() => null); // report a mistake after the run
      if (now !== null && isOutdated(describeChanges(record, now.record), files)) outdated.abort();
    }
    return saved;
  }

  /** Returns the files saved during the turn. */
  async function turn(saved: readonly string[]): Promise<readonly string[]> {
    const { definition, record } = await load();
    const changed = before === null ? [] : describeChanges(before.record, record);
    if (before !== null && isSettled(before.finished) && !isOutdated(changed, saved)) {
      show.same(saved.map(shown));
      return [];
    }
    const [outdated, over] = [new AbortController(), new AbortController()];
    const later = savedDuring(record, outdated, over.signal);
    const stop = AbortSignal.any([end, outdated.signal]);
    const finished = await run(definition, { known, stop, isFirst: before === null }).finally(() => over.abort());
    if (finished === null) show.nothing();
    else {
      show.result({ because: reason(saved, changed), finished, changes: await changesSince(before, finished) });
      before = { record, finished };
    }
    return later;
  }

  try {
    for (let saved: readonly string[] | null = []; saved !== null;) {
      show.begin(saved.map(shown));
      const later: readonly string[] = await turn(saved).catch(async (error: unknown) => {
        await show.error(error);
        return [];
      });
      if (end.aborted) return;
      show.wait(shown(dirname(path)));
      saved = later.length > 0 ? later : await watched.changes(end);
    }
  } finally {
    await watched.close();
  }
}

interface Loaded {
  readonly definition: BenchmarkDefinition;
  readonly record: BenchmarkRecord;
}

/** A script's behaviour can change without its text, which the record contains. */
function isOutdated(changed: readonly string[], saved: readonly string[]): boolean {
  return changed.length > 0 || saved.some((name) => SCRIPT.test(name));
}

function shown(path: string): string {
  return relative(process.cwd(), path) || ".";
}

function replicatesOf(variants: readonly Variant[]): readonly number[] {
  return countReplicates(
    variants.map(({ prompt, model, params }) => ({
      prompt: prompt.source,
      identity: [model.id, model.identity ?? null],
      params,
    })),
  );
}

function isSettled({ report: { manifest } }: FinishedRun): boolean {
  return manifest.state === "complete" && manifest.counts.failed === 0;
}

function reason(saved: readonly string[], changed: readonly string[]): string {
  if (saved.length === 0) return "first run";
  const files = saved.map(shown).join(", ");
  return changed.length === 0 ? `${files} saved` : `${files} saved: ${changed.join(", ")}`;
}

async function changesSince(before: Before | null, { folder }: FinishedRun): Promise<Turn["changes"]> {
  if (before?.finished.report.manifest.state !== "complete") return null;
  const folders = [await findRun("", before.finished.folder), await findRun("", folder)] as const;
  const { comparisons } = await compareTwoRuns(folders, { force: true });
  const metric = comparisons[0]?.metric;
  const variants: VariantChange[] = [...byVariant(comparisons.filter((one) => one.metric === metric))].map(
    ([variant, comparison]) => ({ variant, comparison }),
  );
  return { since: folders[0].id, variants };
}
