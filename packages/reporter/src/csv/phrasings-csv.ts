import type { PhrasedVariant, WordedPhrasingReport } from "@sameseed/core";
import { phrasingsFor } from "../words/phrasing-text.ts";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const COLUMNS = [
  "metric",
  "prompt",
  "model",
  "phrasings",
  "n",
  "mean",
  "mean_low",
  "mean_high",
  "phrasing_sd",
  "phrasing_sd_low",
  "phrasing_sd_high",
  "phrasing_p",
  "lowest_phrasing",
  "lowest_mean",
  "highest_phrasing",
  "highest_mean",
  "a",
  "b",
  "cases",
  "estimate",
  "ci_low",
  "ci_high",
  "ci_level",
  "p",
  "p_adjusted",
  "adjustment",
  "method",
  "verdict",
  "fairness",
  "fixed_low",
  "fixed_high",
  "fixed_verdict",
  "phrasings_better",
  "phrasing_share",
  "phrasings_needed",
  "reasons",
  "conclusion",
];

/**
 * One line per metric × prompt × model. The columns from `a` on compare it with the baseline's, and are empty
 * for the baseline.
 */
export function phrasingsTable({ variants, comparisons }: WordedPhrasingReport): Table {
  const lines = variants.map((variant) => {
    const one = comparisons.find(({ metric, b }) => metric === variant.metric && b === variant.id);
    return [
      ...spreadCells(variant),
      ...(one === undefined
        ? []
        : [
            one.a,
            one.b,
            one.result.n,
            one.result.estimate,
            one.result.interval?.lo,
            one.result.interval?.hi,
            0.95,
            one.result.p,
            one.result.pAdjusted,
            one.adjustment,
            one.result.methods.interval,
            one.verdict ?? "none",
            one.fairness.verdict,
            one.fixedInterval?.lo,
            one.fixedInterval?.hi,
            one.fixedVerdict ?? "none",
            one.differences.length === 0 ? null : phrasingsFor(one, 1),
            one.phrasingShare,
            one.phrasingsNeeded,
            one.fairness.reasons.join("; "),
            one.text,
          ]),
    ];
  });
  return { columns: COLUMNS, lines: lines.map((line) => COLUMNS.map((_, place) => line[place])) };
}

function spreadCells({
  metric,
  prompt,
  model,
  phrasings,
  means,
  n,
  mean,
  interval,
  sd,
  sdInterval,
  p,
}: PhrasedVariant): unknown[] {
  const sorted = means.toSorted((left, right) => left.mean - right.mean);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  return [
    metric,
    prompt,
    model,
    phrasings,
    n,
    mean,
    interval?.lo,
    interval?.hi,
    sd,
    sdInterval?.lo,
    sdInterval?.hi,
    p,
    lowest?.prompt,
    lowest?.mean,
    highest?.prompt,
    highest?.mean,
  ];
}

/** `phrasings.csv`: prompts and models over phrasings. */
export function phrasingsCsv(phrasings: WordedPhrasingReport, options: CsvOptions = {}): string {
  return tableCsv(phrasingsTable(phrasings), options);
}
