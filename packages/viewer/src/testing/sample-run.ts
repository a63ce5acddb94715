import { Manifest, type WordedReport, type Row } from "@sameseed/core";

export interface SampleRunOptions {
  readonly cases: number;
  readonly repeats?: number;
  /** The answer to each trial, by its index. */
  readonly textOf?: (index: number) => string;
  /** The score of each trial, by its index; null for a failed one. */
  readonly scoreOf?: (index: number) => number | null;
  /** The text in every place that a benchmark may fill: names, ids, reasons, notes. */
  readonly label?: string;
}

export interface SampleRun {
  readonly manifest: Manifest;
  readonly rows: readonly Row[];
  readonly report: WordedReport;
}

/** Two variants over some cases, with a bare report. */
export function sampleRun({
  cases,
  repeats = 1,
  textOf = (index) => `answer ${index}`,
  scoreOf = (index) => index % 2,
  label = "",
}: SampleRunOptions): SampleRun {
  const hash = "0".repeat(64);
  const prompts = ["a", "b"].map((id) => id + label);
  const variants = prompts.map((prompt) => ({ id: `${prompt}/m`, prompt, model: "m", identity: {}, params: {}, hash }));
  const planned = cases * repeats * variants.length;
  const manifest = Manifest.parse({
    schemaVersion: 1,
    runId: "2026-01-01-000000",
    name: `sample${label}`,
    description: `a sample ${label}`,
    state: "complete",
    hash,
    seed: 7,
    seedPolicy: "derived",
    repeats,
    baseline: variants[0]!.id,
    cases: { dataset: "cases.csv", count: cases, hash, hashes: { "case-0": hash }, varNames: ["question"] },
    prompts: prompts.map((id) => ({ id, source: [{ role: "user", content: `{{question}} ${label}` }], hash })),
    variants,
    scorers: [{ name: "equals", identity: {}, hash }],
    selection: {},
    concurrency: 8,
    tool: { version: "0.1.0", node: "24.0.0" },
    gitCommit: null,
    priceTable: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:01:00.000Z",
    counts: { planned, completed: planned, truncated: 0, refused: 0, failed: 0 },
    notes: [],
  });
  const rows = Array.from({ length: planned }, (_, index) =>
    rowAt(manifest, index, { text: textOf(index), score: scoreOf(index), label }),
  );
  return {
    manifest,
    rows,
    report: {
      manifest,
      variants: manifest.variants.map(({ id, prompt, model }) => summaryOf({ id, prompt, model, cases, label })),
      comparisons: [],
      factors: [],
    },
  };
}

function rowAt(
  manifest: Manifest,
  index: number,
  { text, score, label }: { readonly text: string; readonly score: number | null; readonly label: string },
): Row {
  const variant = manifest.variants[index % 2]!;
  const block = Math.floor(index / 2);
  const timing = { latencyMs: 10, attempts: 1, startedAt: "2026-01-01T00:00:01.000Z" };
  const number = Math.floor(block / manifest.repeats);
  return {
    trial: {
      index,
      order: index,
      case: { id: `case-${number}${label}`, vars: { question: `1+1 ${label}` }, expected: `2${label}` },
      repeat: block % manifest.repeats,
      variant: variant.id,
      prompt: variant.prompt,
      model: "m",
      seed: 1,
    },
    outcome:
      score === null
        ? { status: "failed", error: { kind: "timeout", message: `no answer ${label}` }, ...timing }
        : {
            status: "completed",
            text,
            finishReason: "stop",
            systemFingerprint: `fp${label}`,
            modelVersion: "m-1",
            usage: { promptTokens: 1, completionTokens: 1 },
            costUsd: null,
            ttftMs: null,
            cached: false,
            ...timing,
          },
    scores:
      score === null ? {} : { equals: { value: score, reason: `because ${label}`, answer: label, expected: label } },
  };
}

function summaryOf({
  id,
  prompt,
  model,
  cases,
  label,
}: {
  readonly id: string;
  readonly prompt: string;
  readonly model: string;
  readonly cases: number;
  readonly label: string;
}): WordedReport["variants"][number] {
  return {
    variant: id,
    prompt,
    model,
    trials: cases,
    completed: cases,
    truncated: 0,
    refused: 0,
    failed: 0,
    cached: 0,
    metrics: [{ metric: "score", mean: 0.5, low: 0.4, high: 0.6, sd: 0.5, n: cases, method: "Wilson", unscored: 0 }],
    promptTokens: cases,
    completionTokens: cases,
    costUsd: null,
    latencyMsP50: 10,
    latencyMsP95: 12,
    fingerprints: { [`fp${label}`]: cases },
    backends: [],
  };
}
