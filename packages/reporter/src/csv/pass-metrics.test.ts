import type { Manifest, Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { rowsTable } from "./rows-table.ts";
import { metricsOf } from "@sameseed/analysis";
import { wordedSummary } from "../testing/worded-summary.ts";
import { failedRow, manifestOf, rowOf, scorer } from "@sameseed/analysis/testing/sample-run";

async function* stream(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

const graded = { ...scorer("rouge-l"), identity: { type: "rouge-l", threshold: 0.3 } };
const withThreshold = (others: Manifest["scorers"] = []): Manifest => manifestOf({ scorers: [graded, ...others] });
const row = (id: string, value: number | null, pass?: boolean, prompt = "direct"): Row =>
  rowOf({ case: { id }, prompt, score: { "rouge-l": { value, ...(pass !== undefined && { pass }) } } });

test.each<[string, Manifest, string[]]>([
  ["no metric without a threshold", manifestOf(), ["score"]],
  ["one next to the score", withThreshold(), ["score", "pass.rouge-l"]],
  ["after the scorers' own", withThreshold([scorer("equals")]), ["score", "rouge-l", "equals", "pass.rouge-l"]],
  [
    "a set of scorers passes too",
    manifestOf({ scorers: [{ ...scorer("both"), identity: { type: "assert-set" } }] }),
    ["score", "pass.both"],
  ],
])("metrics of passing: %s", (...[, manifest, wanted]) => {
  expect(metricsOf(manifest)).toEqual(wanted);
});

test("the pass rate has its own interval and is compared between variants", async () => {
  const rows = [
    row("a", 0.4, true),
    row("a", 0.2, false, "stepwise"),
    row("b", 0.1, false),
    row("b", 0.9, true, "stepwise"),
    row("c", null),
    failedRow({ case: { id: "c" }, prompt: "stepwise" }),
  ];
  const { variants, comparisons } = await wordedSummary(withThreshold(), stream(rows));
  const rates = variants.map(({ metrics }) => metrics.find(({ metric }) => metric === "pass.rouge-l"));
  expect(rates).toMatchObject([
    { mean: 0.5, n: 2, unscored: 1, method: "Wilson" },
    { mean: 0.5, n: 2, unscored: 0, method: "Wilson" },
  ]);
  expect(comparisons.map(({ metric }) => metric)).toEqual(["score", "pass.rouge-l"]);
});

test("rows.csv has a pass column after value and reason for scorers with a threshold", () => {
  const table = rowsTable(withThreshold([scorer("equals")]));
  expect(table.columns.slice(23)).toEqual([
    "score.rouge-l",
    "reason.rouge-l",
    "pass.rouge-l",
    "score.equals",
    "reason.equals",
    "reasoning",
    "cached_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
    "audio_prompt_tokens",
    "audio_completion_tokens",
    "region",
    "service_tier",
    "upstream",
    "seed_echoed",
    "run_id",
    "vars.question",
  ]);
  expect(table.cells(row("a", 0.2, false)).slice(23, 27)).toEqual([0.2, undefined, false, undefined]);
  expect(table.cells(row("a", null)).slice(23, 26)).toEqual([null, undefined, undefined]);
});
