import {
  besidePhrasings,
  count,
  dollars,
  type FactorEffect,
  isPhrasingPair,
  milliseconds,
  onlyScorer,
  percents,
  plural,
  type WordedReport,
  type WordedComparison,
  type VariantSummary,
  verdictWord,
} from "@sameseed/core";
import { aggregateMarkdown } from "./aggregate-markdown.ts";
import { classMarkdown } from "./class-markdown.ts";
import { differenceText, pHeading, pText } from "../words/difference-text.ts";
import { groupedConclusions } from "../words/grouped-conclusions.ts";
import { type Audited, fairText } from "../terminal/fairness-lines.ts";
import { latencyMarkdown } from "./latency-markdown.ts";
import { judgesMarkdown } from "./judges-markdown.ts";
import { nothingCompared } from "../words/nothing-compared.ts";
import { reportNotes } from "../text/report-notes.ts";
import { parameterMarkdown } from "./parameter-markdown.ts";
import { phrasingLines, phrasingMarkdown } from "./phrasing-markdown.ts";
import { ratingMarkdown } from "./rating-markdown.ts";
import { slicesMarkdown, sliceWarningsMarkdown } from "./slice-markdown.ts";
import { verdictMark } from "./verdict-mark.ts";
import { folded, list, markdownTable, plain } from "./markdown-text.ts";

/** Number of caveats to show; more are folded. */
const MOST_CAVEATS = 5;
/** Variants that a caveat names. */
const MOST_CONCERNED = 10;

/**
 * `report.md`: a run for a pull request or a step summary, in GitHub-flavoured Markdown. The verdict comes
 * first, then the table and the caveats; the rest is folded. Ids and texts are escaped and contain no markup.
 */
export function reportMarkdown(report: WordedReport): string {
  const { manifest, variants, comparisons, factors } = report;
  const same = onlyScorer(manifest.scorers);
  const [main = "score", ...others] = (variants[0]?.metrics ?? [])
    .map(({ metric }) => metric)
    .filter((metric) => metric !== same);
  const headline = comparisons.filter(({ metric }) => metric === main);
  const isSingle = (one: WordedComparison): boolean => !isPhrasingPair(manifest, one);
  const notes = reportNotes(report);
  return document([
    `## ${plain(manifest.name)}`,
    report.recommendation === undefined ? "" : `**${plain(report.recommendation.text)}**`,
    phrasingLines(report.phrasings, main),
    verdictLines(headline.filter(isSingle)) || nothingCompared({ ...report, variants: variants.length }),
    sliceWarningsMarkdown(report.slices),
    phrasingMarkdown(report.phrasings, main),
    variantTable(report, main),
    slicesMarkdown(report.slices),
    latencyMarkdown(report),
    caveats(audited(headline.filter(isSingle), report.phrasings, main)),
    notes.length > 0 ? list(notes.map(plain)) : "",
    others.length > 0
      ? folded(
          "Other metrics",
          others
            .map((metric) =>
              [
                `**${plain(metric)}**`,
                phrasingLines(report.phrasings, metric),
                phrasingMarkdown(report.phrasings, metric),
                variantTable(report, metric),
                verdictLines(comparisons.filter((one) => one.metric === metric && isSingle(one))),
                furtherCaveats(
                  comparisons.filter((one) => one.metric === metric),
                  headline,
                ),
              ]
                .filter((part) => part !== "")
                .join("\n\n"),
            )
            .join("\n\n"),
        )
      : "",
    factors.length > 0 ? folded("Effects of prompts and models", factorTable(factors)) : "",
    ratingMarkdown(report),
    aggregateMarkdown(report),
    classMarkdown(report),
    judgesMarkdown(report.judges),
    parameterMarkdown(report),
    folded("How it was run", runTable(report)),
  ]);
}

/**
 * Comparisons on their own: verdicts and a table of the first metric, the caveats, and folded the other metrics. For
 * `compare`, and for a gate beneath its result.
 */
export function comparisonsMarkdown(
  comparisons: readonly WordedComparison[],
  { slices, phrasings }: Pick<WordedReport, "slices" | "phrasings"> = {},
): string {
  const found = [...comparisons, ...(phrasings?.variants ?? [])];
  const [main = "score", ...others] = new Set(found.map(({ metric }) => metric));
  const of = (metric: string) => comparisons.filter((one) => one.metric === metric);
  const verdicts = (metric: string): string[] => [
    phrasingLines(phrasings, metric),
    verdictLines(besidePhrasings(of(metric), phrasings)),
  ];
  const tables = (metric: string): string[] => [phrasingMarkdown(phrasings, metric), comparisonTable(of(metric))];
  const other = (metric: string): string =>
    [`**${plain(metric)}**`, ...verdicts(metric), ...tables(metric), furtherCaveats(of(metric), of(main))]
      .filter((part) => part !== "")
      .join("\n\n");
  return document([
    ...verdicts(main),
    sliceWarningsMarkdown(slices),
    ...tables(main),
    slicesMarkdown(slices),
    caveats(audited(besidePhrasings(of(main), phrasings), phrasings, main)),
    others.length > 0 ? folded("Other metrics", others.map(other).join("\n\n")) : "",
  ]);
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function verdictLines(comparisons: readonly WordedComparison[]): string {
  return list(
    groupedConclusions(comparisons).map(({ text, verdict, isControl }) => {
      const mark = isControl ? "⚖️" : verdictMark(verdict);
      return `${mark} **${plain(text)}**`;
    }),
  );
}

function comparisonTable(comparisons: readonly WordedComparison[]): string {
  if (comparisons.length === 0) return "";
  return markdownTable(
    ["variant", "against", "metric", "n:", "difference in points \\[95 %\\]:", `${pHeading(comparisons)}:`, "verdict"],
    comparisons.map(({ a, b, metric, result, verdict, isControl }) => [
      plain(b),
      plain(a),
      plain(metric),
      count(result.n),
      plain(differenceText(result)),
      plain(pText(result.pAdjusted)),
      isControl ? "control" : verdictWord(verdict),
    ]),
  );
}

function variantTable({ manifest, variants, comparisons }: WordedReport, metric: string): string {
  const estimates = variants.map((variant) => variant.metrics.find((summary) => summary.metric === metric)!);
  const means = percents(estimates);
  const isKnown = (value: (variant: VariantSummary) => number | null): boolean =>
    variants.some((variant) => value(variant) !== null);
  const hasCost = isKnown(({ costUsd }) => costUsd);
  const perCorrect = estimates.map(({ costPerCorrectUsd = null }) => costPerCorrectUsd);
  const hasPerCorrect = perCorrect.some((cost) => cost !== null);
  const hasLatency = isKnown(({ latencyMsP50 }) => latencyMsP50);
  const hasFailed = variants.some(({ failed }) => failed > 0);
  const compared = comparisons.filter((one) => one.metric === metric);
  const hasOthers = comparisons.length > 0;
  return markdownTable(
    [
      "variant",
      "n:",
      "mean \\[95 %\\]:",
      ...(hasOthers ? ["difference in points \\[95 %\\]:", `${pHeading(compared)}:`, "verdict"] : []),
      ...(hasFailed ? ["failed:"] : []),
      ...(hasLatency ? ["p50:"] : []),
      ...(hasCost ? ["cost:"] : []),
      ...(hasPerCorrect ? ["cost per correct:"] : []),
    ],
    variants.map((variant, index) => [
      plain(variant.variant) + (hasOthers && variant.variant === manifest.baseline ? " (baseline)" : ""),
      count(estimates[index]!.n),
      plain(means[index]!),
      ...(hasOthers ? comparisonCells(compared.find(({ b }) => b === variant.variant)) : []),
      ...(hasFailed ? [count(variant.failed)] : []),
      ...(hasLatency ? [variant.latencyMsP50 === null ? "–" : milliseconds(variant.latencyMsP50)] : []),
      ...(hasCost ? [costText(variant.costUsd)] : []),
      ...(hasPerCorrect ? [costText(perCorrect[index]!)] : []),
    ]),
  );
}

function costText(costUsd: number | null): string {
  return costUsd === null ? "–" : plain(dollars(costUsd));
}

function comparisonCells(comparison: WordedComparison | undefined): string[] {
  if (comparison === undefined) return ["", "", ""];
  const { result, verdict, isControl } = comparison;
  return [plain(differenceText(result)), plain(pText(result.pAdjusted)), isControl ? "control" : verdictWord(verdict)];
}

/** Caveats about the fairness on another metric that the first does not have. */
function furtherCaveats(comparisons: readonly WordedComparison[], said: readonly WordedComparison[]): string {
  const known = new Set(said.flatMap(({ fairness }) => fairness.reasons));
  const reasons = new Set(comparisons.flatMap(({ fairness }) => fairness.reasons).filter((one) => !known.has(one)));
  return reasons.size === 0 ? "" : list([...reasons].map(plain));
}

/** The items with a fairness audit on one metric: comparisons over phrasings first. */
function audited(
  comparisons: readonly WordedComparison[],
  phrasings: WordedReport["phrasings"],
  metric: string,
): readonly Audited[] {
  return [...(phrasings?.comparisons.filter((one) => one.metric === metric) ?? []), ...comparisons];
}

/** Caveats about the fairness, without duplicates. */
function caveats(comparisons: readonly Audited[]): string {
  if (comparisons.length === 0) return "";
  const reasons = Map.groupBy(
    comparisons.flatMap(({ b, fairness }) => fairness.reasons.map((reason) => ({ b, reason }))),
    ({ reason }) => reason,
  );
  if (reasons.size === 0) return `Fair: ${fairText(comparisons)}.`;
  const variantCount = new Set(comparisons.map(({ b }) => b)).size;
  const lines = [...reasons].map(([reason, found]) => {
    const concerned = new Set(found.map(({ b }) => b));
    const shown = [...concerned].slice(0, MOST_CONCERNED);
    const more = concerned.size > shown.length ? `, and ${count(concerned.size - shown.length)} more` : "";
    return plain(concerned.size === variantCount ? reason : `${reason} (${shown.join(", ")}${more})`);
  });
  const isFatal = comparisons.some(({ fairness }) => fairness.verdict === "not comparable");
  const title = isFatal ? "**Not comparable:**" : "**Fair, with caveats:**";
  if (lines.length <= MOST_CAVEATS + 1) return `${title}\n\n${list(lines)}`;
  const rest = lines.slice(MOST_CAVEATS);
  return `${title}\n\n${list(lines.slice(0, MOST_CAVEATS))}\n\n${folded(`${rest.length} more caveats`, list(rest))}`;
}

function factorTable(factors: readonly FactorEffect[]): string {
  return markdownTable(
    ["metric", "effect of", "level", "against", "difference in points \\[95 %\\]:", "p (Holm):", "verdict"],
    factors.map(({ metric, factor, level, baseline, result }) => [
      plain(metric),
      factor,
      plain(level),
      plain(baseline),
      plain(differenceText(result)),
      plain(pText(result.pAdjusted)),
      verdictWord(result.verdict.verdict),
    ]),
  );
}

function runTable({ manifest }: WordedReport): string {
  const { runId, hash, cases, repeats, seed, seedPolicy, margin, scorers, tool, gitCommit, startedAt, counts } =
    manifest;
  return markdownTable(
    ["", ""],
    [
      ["run", plain(runId)],
      ["cases", `${count(cases.count)} of ${plain(cases.dataset)}, ${plural(repeats, "repeat")}`],
      ["trials", `${count(counts.planned)} planned, ${count(counts.failed)} failed`],
      ["seed", seedPolicy === "none" ? "none was sent" : `${seed} (${seedPolicy})`],
      ["margin", margin === null ? "none" : `${Number((100 * margin).toPrecision(3))} points`],
      ["scorers", plain(scorers.map(({ name }) => name).join(", "))],
      ["content hash", hash.slice(0, 16)],
      [
        "tool",
        `sameseed ${plain(tool.version)}, Node ${plain(tool.node)}${gitCommit === null ? "" : `, commit ${gitCommit.slice(0, 12)}`}`,
      ],
      ["started", plain(startedAt)],
    ],
  );
}
