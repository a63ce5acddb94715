import { once } from "node:events";
import { extname } from "node:path";
import { SameseedError } from "@sameseed/core/error";
import { EXPORT_FORMATS, type ExportFormat } from "@sameseed/pipeline/choices";
import type { RunFolder } from "@sameseed/runner";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { CSV_FLAGS, example, LONG_OUT_FLAG, RUN } from "../flags/shared-flags.ts";

const FLAGS = {
  format: {
    flags: "-f, --format <format>",
    help: "default: by the file extension",
    choices: EXPORT_FORMATS,
  },
  output: {
    flags: "-o, --output <file>",
    help: "default for xlsx, parquet and html: a file in the run's folder",
  },
  all: { flags: "--all", help: "the history of all runs" },
  ...LONG_OUT_FLAG,
  ...CSV_FLAGS,
} as const satisfies FlagTable;

/**
 * `sameseed export`: a run in another format, or several runs as a history. Text goes to the standard output unless a file
 * is named; a spreadsheet, Parquet and HTML of one run go into its folder.
 */
export function addExport(sameseed: Command): void {
  const command = sameseed
    .command("export")
    .description("export a run in another format, or several as a history, to standard output or a file");
  const runs = `${RUN}; several: a line for each run and variant (default: latest)`;
  addFlags(command.argument("[runs...]", runs), FLAGS)
    .addHelpText("after", example("sameseed export latest --format xlsx\n  sameseed export --all -o history.xlsx"))
    .action(exportRuns);
}

async function exportRuns(references: readonly string[], flags: FlagsOf<typeof FLAGS>): Promise<void> {
  const { exportFile, exportText, exportTo } = await import("@sameseed/pipeline/reports");
  const { note } = await import("../terminal/tell.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const { refuseReplacing } = await import("../terminal/refuse-replacing.ts");
  const format = flags.format ?? formatOf(flags.output);
  if (flags.all || references.length > 1) {
    const { writeHistory } = await import("../terminal/history-files.ts");
    const text = await writeHistory(() => foldersOf(references, flags), { ...flags, format });
    return text === null ? undefined : print([text]);
  }
  const folder = await namedRun(flags.out, references[0] ?? "latest");
  if (flags.output === undefined) {
    const text = await exportText(folder, format, flags);
    if (text !== null) return print(text);
  }
  const file = flags.output ?? exportFile(folder, format);
  await refuseReplacing(file, folder);
  const { notes } = await exportTo(file, folder, { ...flags, format });
  for (const sentence of notes) note(sentence);
  console.error(`Wrote ${file}`);
}

/** The named runs, or all except damaged ones, which are reported. */
async function foldersOf(
  references: readonly string[],
  { all = false, out }: FlagsOf<typeof FLAGS>,
): Promise<readonly RunFolder[]> {
  const { listRuns, readManifest } = await import("@sameseed/runner");
  const { warn } = await import("../terminal/tell.ts");
  const { namedRun } = await import("../view/named-run.ts");
  if (!all) return Promise.all(references.map((reference) => namedRun(out, reference)));
  if (references.length > 0)
    throw new SameseedError("BAD_ARGUMENT", "--all and named runs exclude each other.", { hint: "Leave one out." });
  const readable: RunFolder[] = [];
  for (const folder of await listRuns(out)) {
    const damage = await readManifest(folder).then(
      () => null,
      (error: unknown) => error,
    );
    if (damage === null) readable.push(folder);
    else if (damage instanceof SameseedError) warn(`${damage.message} Passed over.`);
    else throw damage;
  }
  if (readable.length > 0) return readable;
  throw new SameseedError("NOT_FOUND", `There are no runs in ${out}.`, { hint: "sameseed run <benchmark> makes one." });
}

function formatOf(file: string | undefined): ExportFormat {
  const extension = extname(file ?? "").slice(1);
  const format = EXPORT_FORMATS.find((known) => known === extension);
  if (format !== undefined) return format;
  throw new SameseedError("BAD_ARGUMENT", "The output format is missing.", {
    hint: `Add --format, one of ${EXPORT_FORMATS.join(", ")}, or name a file with such an extension with -o.`,
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
