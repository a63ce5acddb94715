import { once } from "node:events";
import { extname } from "node:path";
import { SameseedError } from "@sameseed/core/error";
import { EXPORT_FORMATS, type ExportFormat } from "@sameseed/pipeline/choices";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { CSV_FLAGS, example, LONG_OUT_FLAG, RUN } from "../flags/shared-flags.ts";

const FLAGS = {
  format: {
    flags: "-f, --format <format>",
    help: "default: what the file's name ends with",
    choices: EXPORT_FORMATS,
  },
  output: {
    flags: "-o, --output <file>",
    help: "default for xlsx, parquet and html: a file in the run's folder",
  },
  ...LONG_OUT_FLAG,
  ...CSV_FLAGS,
} as const satisfies FlagTable;

/**
 * `sameseed export`: a run in another format. Text goes to the standard output unless a file is named; a spreadsheet, Parquet
 * and HTML go into the run's folder.
 */
export function addExport(sameseed: Command): void {
  const command = sameseed
    .command("export")
    .description("export a run in another format, to standard output or with -o to a file");
  addFlags(command.argument("[run]", RUN, "latest"), FLAGS)
    .addHelpText("after", example("sameseed export latest --format xlsx"))
    .action(exportRun);
}

async function exportRun(reference: string, flags: FlagsOf<typeof FLAGS>): Promise<void> {
  const { exportFile, exportText, exportTo } = await import("@sameseed/pipeline/reports");
  const { note } = await import("../terminal/tell.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const format = flags.format ?? formatOf(flags.output);
  const folder = await namedRun(flags.out, reference);
  if (flags.output === undefined) {
    const text = await exportText(folder, format, flags);
    if (text !== null) return print(text);
  }
  const file = flags.output ?? exportFile(folder, format);
  const { notes } = await exportTo(file, folder, { ...flags, format });
  for (const sentence of notes) note(sentence);
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
