import { count, percents, verdictWord, type WordedReport } from "@sameseed/core";
import { differenceText, pHeading, pText } from "../words/difference-text.ts";
import { phrasingP, phrasingRange, phrasingSd } from "../words/phrasing-text.ts";
import { list, markdownTable, plain } from "./markdown-text.ts";
import { verdictMark } from "./verdict-mark.ts";

/** The verdicts over phrasings on one metric; empty without phrasings. */
export function phrasingLines(phrasings: WordedReport["phrasings"], metric: string): string {
  const lines = phrasings?.comparisons.filter((one) => one.metric === metric) ?? [];
  return list(lines.map(({ text, verdict }) => `${verdictMark(verdict)} **${plain(text)}**`));
}

/** The table over phrasings on one metric; empty without phrasings. */
export function phrasingMarkdown(phrasings: WordedReport["phrasings"], metric: string): string {
  const lines = phrasings?.variants.filter((one) => one.metric === metric) ?? [];
  if (lines.length === 0) return "";
  const comparisons = phrasings!.comparisons.filter((other) => other.metric === metric);
  const isCompared = comparisons.length > 0;
  const means = percents(
    lines.map(({ mean, interval, n }) => ({ mean, n, low: interval?.lo ?? null, high: interval?.hi ?? null })),
  );
  return markdownTable(
    [
      "prompt/model, over phrasings",
      "n:",
      "mean \\[95 %\\]:",
      "lowest to highest phrasing",
      "sd of phrasings:",
      "p (phrasings alike):",
      ...(isCompared ? ["difference in points \\[95 %\\]:", `${pHeading(comparisons)}:`, "verdict"] : []),
    ],
    lines.map((line, place) => {
      const one = comparisons.find(({ b }) => b === line.id);
      const isBase = comparisons.some(({ a }) => a === line.id);
      return [
        plain(line.id),
        count(line.n),
        plain(means[place]!),
        plain(phrasingRange(line)),
        plain(phrasingSd(line)),
        plain(phrasingP(line)),
        ...(!isCompared
          ? []
          : one === undefined
            ? [isBase ? "baseline" : "", "", ""]
            : [plain(differenceText(one.result)), plain(pText(one.result.pAdjusted)), verdictWord(one.verdict)]),
      ];
    }),
  );
}
