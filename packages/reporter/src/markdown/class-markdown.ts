import { count, percents, type Classification, type WordedReport, type VariantClasses } from "@sameseed/core";
import { folded, markdownTable, plain } from "./markdown-text.ts";

/** A matrix of more columns is only in confusion.csv. */
const MOST_COLUMNS = 12;

/** Precision, recall, F1 and confusion matrices by label, folded; empty where no scorer gives labels. */
export function classMarkdown({ classifications = [] }: Pick<WordedReport, "classifications">): string {
  const parts = classifications
    .filter(({ variants }) => variants.length > 0)
    .map((found) =>
      found.variants
        .flatMap((variant) => [
          `**${plain(`${found.metric}, ${variant.variant}`)}**`,
          ratesTable(variant),
          ...(found.labels.length > MOST_COLUMNS ? [] : [confusionTable(found, variant)]),
        ])
        .join("\n\n"),
    );
  return parts.length === 0 ? "" : folded("By label: precision, recall, F1, confusion", parts.join("\n\n"));
}

function ratesTable({ classes }: VariantClasses): string {
  const texts = (rate: "precision" | "recall" | "f1"): readonly string[] =>
    percents(classes.map(({ [rate]: { value, low, high } }) => ({ mean: value, low, high })));
  const [precision, recall, f1] = [texts("precision"), texts("recall"), texts("f1")];
  return markdownTable(
    ["label", "expected:", "given:", "precision \\[95 %\\]:", "recall \\[95 %\\]:", "F1 \\[95 %\\]:"],
    classes.map(({ label, expected, given }, place) => [
      plain(label),
      count(expected),
      count(given),
      ...[precision, recall, f1].map((column) => plain(column[place]!.replace("no score", "–"))),
    ]),
  );
}

function confusionTable({ labels }: Classification, { confusion }: VariantClasses): string {
  const hasNone = confusion.some((row) => row.at(-1)! > 0);
  return markdownTable(
    ["expected ↓ given →", ...labels.map((label) => `${plain(label)}:`), ...(hasNone ? ["no label:"] : [])],
    confusion.map((row, expected) => [
      plain(labels[expected]!),
      ...row.slice(0, hasNone ? row.length : -1).map((answers) => count(answers)),
    ]),
  );
}
