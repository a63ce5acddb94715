import { dirname, relative, resolve } from "node:path";
import type { ImportReport } from "@sameseed/compat";
import { SameseedError } from "@sameseed/core/error";
import type { ImportLogsOptions } from "@sameseed/pipeline/import";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { scale } from "../flags/option-parsers.ts";
import { example, TRUST_FLAG } from "../flags/shared-flags.ts";

const FLAGS = {
  output: {
    flags: "-o, --output <path>",
    help: "file, or folder for several; - prints it (default: next to the file)",
  },
  model: { flags: "-m, --model <model>", help: "provider:model, if the file names no model" },
  data: { flags: "--data <file>", help: "the cases, if the file refers to a dataset that is not on this machine" },
  examples: { flags: "--examples <file>", help: "rows for few-shot examples, if not the cases" },
  report: {
    flags: "--report <file>",
    help: "report of kept, changed and omitted keys: .json, otherwise a table; - prints it",
  },
  scale: { flags: "--scale <scorer=n>", help: "for logs: divide a scorer's values by this", parse: scale },
  force: { flags: "--force", help: "overwrite a file that exists" },
  ...TRUST_FLAG,
} as const satisfies FlagTable;

/** `sameseed import`: another tool's benchmark as a benchmark file, or its logs as a run; losses are warnings. */
export function addImport(sameseed: Command): void {
  const command = sameseed
    .command("import")
    .description("convert another tool's config to a benchmark file, or its logs to a run")
    .argument(
      "<files...>",
      "config of promptfoo, OpenAI evals, lm-eval; hosted eval; results of promptfoo, Inspect, hosted evals",
    );
  addFlags(command, FLAGS).addHelpText("after", example("sameseed import promptfooconfig.yaml")).action(importFiles);
}

async function importFiles(
  files: readonly string[],
  { output, force = false, scale, report, ...options }: FlagsOf<typeof FLAGS>,
): Promise<void> {
  const { importerOf, importReport, IMPORTERS, fileMistake, readForeignFile } = await import("@sameseed/compat");
  const { settingsText } = await import("../terminal/settings-text.ts");
  const { importTools } = await import("@sameseed/pipeline/import");
  const { refuseInput } = await import("@sameseed/runner");
  const { warningLines } = await import("../terminal/warning-lines.ts");
  const { placesOf, printed, writeTranslation } = await import("../terminal/write-translation.ts");
  if (report !== undefined) await refuseInput(report, files);
  if (await importRun(files, { results: output ?? "results", scale, report })) return;
  const [file, ...more] = files as [string, ...string[]];
  const foreign = await readForeignFile(resolve(file));
  const importer = importerOf(foreign);
  if (importer === undefined) {
    const broken = fileMistake(new TextDecoder().decode(foreign.bytes), file);
    if (broken !== undefined) throw broken;
    throw new SameseedError("BAD_ARGUMENT", `${file} is not a file that can be imported.`, {
      hint: `Known: ${IMPORTERS.map(({ name }) => name).join(", ")}, Inspect logs, results of promptfoo (JSON), output items of hosted evals. Rows of any form are read by a mapping under cases: see docs/datasets.md.`,
    });
  }
  if (more.length > 0 && importer.takesMore !== true) {
    throw new SameseedError("BAD_ARGUMENT", `${files.length} files are given, and ${file} is a benchmark.`, {
      hint: "Several logs become one run; benchmarks are imported one by one.",
    });
  }
  const given = { ...options, isWritten: true, more: more.map((path) => resolve(path)) };
  const translated = [await importer.translate(foreign, importTools, given)].flat();
  if (report !== undefined)
    await writeReport(
      report,
      importReport(
        foreign,
        translated.flatMap(({ warnings }) => warnings),
      ),
    );
  for (const line of warningLines(translated.flatMap(({ warnings }) => warnings))) console.error(line);
  const folder = dirname(foreign.path);
  if (output === "-") return printed(translated);
  const paths = placesOf(translated, { folder, output });
  for (const path of paths) await refuseInput(path, files);
  for (const [place, translation] of translated.entries())
    await writeTranslation(translation, folder, { path: paths[place]!, force });
  for (const path of paths) console.log(`Wrote ${relative(process.cwd(), path)}.`);
  const settings = settingsText(translated[0]?.settings ?? {});
  console.log(`Run it:  ${`sameseed run ${relative(process.cwd(), paths[0]!)} ${settings}`.trimEnd()}`);
}

/** Whether the files are finished runs of another tool, to import as a run. */
async function importRun(
  files: readonly string[],
  { report: reportFile, ...options }: ImportLogsOptions & { readonly report: string | undefined },
): Promise<boolean> {
  const { importReport } = await import("@sameseed/compat");
  const { importLogs } = await import("@sameseed/pipeline/import");
  const { warn } = await import("../terminal/tell.ts");
  const { reportText } = await import("../terminal/report-text.ts");
  const imported = await importLogs(
    files.map((file) => resolve(file)),
    options,
  );
  if (imported === null) return false;
  const { folder, report, warnings, figures } = imported;
  if (reportFile !== undefined) {
    const file = resolve(files[0]!);
    const told = warnings.map((message) => ({ key: "results", file, line: null, message }));
    await writeReport(reportFile, importReport(undefined, told));
  }
  for (const warning of warnings) warn(warning);
  console.log(reportText(report));
  if (figures.length > 0) console.log(`\n${figures.join("\n")}`);
  console.log(`\nWrote ${relative(process.cwd(), folder)}/`);
  console.log("See it:  sameseed view latest");
  return true;
}

async function writeReport(path: string, report: ImportReport): Promise<void> {
  const { importReportText } = await import("../terminal/import-report-text.ts");
  const { flagsIn } = await import("../terminal/flags-in.ts");
  const text = flagsIn(path.endsWith(".json") ? JSON.stringify(report, null, 2) : importReportText(report));
  if (path === "-") return console.log(text);
  const { makeFolder } = await import("@sameseed/runner");
  await makeFolder(dirname(resolve(path)));
  const { writeNewFile } = await import("../terminal/write-new-file.ts");
  await writeNewFile(path, `${text}\n`, { force: true, hint: "" });
}
