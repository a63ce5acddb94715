import { Manifest, type Row, type ScoreRecord, type TestCase } from "@sameseed/core";

/** A small manifest of two prompts × one model × one scorer, with a test's changes. */
export function manifestOf(changes: Partial<Manifest> = {}): Manifest {
  const hash = "0".repeat(64);
  return Manifest.parse({
    schemaVersion: 1,
    runId: "2026-01-01-000000",
    name: "sums",
    description: null,
    state: "complete",
    hash,
    seed: 7,
    seedPolicy: "derived",
    repeats: 1,
    baseline: "direct/m",
    cases: { dataset: "cases.csv", count: 2, hash, hashes: null, varNames: ["question"] },
    prompts: [
      { id: "direct", source: "{{question}}", hash },
      { id: "stepwise", source: "Think. {{question}}", hash },
    ],
    variants: [variant("direct"), variant("stepwise")],
    scorers: [scorer("numeric")],
    selection: {},
    concurrency: 8,
    tool: { version: "0.1.0", node: "24.0.0" },
    gitCommit: null,
    priceTable: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:01:00.000Z",
    counts: { planned: 4, completed: 4, truncated: 0, refused: 0, failed: 0 },
    notes: [],
    ...changes,
  });
}

export function variant(prompt: string, model = "m"): Manifest["variants"][number] {
  return { id: `${prompt}/${model}`, prompt, model, identity: {}, params: {}, hash: "0" };
}

export function scorer(name: string): Manifest["scorers"][number] {
  return { name, identity: {}, hash: "0" };
}

export interface RowChanges {
  readonly case?: Partial<TestCase>;
  readonly repeat?: number;
  readonly index?: number;
  readonly prompt?: string;
  readonly outcome?: object;
  /** The value of scorer `numeric`, or the records of all scorers. */
  readonly score?: number | null | Readonly<Record<string, ScoreRecord>>;
}

/** An answered trial of variant `direct/m` on case `a`, with a test's changes. */
export function rowOf({
  case: testCase,
  repeat = 0,
  index = 0,
  prompt = "direct",
  outcome,
  score = 1,
}: RowChanges = {}): Row {
  return {
    trial: {
      index,
      order: index,
      case: { id: "a", vars: { question: "1+1" }, ...testCase },
      repeat,
      variant: `${prompt}/m`,
      prompt,
      model: "m",
      seed: 434296,
    },
    outcome: {
      status: "completed",
      text: "2",
      finishReason: "stop",
      systemFingerprint: "fp_1",
      modelVersion: "m-1",
      usage: { promptTokens: 10, completionTokens: 1 },
      costUsd: 0.0000005,
      ttftMs: null,
      cached: false,
      latencyMs: 12.5,
      attempts: 1,
      startedAt: "2026-01-01T00:00:01.000Z",
      ...outcome,
    },
    scores: typeof score === "object" && score !== null ? score : { numeric: { value: score } },
  };
}

/** A trial without an answer. */
export function failedRow(changes: RowChanges = {}): Row {
  const error = { kind: "timeout" as const, message: "no answer in 60 s" };
  const { latencyMs, attempts, startedAt } = rowOf().outcome;
  return { ...rowOf(changes), outcome: { status: "failed", error, latencyMs, attempts, startedAt }, scores: {} };
}
