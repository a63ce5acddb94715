import type { Manifest, Row, ScoreRecord } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import { describe, expect, test } from "vitest";
import { reportMarkdown } from "./report-markdown.ts";
import { resultTable } from "../terminal/result-table.ts";
import { aggregateMetrics } from "@sameseed/analysis";
import { wordedSummary } from "../testing/worded-summary.ts";
import { summaryCsv } from "../csv/summary-csv.ts";
import { failedRow, manifestOf, rowOf, scorer } from "@sameseed/analysis/testing/sample-run";

async function* stream(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

const typed = (type: string, settings: object = {}): Manifest["scorers"][number] => ({
  ...scorer(type),
  identity: { type, ...settings },
});
const names = (changes: Partial<Manifest>): string[] =>
  aggregateMetrics(manifestOf(changes)).map(({ metric }) => metric);

describe("presence of the metrics", () => {
  test.each<[string, Partial<Manifest>, string[]]>([
    ["no metric for one draw", { scorers: [typed("code-execution")] }, []],
    [
      "pass@k of all repeats where a scorer passes or fails",
      { repeats: 3, scorers: [typed("code-execution"), typed("equals")] },
      ["pass@3.code-execution", "pass^3.code-execution"],
    ],
    [
      "of a threshold",
      { repeats: 3, scorers: [typed("rouge-l", { threshold: 0.5 })] },
      ["pass@3.rouge-l", "pass^3.rouge-l"],
    ],
    [
      "of every scorer where k is named",
      { repeats: 5, passAt: [1, 5], scorers: [typed("equals")] },
      ["pass@1.equals", "pass@5.equals", "pass^5.equals"],
    ],
    [
      "of the corpus",
      {
        scorers: [typed("bleu"), typed("chrf"), typed("ter"), typed("tool-call-f1"), typed("choice"), typed("rouge-l")],
      },
      ["corpus.bleu", "corpus.chrf", "corpus.ter", "micro-f1.tool-call-f1", "macro-f1.choice"],
    ],
    ["not of an inverted scorer", { scorers: [typed("bleu", { not: true })] }, []],
    [
      "no metric in a sequential run, where intervals hold for one look",
      {
        scorers: [typed("bleu")],
        sequential: { metric: "score", alpha: 0.05, plannedCases: 50, method: null, stoppedAt: null },
      },
      [],
    ],
  ])("%s", (...[, changes, wanted]) => {
    expect(names(changes)).toEqual(wanted);
  });
});

describe("pass@k and pass^k", () => {
  const manifest = manifestOf({ repeats: 3, passAt: [2], scorers: [scorer("numeric")] });
  const draws = (id: string, values: readonly (number | null | "failed")[], prompt = "direct"): Row[] =>
    values.map((score, repeat) =>
      score === "failed" ? failedRow({ case: { id }, repeat, prompt }) : rowOf({ case: { id }, repeat, prompt, score }),
    );

  test("are the unbiased estimates of each case, averaged over the cases", async () => {
    const rows = [
      ...draws("a", [1, 0, 0]),
      ...draws("b", [1, 1, 1]),
      ...draws("c", [0, 0, 0]),
      ...draws("d", [1, 1, 0]),
    ];
    const { aggregates } = await wordedSummary(manifest, stream(rows));
    const values = aggregates!.summaries.filter(({ variant }) => variant === "direct/m");
    expect(values).toMatchObject([
      {
        metric: "pass@2.numeric",
        n: 4,
        mean: expect.closeTo((2 / 3 + 1 + 0 + 1) / 4, 12),
        method: "empirical likelihood",
      },
      {
        metric: "pass^2.numeric",
        n: 4,
        mean: expect.closeTo((0 + 1 + 0 + 1 / 3) / 4, 12),
        method: "empirical likelihood",
      },
    ]);
  });

  test("a failed request is a draw that did not pass; an answer that is neither leaves its case too few draws", async () => {
    const rows = [...draws("a", [1, "failed", "failed"]), ...draws("b", [1, null, null])];
    const { aggregates } = await wordedSummary(manifest, stream(rows));
    expect(aggregates!.summaries[0]).toMatchObject({
      metric: "pass@2.numeric",
      n: 1,
      mean: expect.closeTo(2 / 3, 12),
      unscored: 2,
    });
  });

  test("a graded scorer has no pass@k", async () => {
    const { aggregates } = await wordedSummary(
      manifest,
      stream([...draws("a", [1, 0.5, 1]), ...draws("b", [1, 0, 1])]),
    );
    expect(aggregates).toBeUndefined();
  });

  test("are compared case by case, adjusted and concluded", async () => {
    const rows = Array.from({ length: 40 }, (_, number) => [
      ...draws(`c${number}`, [0, 0, number % 4 === 0 ? 1 : 0]),
      ...draws(`c${number}`, [1, 1, number % 3 === 0 ? 0 : 1], "stepwise"),
    ]).flat();
    const report = await wordedSummary(manifest, stream(rows));
    const [pass] = report.aggregates!.comparisons;
    expect(pass).toMatchObject({ metric: "pass@2.numeric", a: "direct/m", b: "stepwise/m", verdict: "better" });
    expect(pass!.result.methods).toMatchObject({ interval: "empirical likelihood" });
    expect(summaryCsv(report)).toContain("stepwise/m,stepwise,m,pass@2.numeric,40,1,");
    expect(resultTable(report, { width: 100 })).toContain("→ pass@2.numeric: stepwise/m is better than direct/m.");
    expect(reportMarkdown(report)).toContain("2.numeric | stepwise/m | 40 | 100.0 %");
  });
});

describe("metrics of the corpus", () => {
  const manifest = manifestOf({ scorers: [typed("ter")] });
  const row = (id: string, counts: number[], prompt = "direct", cluster?: string): Row =>
    rowOf({ case: { id, ...(cluster !== undefined && { cluster }) }, prompt, score: { ter: { value: 0.5, counts } } });

  test("adds up counts first: the metric is not the mean of the answers", async () => {
    const rows = [row("a", [1, 2]), row("b", [0, 8]), rowOf({ case: { id: "c" }, score: { ter: { value: null } } })];
    const { aggregates } = await wordedSummary(manifest, stream(rows));
    expect(aggregates!.summaries[0]).toMatchObject({ metric: "corpus.ter", n: 2, mean: 0.1, low: null, unscored: 1 });
  });

  test("have an interval over cases and a difference with interval and p; lower TER is better", async () => {
    const random = new RandomStream("aggregates.test");
    const rows = Array.from({ length: 60 }, (_, number) => {
      const length = 5 + random.nextBelow(10);
      return [
        row(`c${number}`, [2 + random.nextBelow(4), length]),
        row(`c${number}`, [random.nextBelow(3), length], "stepwise"),
      ];
    }).flat();
    const { aggregates } = await wordedSummary(manifest, stream(rows));
    const [first] = aggregates!.summaries;
    expect(first!.method).toBe("BCa bootstrap");
    expect(first!.low!).toBeLessThan(first!.mean!);
    expect(first!.high!).toBeGreaterThan(first!.mean!);
    const [comparison] = aggregates!.comparisons;
    expect(comparison!.result.estimate).toBeLessThan(0);
    expect(comparison).toMatchObject({
      verdict: "better",
      result: { n: 60, methods: { interval: "BCa bootstrap", p: "approximate randomization" }, lowerIsBetter: true },
    });
  });

  test("draws the cases of a cluster together", async () => {
    const rows = Array.from({ length: 40 }, (_, number) => [
      row(`c${number}`, [number % 2, 4], "direct", `k${number % 20}`),
      row(`c${number}`, [0, 4], "stepwise", `k${number % 20}`),
    ]).flat();
    const { aggregates } = await wordedSummary(manifest, stream(rows));
    expect(aggregates!.comparisons[0]!.result).toMatchObject({ n: 40, clusters: 20 });
  });

  test("macro-F1 counts labels over all answers, including labels that only one variant gave", async () => {
    const choices = manifestOf({ scorers: [typed("choice")] });
    const answer = (id: string, expected: string, given: string | undefined, prompt = "direct"): Row => {
      const record: ScoreRecord = { value: Number(given === expected), expected, ...(given && { answer: given }) };
      return rowOf({ case: { id }, prompt, score: { choice: record } });
    };
    const rows = [
      answer("a", "A", "A"),
      answer("a", "A", "C", "stepwise"),
      answer("b", "A", "B"),
      answer("b", "A", "A", "stepwise"),
      answer("c", "B", "B"),
      answer("c", "B", undefined, "stepwise"),
    ];
    const { aggregates } = await wordedSummary(choices, stream(rows));
    // direct: A has 1 hit of 1 given and 2 wanted, B 1 of 2 and 1; stepwise: A 1 of 1 and 2, B none, C none
    expect(aggregates!.summaries.map(({ mean }) => mean)).toEqual([2 / 3, 2 / 3 / 3]);
  });
});
