import { historyCsv, historyJson, historyMarkdown } from "@sameseed/reporter";
import type { HistoryLine } from "@sameseed/analysis";
import type { CsvChoices } from "../choices/csv-choices.ts";
import type { TextTableFormat } from "../choices/export-formats.ts";
import { csvOptions } from "../reports/csv-options.ts";

/** A history in a text format. Errors: those of `csvOptions`. */
export function historyText(lines: readonly HistoryLine[], format: TextTableFormat, choices: CsvChoices): string {
  const options = csvOptions(choices);
  switch (format) {
    case "csv":
      return historyCsv(lines, options);
    case "tsv":
      return historyCsv(lines, { ...options, delimiter: "\t" });
    case "json":
      return historyJson(lines);
    case "md":
      return historyMarkdown(lines);
  }
}
