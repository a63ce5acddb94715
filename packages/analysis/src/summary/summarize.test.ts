import type { Report, Row } from "@sameseed/core";
import { clusteredWilson, clusterMean } from "@sameseed/stats";
import { expect, test } from "vitest";
import { summarize } from "./summarize.ts";
import { failedRow, manifestOf, rowOf, scorer } from "../testing/sample-run.ts";

async function* stream(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

const direct = async (rows: readonly Row[], manifest = manifestOf()) =>
  (await summarize(manifest, stream(rows))).variants[0]!;

test("repeats are averaged inside their case before cases are averaged", async () => {
  const rows = [
    ...[1, 1, 1, 1].map((score, repeat) => rowOf({ case: { id: "a" }, repeat, score })),
    rowOf({ case: { id: "b" }, score: 0 }),
  ];
  const { metrics, trials } = await direct(rows, manifestOf({ repeats: 4 }));
  expect(metrics[0]).toMatchObject({ mean: 0.5, n: 2 });
  expect(trials).toBe(5);
});

test("failed trials are counted and left out of the mean", async () => {
  const rows = [rowOf({ score: 1 }), failedRow({ case: { id: "b" } }), rowOf({ case: { id: "c" }, score: 0 })];
  const { metrics, trials, completed, failed } = await direct(rows);
  expect(metrics[0]).toMatchObject({ mean: 0.5, n: 2, unscored: 0 });
  expect({ trials, completed, failed }).toEqual({ trials: 3, completed: 2, failed: 1 });
});

test("counts an answer that the scorer cannot judge as unscored, not as 0", async () => {
  const { metrics } = await direct([rowOf({ score: 1 }), rowOf({ case: { id: "b" }, score: null })]);
  expect(metrics[0]).toMatchObject({ mean: 1, n: 1, unscored: 1 });
});

test("a case with one failed repeat counts with the mean of the others", async () => {
  const rows = [rowOf({ score: 1 }), failedRow({ repeat: 1 }), rowOf({ repeat: 2, score: 0 })];
  const { metrics } = await direct(rows, manifestOf({ repeats: 3 }));
  expect(metrics[0]).toMatchObject({ mean: 0.5, n: 1 });
});

test("each of several scorers is a metric after the overall score", async () => {
  const manifest = manifestOf({ scorers: [scorer("numeric"), scorer("constructor")] });
  const rows = [
    rowOf({ score: { numeric: { value: 1 }, constructor: { value: 0 } } }),
    rowOf({ case: { id: "b" }, score: { numeric: { value: 1 }, constructor: { value: null } } }),
    rowOf({ case: { id: "c" }, score: { numeric: { value: 1 } } }),
  ];
  const { metrics } = await direct(rows, manifest);
  expect(metrics.map(({ metric, mean, n, unscored }) => ({ metric, mean, n, unscored }))).toEqual([
    { metric: "score", mean: 0.75, n: 2, unscored: 1 },
    { metric: "numeric", mean: 1, n: 3, unscored: 0 },
    { metric: "constructor", mean: 0, n: 1, unscored: 2 },
  ]);
});

test("cases with a cluster make the interval cluster-robust", async () => {
  const rows = ["x", "x", "y", "y", undefined, undefined].map((cluster, number) =>
    rowOf({ case: { id: `c${number}`, cluster }, score: number % 3 === 0 ? 0 : 1 }),
  );
  const { metrics } = await direct(rows);
  expect(metrics[0]).toMatchObject({ n: 6, method: "Wilson, effective n" });
});

test("clusters that only later cases name count for all cases", async () => {
  const clusters = [undefined, undefined, "x", "y", "x", undefined, "y"];
  const scores = [0.4, 0.5, 0.45, 0.6, 0.5, 0.55, 0.62];
  const rows = clusters.map((cluster, number) =>
    rowOf({ case: { id: `c${number}`, cluster }, score: scores[number]! }),
  );
  const clustered = clusterMean({ d: scores, cluster: ["a", "b", "x", "y", "x", "c", "y"] });
  const { lo: low, hi: high } = clusteredWilson(clustered)!;
  const { metrics } = await direct(rows);
  expect(metrics[0]).toMatchObject({ n: 7, method: "Wilson, effective n", low, high });
});

test("one unknown price makes the cost unknown, and likewise the tokens", async () => {
  const unknown = { costUsd: null, usage: null };
  const rows = [rowOf(), rowOf({ case: { id: "b" }, outcome: unknown })];
  expect(await direct(rows)).toMatchObject({ costUsd: null, promptTokens: null, completionTokens: null });
  expect(await direct([rowOf(), failedRow()])).toMatchObject({ costUsd: 5e-7, promptTokens: 10, completionTokens: 1 });
  expect(await direct([failedRow()])).toMatchObject({ costUsd: null, promptTokens: null, latencyMsP50: null });
});

test("many small prices add up without drift", async () => {
  const rows = Array.from({ length: 10_000 }, (_, number) =>
    rowOf({ case: { id: `c${number}` }, outcome: { costUsd: 0.0001 } }),
  );
  expect((await direct(rows)).costUsd).toBe(1);
});

test("latency quantiles leave out recorded, cached and failed trials", async () => {
  const rows = [100, 200, 300, 400].map((latencyMs, number) =>
    rowOf({ case: { id: `c${number}` }, outcome: { latencyMs } }),
  );
  const cached = rowOf({ case: { id: "d" }, outcome: { latencyMs: 0.01, cached: true } });
  const recorded = rowOf({ case: { id: "f" }, outcome: { latencyMs: null } });
  const summary = await direct([...rows, cached, recorded, failedRow({ case: { id: "e" } })]);
  expect(summary).toMatchObject({ latencyMsP50: 250, latencyMsP95: 385, cached: 1 });
});

test("system fingerprints are counted", async () => {
  const rows = ["fp_1", "fp_2", "fp_1", null].map((systemFingerprint, number) =>
    rowOf({ case: { id: `c${number}` }, outcome: { systemFingerprint } }),
  );
  expect((await direct(rows)).fingerprints).toEqual({ fp_1: 2, fp_2: 1 });
});

test("counts each status separately", async () => {
  const rows = ["completed", "truncated", "refused"].map((status, number) =>
    rowOf({ case: { id: `c${number}` }, outcome: { status } }),
  );
  expect(await direct(rows)).toMatchObject({ trials: 3, completed: 1, truncated: 1, refused: 1, failed: 0 });
});

test("includes a variant without rows in the report, with empty figures", async () => {
  const { variants } = await summarize(manifestOf(), []);
  expect(variants[1]).toMatchObject({ variant: "stepwise/m", trials: 0, metrics: [{ mean: null, n: 0, low: null }] });
});

test("every reporter gets each row in turn, then the report once", async () => {
  const seen: string[] = [];
  const slow = {
    async row({ trial }: Row) {
      await Promise.resolve();
      seen.push(`slow ${trial.case.id}`);
    },
    end: ({ variants }: Report) => void seen.push(`end ${variants.length}`),
  };
  const fast = { row: ({ trial }: Row) => void seen.push(`fast ${trial.case.id}`) };
  await summarize(manifestOf(), [rowOf(), rowOf({ case: { id: "b" } })], [slow, fast]);
  expect(seen).toEqual(["slow a", "fast a", "slow b", "fast b", "end 2"]);
});

test("ends reporters concurrently and throws the first error in their order after all have ended", async () => {
  const ended: string[] = [];
  const last = Promise.withResolvers<void>();
  const reporters = [
    {
      async end() {
        await last.promise; // reporters after this one end before it
        ended.push("first");
        throw new Error("first fails");
      },
    },
    {
      end() {
        ended.push("second");
        throw new Error("second fails");
      },
    },
    {
      async end() {
        ended.push("third");
        last.resolve();
      },
    },
    {
      async end() {
        await last.promise;
        await new Promise((resolve) => void setImmediate(resolve));
        ended.push("fourth");
      },
    },
  ];
  await expect(summarize(manifestOf(), [rowOf()], reporters)).rejects.toThrow("first fails");
  expect(ended).toEqual(["second", "third", "first", "fourth"]);
});
