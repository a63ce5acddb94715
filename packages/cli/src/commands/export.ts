import { once } from "node:events";
import { extname } from "node:path";
import { SameseedError } from "@sameseed/core";

import { EXPORT_FORMATS, type ExportFormat } from "@sameseed/pipeline/choices";
import { exportFile, type ExportOptions, exportText, exportTo } from "@sameseed/pipeline/reports";
import { namedRun } from "../view/named-run.ts";

export interface ExportFlags extends ExportOptions {
  readonly format?: ExportFormat;
  readonly output?: string;
  readonly out: string;
}

/**
 * `sameseed export`: a run in another format. Text goes to the standard output unless a file is named; a spreadsheet, Parquet
 * and HTML go into the run's folder.
 */
export async function exportCommand(reference: string, flags: ExportFlags): Promise<void> {
  const format = flags.format ?? formatOf(flags.output);
  const folder = await namedRun(flags.out, reference);
  if (flags.output === undefined) {
    const text = await exportText(folder, format, flags);
    if (text !== null) return print(text);
  }
  const file = flags.output ?? exportFile(folder, format);
  const { notes } = await exportTo(file, folder, { ...flags, format });
  for (const note of notes) console.error(`note ${note}`);
  console.error(`Wrote ${file}`);
}

function formatOf(file: string | undefined): ExportFormat {
  const extension = extname(file ?? "").slice(1);
  const format = EXPORT_FORMATS.find((known) => known === extension);
  if (format !== undefined) return format;
  throw new SameseedError("BAD_ARGUMENT", "Which format?", {
    hint: `Add --format, one of ${EXPORT_FORMATS.join(", ")}, or name a file that ends so with -o.`,
  });
}

/** A reader that has enough, such as `head`, ends it. */
async function print(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (process.stdout.destroyed) return;
    if (!process.stdout.write(piece))
      await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]).catch(() => {});
  }
}
