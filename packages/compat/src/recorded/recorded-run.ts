import {
  type Benchmark,
  type BenchmarkRecord,
  checkBenchmark,
  DEFAULT_MARGIN,
  describeBenchmark,
  type ImportedFrom,
  type ModelParams,
  type Outcome,
  type Row,
  type ScoreRecord,
  type TestCase,
  type Variant,
} from "@sameseed/core";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";

/** One figure of a log next to the same from its samples. */
export interface CheckedFigure {
  readonly scorer: string;
  readonly metric: string;
  /** As the log has it; null for NaN. */
  readonly logged: number | null;
  /** Null if it is not computed here, or there is no sample for it. */
  readonly computed: number | null;
}

/** Another tool's finished runs as a sameseed run: the contents of its manifest, and its rows. */
export interface RecordedRun {
  readonly record: BenchmarkRecord;
  readonly imported: ImportedFrom;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly gitCommit: string | null;
  /** Maximum requests in flight, if the logs have it. */
  readonly concurrency: number;
  readonly notes: readonly string[];
  /** Differences, in sentences. */
  readonly warnings: readonly string[];
  /** Each log's own figures next to those of its samples, by variant. */
  readonly figures: readonly { readonly variant: string; readonly figures: readonly CheckedFigure[] }[];
  /** One row per answer. */
  rows(): AsyncIterable<Row>;
  close(): void;
}

/** Who answered: a prompt, a model and its parameters, as the other tool names them. */
export interface RecordedVariant {
  readonly promptId: string;
  /** The manifest's source of the prompt. */
  readonly promptSource: unknown;
  /** As the model's half of the variant's id. */
  readonly modelId: string;
  readonly model: string;
  readonly params: ModelParams;
}

/** An answer that was generated and scored elsewhere. */
export interface RecordedTrial {
  readonly caseId: string;
  readonly repeat: number;
  /** Place in the list of variants. */
  readonly variant: number;
  readonly outcome: Outcome;
  readonly scores: Readonly<Record<string, ScoreRecord>>;
}

export interface Recording {
  /** Name of the tool, in the manifest. */
  readonly tool: string;
  readonly version: string | null;
  readonly files: readonly string[];
  readonly name: string;
  readonly cases: readonly TestCase[];
  readonly variants: readonly RecordedVariant[];
  /** In the order of their requests, if known. */
  readonly trials: readonly RecordedTrial[];
  readonly seed: number | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly warnings: readonly string[];
  readonly figures?: RecordedRun["figures"] | undefined;
}

/** Answers of another tool as a run: scores keep their names, and missing ones are null with a reason. */
export async function runOfRecording(recording: Recording): Promise<RecordedRun> {
  const { tool, version, files, startedAt, endedAt, warnings, figures = [] } = recording;
  const benchmark = benchmarkOf(recording);
  return {
    record: describeBenchmark(benchmark, await checkBenchmark(benchmark)),
    imported: {
      tool,
      version,
      files: await Promise.all(files.map(async (file) => ({ name: basename(file), sha256: await sha256(file) }))),
    },
    startedAt,
    endedAt,
    gitCommit: null,
    concurrency: 1,
    notes: files.map((file) => `${basename(file)}: results of ${tool}.`),
    warnings,
    figures,
    async *rows() {
      yield* rowsOf(recording, benchmark);
    },
    close: () => {},
  };
}

function benchmarkOf({ tool, files, name, cases, variants, trials, seed }: Recording): Benchmark {
  const columns = [...new Set(trials.flatMap(({ scores }) => Object.keys(scores)))];
  const known = variants.map((variant): Variant => {
    const { promptId, promptSource, modelId, model, params } = variant;
    return {
      id: `${promptId}/${modelId}`,
      modelId,
      prompt: { id: promptId, source: promptSource, messages: () => [] },
      model: {
        id: model,
        identity: { provider: tool },
        complete: () => Promise.reject(new Error("This model is a record.")),
      },
      params,
    };
  });
  return {
    name,
    description: `Imported from ${tool}: ${files.map((file) => basename(file)).join(", ")}`,
    seed: seed ?? 1,
    seedPolicy: seed === null ? "none" : "fixed",
    repeats: 1 + Math.max(0, ...trials.map(({ repeat }) => repeat)),
    cases: {
      id: name,
      async *cases() {
        yield* cases;
      },
    },
    variants: known,
    scorers: columns.map((column) => ({ name: column, identity: { type: tool, column }, score: () => null })),
    judges: [],
    baseline: known[0]!.id,
    margin: DEFAULT_MARGIN,
  };
}

function* rowsOf({ cases, trials }: Recording, benchmark: Benchmark): Generator<Row> {
  const { variants, repeats, seed, seedPolicy, scorers } = benchmark;
  const places = new Map(cases.map(({ id }, place) => [id, place]));
  const weights = new Map(
    trials.flatMap(({ scores }) => Object.entries(scores).map(([name, { weight }]) => [name, weight])),
  );
  const missing = (name: string, reason: string): ScoreRecord => {
    const weight = weights.get(name);
    return { value: null, reason, ...(weight !== undefined && { weight }) };
  };
  for (const [order, { caseId, repeat, variant: position, outcome, scores }] of trials.entries()) {
    const variant = variants[position]!;
    const place = places.get(caseId)!;
    const reason = outcome.status === "failed" ? "the trial failed" : "the record has no score here";
    yield {
      trial: {
        index: (place * repeats + repeat) * variants.length + position,
        order,
        case: cases[place]!,
        repeat,
        variant: variant.id,
        prompt: variant.prompt.id,
        model: variant.modelId,
        seed: seedPolicy === "none" ? null : seed,
      },
      outcome,
      scores: Object.fromEntries(scorers.map(({ name }) => [name, scores[name] ?? missing(name, reason)])),
    };
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
