import type { HistoryLine } from "@sameseed/analysis";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const COLUMNS: Readonly<Record<string, (line: HistoryLine) => unknown>> = {
  run_id: ({ runId }) => runId,
  started_at: ({ startedAt }) => startedAt,
  benchmark: ({ benchmark }) => benchmark,
  variant: ({ summary }) => summary.variant,
  prompt: ({ summary }) => summary.prompt,
  model: ({ summary }) => summary.model,
  metric: ({ metric }) => metric?.metric,
  n: ({ metric }) => metric?.n,
  mean: ({ metric }) => metric?.mean,
  ci_low: ({ metric }) => metric?.low,
  ci_high: ({ metric }) => metric?.high,
  method: ({ metric }) => metric?.method,
  delta: ({ previous }) => previous?.delta,
  previous_run: ({ previous }) => previous?.runId,
  same_cases: ({ previous }) => previous?.hasSameCases,
  trials: ({ summary }) => summary.trials,
  failed: ({ summary }) => summary.failed,
  cost_usd: ({ summary }) => summary.costUsd,
  cost_per_1000_usd: ({ costPerThousandUsd }) => costPerThousandUsd,
  latency_ms_p50: ({ summary }) => summary.latencyMsP50,
  latency_ms_p95: ({ summary }) => summary.latencyMsP95,
  release: ({ note }) => note.release,
  tags: ({ note: { tags } }) => (tags.length === 0 ? null : tags.join(", ")),
  note: ({ note: { note } }) => (note === "" ? null : note),
};

/** One line per run and variant, oldest run first. */
export function historyTable(lines: readonly HistoryLine[]): Table {
  const cells = Object.values(COLUMNS);
  return { columns: Object.keys(COLUMNS), lines: lines.map((line) => cells.map((cell) => cell(line) ?? null)) };
}

/** The history as CSV. */
export function historyCsv(lines: readonly HistoryLine[], options: CsvOptions = {}): string {
  return tableCsv(historyTable(lines), options);
}

/** The history as a JSON list of objects, with the names of the columns. */
export function historyJson(lines: readonly HistoryLine[]): string {
  const { columns, lines: cells } = historyTable(lines);
  const objects = cells.map((line) => Object.fromEntries(columns.map((name, place) => [name, line[place]])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
