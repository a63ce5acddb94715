import type { Classification } from "@sameseed/core";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const CLASS_COLUMNS = [
  "metric",
  "variant",
  "label",
  "expected_n",
  "given_n",
  "hits",
  "precision",
  "precision_low",
  "precision_high",
  "recall",
  "recall_low",
  "recall_high",
  "f1",
  "f1_low",
  "f1_high",
  "ci_level",
  "method",
];

const CONFUSION_COLUMNS = ["metric", "variant", "expected_label", "given_label", "answers"];

/** One line per metric × variant × label. Counts are answers; failed trials are in none of them. */
export function classesTable(classifications: readonly Classification[] = []): Table {
  const lines = classifications.flatMap(({ metric, variants }) =>
    variants.flatMap(({ variant, classes }) =>
      classes.map(({ label, expected, given, hits, precision, recall, f1, method }) => [
        metric,
        variant,
        label,
        expected,
        given,
        hits,
        ...[precision, recall, f1].flatMap(({ value, low, high }) => [value, low, high]),
        0.95,
        method,
      ]),
    ),
  );
  return { columns: CLASS_COLUMNS, lines };
}

/**
 * One line per metric × variant × expected label × given label, zeros too; the given label is empty for
 * answers without one.
 */
export function confusionTable(classifications: readonly Classification[] = []): Table {
  const lines = classifications.flatMap(({ metric, labels, variants }) =>
    variants.flatMap(({ variant, confusion }) =>
      confusion.flatMap((row, expected) =>
        row.map((answers, given) => [metric, variant, labels[expected], labels[given], answers]),
      ),
    ),
  );
  return { columns: CONFUSION_COLUMNS, lines };
}

/** `classes.csv`: precision, recall and F1 of each label. */
export function classesCsv(classifications: readonly Classification[] | undefined, options: CsvOptions = {}): string {
  return tableCsv(classesTable(classifications), options);
}

/** `confusion.csv`: the given labels by expected label. */
export function confusionCsv(classifications: readonly Classification[] | undefined, options: CsvOptions = {}): string {
  return tableCsv(confusionTable(classifications), options);
}
