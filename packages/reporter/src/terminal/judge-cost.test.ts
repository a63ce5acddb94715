import type { JudgeRecord } from "@sameseed/core";
import { expect, test } from "vitest";
import { resultTable } from "./result-table.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { wordedSummary } from "../testing/worded-summary.ts";
import { summaryTable } from "../csv/summary-csv.ts";
import { judgedBy, judgedRow } from "@sameseed/analysis/testing/judged-rows";
import { manifestOf, scorer } from "@sameseed/analysis/testing/sample-run";

const JUDGE: JudgeRecord = { id: "openai:gpt-4o", identity: {}, params: {}, scorers: ["judge"], hash: "h" };
const manifest = manifestOf({ scorers: [scorer("judge")], judges: [JUDGE] });
const twice = [
  { value: 1, costUsd: 0.25 },
  { value: 1, purpose: "retest" as const, costUsd: 0.5 },
];

test("the cost of judges is next to that of models, each row with its share of shared calls", async () => {
  const rows = [
    judgedRow({ id: "a", score: judgedBy(twice) }),
    judgedRow({
      id: "b",
      score: judgedBy([{ value: 1, costUsd: 1 }], { kind: "selection", shown: ["x", "y"], sharedBy: 2 }),
    }),
  ];
  const report = await wordedSummary(manifest, rows);
  expect(report.variants[0]).toMatchObject({ judgeCostUsd: 1.25 });
  const { columns, lines } = summaryTable(report);
  expect(lines[0]![columns.indexOf("judge_cost_usd")]).toBe(1.25);
  const table = rowsTable(manifest);
  expect(rows.map((row) => table.cells(row)[table.columns.indexOf("judge_cost_usd")])).toEqual([0.75, 0.5]);
  expect(resultTable(report)).toMatch(/cost +judge\n/);
  expect(resultTable(report)).toContain("$1.25");
});

test("one unknown price makes the sum unknown; an unanswered call costs nothing", async () => {
  const costOf = async (...calls: Parameters<typeof judgedBy>[0][number][]) =>
    (await wordedSummary(manifest, [judgedRow({ id: "a", score: judgedBy(calls) })])).variants[0]!.judgeCostUsd;
  expect(await costOf(...twice, { value: 1, costUsd: null })).toBeNull();
  const error = { kind: "server", message: "500" } as const;
  expect(await costOf(...twice, { value: null, text: null, costUsd: null, error })).toBe(0.75);
});

test("a run without judges has no cost column for judges", async () => {
  const plain = manifestOf();
  expect(rowsTable(plain).columns).not.toContain("judge_cost_usd");
  expect(summaryTable(await wordedSummary(plain, [judgedRow({ id: "a" })])).columns).not.toContain("judge_cost_usd");
});
