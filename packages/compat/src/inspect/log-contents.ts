import { contentHash, SameseedError, type TestCase } from "@sameseed/core";
import type { EpochValue } from "./figures.ts";
import type { LogHeader } from "./log-schema.ts";
import type { InspectLog } from "./read-log.ts";
import { caseOf, logScores, outcomeOf } from "./sample-row.ts";
import { scoreValues } from "./score-value.ts";

/** Data of all samples that is needed before the first row can be written. */
export interface LogContents {
  /** In the dataset's order if the log has it, else in the order of the samples. */
  readonly cases: readonly TestCase[];
  /** Score columns in order of appearance. */
  readonly columns: readonly string[];
  readonly repeats: number;
  /** Place in the order of time by `<log> <case> <epoch>`. */
  readonly orders: ReadonlyMap<string, number>;
  /** Values of each log by column, as the log has them. */
  readonly values: readonly ReadonlyMap<string, readonly EpochValue[]>[];
  /** Samples that ended at a limit. */
  readonly limited: number;
  /** Samples that were marked as invalid. */
  readonly invalidated: number;
}

export function addressOf(log: number, caseId: string, epoch: number): string {
  return `${log} ${epoch} ${caseId}`;
}

/** Reads all samples of all logs once. Errors: `BAD_DATASET` for logs of different datasets or without samples. */
export async function readContents(logs: readonly InspectLog[]): Promise<LogContents> {
  const cases = new Map<string, { readonly testCase: TestCase; readonly hash: string; readonly file: string }>();
  const columns = new Set<string>();
  const times: { readonly address: string; readonly startedAt: string }[] = [];
  const values = logs.map(() => new Map<string, EpochValue[]>());
  let repeats = Math.max(1, ...logs.map(({ header }) => header.eval.config.epochs ?? 1));
  const counts = { limited: 0, invalidated: 0 };
  for (const [place, { file, header, samples }] of logs.entries()) {
    const clusterKey = clusterKeyOf(header);
    let count = 0;
    for await (const sample of samples()) {
      count++;
      repeats = Math.max(repeats, sample.epoch);
      if (sample.limit) counts.limited++;
      if (sample.invalidation) counts.invalidated++;
      const testCase = caseOf(sample, clusterKey);
      const { id } = testCase;
      const hash = contentHash({ vars: testCase.vars, expected: testCase.expected ?? null });
      const known = cases.get(id);
      if (known === undefined) cases.set(id, { testCase, hash, file });
      else if (known.hash !== hash) throw otherDataset(id, known.file, file);
      const address = addressOf(place, id, sample.epoch);
      times.push({ address, startedAt: outcomeOf(sample, header.eval.model, header.eval.created).startedAt });
      for (const [scorer, score] of Object.entries(logScores(sample, firstScorer(header)))) {
        for (const { column, value } of scoreValues(scorer, score)) {
          columns.add(column);
          const list = values[place]!.get(column) ?? [];
          if (value !== null && !sample.error) list.push({ caseId: id, cluster: testCase.cluster, value });
          values[place]!.set(column, list);
        }
      }
    }
    if (count === 0) throw noSamples(file, header);
  }
  const ids = logs[0]!.header.eval.dataset.sample_ids?.map(String) ?? [];
  const listed = ids.filter((id) => cases.has(id));
  const order = [...new Set([...listed, ...cases.keys()])];
  const inTime = times.toSorted((one, other) =>
    one.startedAt < other.startedAt ? -1 : Number(one.startedAt > other.startedAt),
  );
  return {
    cases: order.map((id) => cases.get(id)!.testCase),
    columns: [...columns],
    repeats,
    orders: new Map(inTime.map(({ address }, position) => [address, position])),
    values,
    ...counts,
  };
}

/** The name of the one scorer of an old log. */
export function firstScorer({ results }: LogHeader): string {
  return results?.scorer?.name ?? results?.scores?.[0]?.name ?? "score";
}

/** The key of the metadata by which a log's standard error is clustered. */
function clusterKeyOf({ results }: LogHeader): string | undefined {
  const metrics = results?.scores?.flatMap((figures) => Object.values(figures.metrics)) ?? [];
  const keys = metrics.map(({ params, options }) => (params ?? options)?.["cluster"]);
  return keys.find((key) => typeof key === "string");
}

function otherDataset(id: string, first: string, second: string): SameseedError {
  return new SameseedError("BAD_DATASET", `Sample ${id} has different inputs in ${first} and ${second}.`, {
    hint: "Logs of one dataset become the variants of one run; import others one by one.",
  });
}

function noSamples(file: string, { status, results }: LogHeader): SameseedError {
  const had = results?.total_samples ? `, though it counted ${results.total_samples}` : "";
  return new SameseedError(
    "BAD_DATASET",
    `${file} (status ${status}) has no samples${had}: there is nothing to import.`,
    {
      hint: "Run Inspect without --no-log-samples, or import the .eval log of the same run.",
    },
  );
}
