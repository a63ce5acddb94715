import {
  checkBenchmark,
  type Benchmark,
  describeBenchmark,
  DEFAULT_MARGIN,
  type Row,
  SameseedError,
  option,
} from "@sameseed/core";
import { basename } from "node:path";
import { type RecordedRun, sha256 } from "../recorded/recorded-run.ts";
import { keysWarning } from "../recorded/keys-warning.ts";
import { checkFigures } from "./figures.ts";
import { generateSeed } from "./generate-config.ts";
import { addressOf, firstScorer, type LogContents, readContents } from "./log-contents.ts";
import { loggedVariants } from "./logged-variants.ts";
import { type InspectLog, readLog } from "./read-log.ts";
import { logScores, outcomeOf, scoreRecords } from "./sample-row.ts";
import type { Scale } from "./score-value.ts";

export interface InspectRunOptions {
  /** By which a scorer's values are divided, where they are not from 0 to 1. */
  readonly scale?: Scale | undefined;
}

/** Reads logs of one dataset: each is a variant, epochs are repeats. Errors: `BAD_DATASET`. */
export async function inspectRun(
  files: readonly string[],
  { scale = {} }: InspectRunOptions = {},
): Promise<RecordedRun> {
  const logs = await Promise.all(files.map((file) => readLog(file)));
  const contents = await readContents(logs);
  const benchmark = benchmarkOf(logs, contents, scale);
  const record = describeBenchmark(benchmark, await checkBenchmark(benchmark));
  const headers = logs.map(({ header }) => header);
  const figures = logs.map(({ header }, place) => ({
    variant: benchmark.variants[place]!.id,
    figures: checkFigures(header, contents.values[place]!),
  }));
  const starts = headers.map(({ stats, eval: { created } }) => stats?.started_at || created);
  const ends = headers.flatMap(({ stats }) => stats?.completed_at || []);
  return {
    record,
    imported: {
      tool: "inspect_ai",
      version: String(headers[0]!.eval.packages?.["inspect_ai"] ?? "") || null,
      files: await Promise.all(files.map(async (file) => ({ name: basename(file), sha256: await sha256(file) }))),
    },
    startedAt: utc(starts.toSorted()[0]!),
    endedAt: ends.length === 0 ? null : utc(ends.toSorted().at(-1)!),
    gitCommit: headers[0]!.eval.revision?.commit ?? null,
    concurrency: headers[0]!.eval.config.max_samples ?? 1,
    notes: notesOf(logs, contents),
    warnings: [
      ...warningsOf(logs, contents, { scale, figures }),
      ...keysWarning(logs.reduce((sum, log) => sum + log.keysTaken(), 0)),
    ],
    figures,
    rows: () => rowsOf(logs, benchmark, { contents, scale }),
    close: () => logs.forEach((log) => log.close()),
  };
}

function benchmarkOf(logs: readonly InspectLog[], { cases, columns, repeats }: LogContents, scale: Scale): Benchmark {
  const seeds = new Set(logs.map(({ header }) => generateSeed(header)));
  const [seed = null] = seeds.size === 1 ? seeds : [];
  const isSeed = seed !== null && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31;
  const variants = loggedVariants(logs);
  return {
    name: logs[0]!.header.eval.task,
    description: `Imported from Inspect: ${logs.map(({ file }) => basename(file)).join(", ")}`,
    seed: isSeed ? seed : 1,
    seedPolicy: isSeed ? "fixed" : "none",
    repeats,
    cases: {
      id: logs[0]!.header.eval.dataset.name ?? logs[0]!.header.eval.task,
      async *cases() {
        yield* cases;
      },
    },
    variants,
    scorers: columns.map((name) => ({
      name,
      identity: { type: "inspect", column: name, ...(scale[name] !== undefined && { scale: scale[name] }) },
      score: () => null,
    })),
    judges: [],
    baseline: variants[0]!.id,
    margin: DEFAULT_MARGIN,
  };
}

interface RowContext {
  readonly contents: LogContents;
  readonly scale: Scale;
}

async function* rowsOf(
  logs: readonly InspectLog[],
  { variants, repeats, seed, seedPolicy }: Benchmark,
  { contents: { cases, columns, orders }, scale }: RowContext,
): AsyncGenerator<Row> {
  const places = new Map(cases.map(({ id }, place) => [id, place]));
  const seen = new Set<number>();
  for (const [position, { file, header, samples }] of logs.entries()) {
    const variant = variants[position]!;
    for await (const sample of samples()) {
      const place = places.get(String(sample.id))!;
      const repeat = sample.epoch - 1;
      const index = (place * repeats + repeat) * variants.length + position;
      if (seen.has(index))
        throw new SameseedError("BAD_DATASET", `${file} has sample ${sample.id} twice in epoch ${sample.epoch}.`, {
          hint: "The log is damaged: import another copy of it.",
        });
      seen.add(index);
      const records = sample.error ? {} : scoreRecords(logScores(sample, firstScorer(header)), scale);
      const missing = { value: null, reason: sample.error ? "the trial failed" : "the log has no score here" };
      yield {
        trial: {
          index,
          order: orders.get(addressOf(position, String(sample.id), sample.epoch))!,
          case: cases[place]!,
          repeat,
          variant: variant.id,
          prompt: variant.prompt.id,
          model: variant.modelId,
          seed: seedPolicy === "none" ? null : seed,
        },
        outcome: outcomeOf(sample, header.eval.model, header.eval.created),
        scores: Object.fromEntries(columns.map((column) => [column, records[column] ?? missing])),
      };
    }
  }
}

function notesOf(logs: readonly InspectLog[], { limited }: LogContents): string[] {
  return [
    ...logs.map(
      ({ file, header }) =>
        `${basename(file)}: a run of Inspect, status ${header.status}${header.error ? ` (${header.error.message})` : ""}.`,
    ),
    ...(limited === 0 ? [] : [`${limited} samples ended at a limit of tokens, time or messages.`]),
  ];
}

interface WarningContext {
  readonly scale: Scale;
  readonly figures: RecordedRun["figures"];
}

function warningsOf(
  logs: readonly InspectLog[],
  { values, invalidated }: LogContents,
  { scale, figures }: WarningContext,
): string[] {
  const seeds = new Set(logs.map(({ header }) => generateSeed(header)));
  const outside = new Set(
    values.flatMap((columns) =>
      [...columns].flatMap(([column, list]) => {
        const factor = scale[column] ?? scale[column.replace(/[.[].*/, "")] ?? 1;
        return list.some(({ value }) => value / factor < 0 || value / factor > 1) ? [column] : [];
      }),
    ),
  );
  const reducers = new Set(
    logs.flatMap(({ header }) => header.results?.scores?.flatMap(({ reducer }) => reducer ?? []) ?? []),
  );
  const odd = [...reducers].filter((reducer) => reducer !== "mean");
  return [
    ...(seeds.size > 1
      ? [`the logs were run under different seeds (${[...seeds].join(", ")}): the rows have none`]
      : []),
    ...[...outside].map(
      (column) =>
        `scores of ${column} are not all from 0 to 1, and those outside are left empty: give the highest with ${option("scale")} ${column}=<highest>`,
    ),
    ...(invalidated === 0
      ? []
      : [
          `${invalidated} ${invalidated === 1 ? "sample is" : "samples are"} marked as invalid in the log, and imported like the others`,
        ]),
    ...odd.map((reducer) => `epochs were reduced by ${reducer}; here a case has the mean of its repeats`),
    ...figures.flatMap(({ variant, figures: list }) =>
      list.flatMap(({ scorer, metric, logged, computed }) =>
        logged !== null && computed !== null && Math.abs(logged - computed) > 1e-9
          ? [`${variant}: the log says ${scorer} ${metric} ${logged}, its samples give ${computed}`]
          : [],
      ),
    ),
  ];
}

function utc(time: string): string {
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? time : parsed.toISOString();
}
