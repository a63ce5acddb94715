import type { WordedReport } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { ReportBuilder } from "@sameseed/analysis";
import { inWords } from "../words/in-words.ts";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { latencyCsv } from "../csv/latency-csv.ts";
import { latencyMarkdown } from "../markdown/latency-markdown.ts";
import { latencyNotes } from "../text/latency-notes.ts";
import { latencyTable } from "./latency-table.ts";

const BLOCKS = 24;

function sampleReport(): WordedReport {
  const manifest = manifestOf({
    latency: { warmUp: 5, clock: "tinybench, hrtime" },
    counts: { planned: 2 * BLOCKS, completed: 2 * BLOCKS, truncated: 0, refused: 0, failed: 0 },
  });
  const builder = new ReportBuilder(manifest);
  for (let index = 0; index < 2 * BLOCKS; index++) {
    const block = Math.floor(index / 2);
    const isSecond = index % 2 === 1;
    const latencyMs = (isSecond ? 126 : 100) + ((block * 7) % 11);
    builder.add(
      rowOf({
        index,
        prompt: isSecond ? "stepwise" : "direct",
        case: { id: `c${block}` },
        outcome: { latencyMs, usage: null, ...(index === 0 && { latencyMs: latencyMs + 30, connectMs: 30 }) },
      }),
    );
  }
  return inWords(builder.report());
}

describe("the measurements of a run with --latency", () => {
  const report = sampleReport();

  test("are a table for the terminal with conclusions and notes", () => {
    expect(latencyTable(report, { width: 150 })).toMatchInlineSnapshot(`
      "latency, one request at a time after 5 to warm up
      variant      n         p50 [95 %]       p90 [95 %]       p95 [95 %]       p99 [95 %]  against the baseline [95 %]       p         median ratio
      direct/m    24  105 ms [102, 107]  109 ms [107, …]  110 ms [108, …]  110 ms [110, …]
      stepwise/m  24  131 ms [128, 133]  135 ms [133, …]  136 ms [134, …]  136 ms [136, …]          × 1.25 [1.24, 1.25]  0.0001  × 1.25 [1.24, 1.25]
      → stepwise/m takes 1.25 [1.24, 1.25] times as long as direct/m, p = 0.0001: slower.

      ! Subtracted: the time to open connections, direct/m 1 connection of 30 ms on average.
      ! No time to the first token: set params: {stream: true}."
    `);
  });

  test("fit the terminal's width and keep the quantile and the ratio longest", () => {
    for (const width of [80, 100, 120]) {
      const lines = latencyTable(report, { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines[1]).toContain("p50 [95 %]");
      expect(lines[1]).toContain("against the baseline");
    }
  });

  test("are a section of report.md", () => {
    expect(latencyMarkdown(report)).toContain("| stepwise/m | 24 | 131 ms");
    expect(latencyMarkdown(report)).toContain("times as long as direct/m");
  });

  test("are one line per variant and measure in latency.csv, without a comparison for the baseline", () => {
    const [head, first, second, ...rest] = latencyCsv(report.latency!).trimEnd().split("\r\n");
    expect(rest).toEqual([]);
    const columns = head!.split(",");
    const cell = (line: string | undefined, name: string) => line!.split(",")[columns.indexOf(name)];
    expect([cell(first, "variant"), cell(first, "p50"), cell(first, "ratio"), cell(first, "connect_ms")]).toEqual([
      "direct/m",
      "105",
      "",
      "30",
    ]);
    expect([cell(second, "baseline"), cell(second, "verdict"), cell(second, "pairs")]).toEqual([
      "direct/m",
      "worse",
      "24",
    ]);
    expect(Number(cell(second, "ratio"))).toBeCloseTo(1.248, 2);
  });

  test("are absent in a run without latency", () => {
    const { latency: _, ...without } = report;
    expect([latencyTable(without), latencyMarkdown(without), latencyNotes(without)]).toEqual(["", "", []]);
  });
});
