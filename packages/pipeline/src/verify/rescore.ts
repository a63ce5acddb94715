import { type Benchmark, type Manifest, plan, type Row } from "@sameseed/core";
import { KnownCalls, openStoredRows, replay, type RunFolder, storedJudgeClient } from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { blocksOf } from "../run/judge-session.ts";
import { preparedTurns } from "../run/prepared-turns.ts";
import { refuseOtherQuestion, refuseOtherRequests } from "./same-requests.ts";

export interface Rescored {
  readonly row: Row;
  /** The row as the run has it. */
  readonly stored: Row;
}

/** The run's rows, scored by the benchmark's current scorers, with the stored rows. */
export async function* rescore(folder: RunFolder, manifest: Manifest, benchmark: Benchmark): AsyncGenerator<Rescored> {
  refuseOtherRequests(manifest, benchmark);
  const rows = await openStoredRows(folder.rowsFile, manifest.counts.planned);
  const stored = new Map<number, Row>();
  const known = new KnownCalls();
  for (const { calls = [] } of manifest.judges ?? []) for (const call of calls) known.add({ index: null, call });
  const { seed, judges } = benchmark;
  const judgeClient = storedJudgeClient(judges, {
    seed,
    known,
    onMissing: (question) => refuseOtherQuestion(manifest, question),
  });
  const prompts = new Map(benchmark.variants.map(({ prompt }) => [prompt.id, prompt]));
  async function* results(): ReturnType<typeof replay> {
    for await (const result of replay(plan(benchmark, { isSequential: manifest.sequential !== undefined }), {
      manifest,
      rows,
      prompts,
    })) {
      stored.set(result.trial.index, result.stored);
      known.addRow(result.stored, result.trial.index, { withErrors: true });
      yield result;
    }
  }
  try {
    for await (const { trial, outcome, scores } of score(
      preparedTurns(results(), benchmark.variants),
      benchmark.scorers,
      {
        judgeClient,
        ...blocksOf(benchmark),
      },
    )) {
      yield { row: { trial, outcome, scores }, stored: stored.get(trial.index)! };
      stored.delete(trial.index);
    }
  } finally {
    rows.close();
  }
}
