import { onlyScorer, percents, type PhrasedVariant, verdictWord, type WordedReport } from "@sameseed/core";
import { differenceText, pHeading, pText } from "../words/difference-text.ts";
import { phrasingP, phrasingRange, phrasingSd } from "../words/phrasing-text.ts";
import { fairnessFindings, findingLines } from "./fairness-lines.ts";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, type TextColumn, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";

type Phrased = Pick<WordedReport, "manifest" | "phrasings">;

const LONGEST_NAME = 34;

/** The comparisons over phrasings for a terminal, on the first metric; empty without phrasings. No newline at the end. */
export function phrasingTable(report: Phrased, { width = 80, color = false }: TerminalOptions = {}): string {
  const { phrasings, manifest } = report;
  if (phrasings === undefined) return "";
  const style = styleFor(color);
  const same = onlyScorer(manifest.scorers);
  const metrics = [...new Set(phrasings.variants.map(({ metric }) => metric))].filter((metric) => metric !== same);
  const tables = metrics.map((metric) => {
    const title = `over phrasings${metric === "score" ? "" : `, ${metric}`}, in percent and points`;
    const [head = "", ...rows] = fittedLines(
      columnsOf(report, metric).map((column) => ({
        ...column,
        ...(column.title === "verdict" && { paint: verdictPaint(style) }),
      })),
      width,
    );
    const conclusions = phrasings.comparisons.filter((one) => one.metric === metric);
    return [
      ...wrapped(title, width).map((line) => style("bold", line)),
      style("dim", head),
      ...rows,
      ...conclusions.flatMap(({ text }) => wrapped(`→ ${oneLine(text)}`, width, "  ")),
    ].join("\n");
  });
  const compared = phrasings.comparisons.filter((one) => one.metric === metrics[0]);
  const findings = compared.length === 0 ? [] : fairnessFindings(compared);
  const fairness = findings.flatMap((finding) => findingLines(finding, { width, style }));
  return [...tables, ...(fairness.length > 0 ? [fairness.join("\n")] : [])].join("\n\n");
}

function columnsOf({ phrasings }: Phrased, metric: string): readonly TextColumn[] {
  const lines = phrasings!.variants.filter((one) => one.metric === metric);
  const compared = phrasings!.comparisons.filter((one) => one.metric === metric);
  const of = ({ id }: PhrasedVariant) => compared.find(({ b }) => b === id);
  const isBase = ({ id }: PhrasedVariant) => compared.some(({ a }) => a === id);
  return [
    { title: "prompt/model", cells: lines.map(({ id }) => shorten(oneLine(id), LONGEST_NAME)) },
    { title: "phrasings", align: "right", rank: 4, cells: lines.map(({ phrasings: number }) => String(number)) },
    {
      title: "mean [95 % interval]",
      cells: percents(
        lines.map(({ mean, interval, n }) => ({ mean, n, low: interval?.lo ?? null, high: interval?.hi ?? null })),
      ),
    },
    {
      title: "lowest to highest phrasing",
      rank: 5,
      cells: lines.map((line) => shorten(oneLine(phrasingRange(line)), 40)),
    },
    { title: "sd of phrasings", align: "right", rank: 2, cells: lines.map(phrasingSd) },
    { title: "p (phrasings alike)", align: "right", rank: 3, cells: lines.map(phrasingP) },
    ...(compared.length === 0
      ? []
      : [
          {
            title: "difference [95 %]",
            align: "right" as const,
            cells: lines.map((line) =>
              of(line) === undefined ? (isBase(line) ? "baseline" : "") : differenceText(of(line)!.result),
            ),
          },
          {
            title: pHeading(compared),
            align: "right" as const,
            rank: 1,
            cells: lines.map((line) => pText(of(line)?.result.pAdjusted ?? null)),
          },
          {
            title: "verdict",
            cells: lines.map((line) => (of(line) === undefined ? "" : verdictWord(of(line)!.verdict))),
          },
        ]),
  ];
}
