import { SameseedError } from "@sameseed/core";
import { type CsvChoices, type ExportFormat, TABLE_FORMATS } from "@sameseed/pipeline/choices";
import { historyText, readHistory, writeHistoryWorkbook } from "@sameseed/pipeline/history";
import { TextFile } from "@sameseed/reporter";
import { refuseInput, refuseOutput, type RunFolder } from "@sameseed/runner";

export interface HistoryFlags extends CsvChoices {
  readonly format: ExportFormat;
  readonly output?: string | undefined;
}

/**
 * Several runs, one line per run and variant, in a file; where none is named, the text. `runs` is called once
 * the flags are checked. Errors: `BAD_ARGUMENT`.
 */
export async function writeHistory(
  runs: () => Promise<readonly RunFolder[]>,
  flags: HistoryFlags,
): Promise<string | null> {
  const format = TABLE_FORMATS.find((known) => known === flags.format);
  if (format === undefined)
    throw new SameseedError("BAD_ARGUMENT", `Several runs have no format ${flags.format}.`, {
      hint: `A history is one of ${TABLE_FORMATS.join(", ")}. Export runs one by one for the others.`,
    });
  const { output } = flags;
  if (format === "xlsx" && output === undefined)
    throw new SameseedError("BAD_ARGUMENT", "The workbook of several runs needs a file.", {
      hint: "Name it with -o history.xlsx.",
    });
  if (output !== undefined) {
    await refuseInput(output);
    await refuseOutput(output);
  }
  const lines = await readHistory(await runs());
  if (format === "xlsx") await writeHistoryWorkbook(output!, lines);
  else {
    const text = historyText(lines, format, flags);
    if (output === undefined) return text;
    await new TextFile(output, text).finish();
  }
  console.error(`Wrote ${output}`);
  return null;
}
