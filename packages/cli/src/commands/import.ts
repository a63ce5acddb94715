import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import {
  importerOf,
  importReport,
  type ImportReport,
  IMPORTERS,
  type ImportOptions,
  readForeignFile,
  relocated,
  type Scale,
  type Translation,
} from "@sameseed/compat";
import { SameseedError } from "@sameseed/core";
import { stringify } from "yaml";
import { importLogs, type ImportLogsOptions, importTools } from "@sameseed/pipeline/import";
import { reportText } from "../terminal/report-text.ts";
import { importReportText } from "../terminal/import-report-text.ts";
import { warningLines } from "../terminal/warning-lines.ts";

export interface ImportFlags extends ImportOptions {
  /** `-` prints the file. Default: benchmark.yaml beside the file that is read; a folder where there are several. */
  readonly output?: string;
  readonly force?: boolean;
  /** Where to write what was kept, changed and left out: JSON for `.json`, else a table; `-` prints it. */
  readonly report?: string;
  /** For logs: what a scorer's values are divided by. */
  readonly scale?: Scale;
}

const YAML_STYLE = { lineWidth: 100, aliasDuplicateObjects: false };

/** `sameseed import`: another tool's benchmark as a benchmark file, or its logs as a run; what is lost is a warning. */
export async function importCommand(
  files: readonly string[],
  { output, force = false, scale, report, ...options }: ImportFlags,
): Promise<void> {
  if (await importRun(files, { results: output ?? "results", scale, report })) return;
  const [file, ...more] = files as [string, ...string[]];
  const foreign = await readForeignFile(resolve(file));
  const importer = importerOf(foreign);
  if (importer === undefined) {
    throw new SameseedError("BAD_ARGUMENT", `${file} is no file that can be imported.`, {
      hint: `Known: ${IMPORTERS.map(({ name }) => name).join(", ")}, Inspect logs, results of promptfoo (JSON), output items of hosted evals. Rows of any form are read by a mapping under cases: see docs/datasets.md.`,
    });
  }
  if (more.length > 0 && importer.takesMore !== true) {
    throw new SameseedError("BAD_ARGUMENT", `${files.length} files are given, and ${file} is a benchmark.`, {
      hint: "Several logs become one run; benchmarks are imported one by one.",
    });
  }
  const given = { ...options, more: more.map((path) => resolve(path)) };
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
  for (const [place, translation] of translated.entries())
    await writeTranslation(translation, folder, { path: paths[place]!, force });
  for (const path of paths) console.log(`Wrote ${relative(process.cwd(), path)}.`);
  console.log(`Run it:  sameseed run ${relative(process.cwd(), paths[0]!)}`);
}

/** Whether the files are runs that are over, which become a run of ours. */
async function importRun(
  files: readonly string[],
  { report: reportFile, ...options }: ImportLogsOptions & { readonly report: string | undefined },
): Promise<boolean> {
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
  for (const warning of warnings) console.error(`warning ${warning}`);
  console.log(reportText(report));
  if (figures.length > 0) console.log(`\n${figures.join("\n")}`);
  console.log(`\nWrote ${relative(process.cwd(), folder)}/`);
  console.log("See it:  sameseed view latest");
  return true;
}

async function writeReport(path: string, report: ImportReport): Promise<void> {
  const text = path.endsWith(".json") ? JSON.stringify(report, null, 2) : importReportText(report);
  if (path === "-") return console.log(text);
  await mkdir(dirname(resolve(path)), { recursive: true });
  await writeFile(path, `${text}\n`);
}

/** A file name for each benchmark: what `output` names where it is one, else a folder with a file for each. */
function placesOf(
  translated: readonly Translation[],
  { folder, output }: { folder: string; output: string | undefined },
): string[] {
  const isFile = output !== undefined && /\.ya?ml$/i.test(output);
  if (translated.length === 1) return [isFile ? resolve(output) : join(resolve(output ?? folder), "benchmark.yaml")];
  if (isFile) {
    throw new SameseedError(
      "BAD_ARGUMENT",
      `The file holds ${translated.length} benchmarks, and ${output} is one file.`,
      {
        hint: "Name a folder with -o.",
      },
    );
  }
  return translated.map(({ benchmark: { name } }) =>
    join(resolve(output ?? folder), `${name.replaceAll(/[^\w.-]+/g, "-")}.benchmark.yaml`),
  );
}

function printed(translated: readonly Translation[]): void {
  const [{ benchmark, files = [] }, second] = translated as [Translation, Translation?];
  if (second !== undefined || files.length > 0) {
    throw new SameseedError("BAD_ARGUMENT", "What is imported is more than one file and cannot be printed.", {
      hint: "Name a place with -o.",
    });
  }
  process.stdout.write(stringify(benchmark, YAML_STYLE));
}

/** Writes the benchmark and the files that it reads. Errors: `BAD_ARGUMENT` for one that exists already. */
async function writeTranslation(
  { benchmark, files = [] }: Translation,
  from: string,
  { path, force }: { path: string; force: boolean },
): Promise<void> {
  const folder = dirname(path);
  const own = new Set(files.map(({ name }) => name));
  const text = stringify(relocated(benchmark, from, { folder, own }), YAML_STYLE);
  await mkdir(folder, { recursive: true });
  const written = [...files.map((file) => ({ ...file, path: join(folder, file.name) })), { path, text }];
  for (const file of written) {
    await writeFile(file.path, file.text, { flag: force ? "w" : "wx" }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw cause;
      throw new SameseedError("BAD_ARGUMENT", `${relative(process.cwd(), file.path)} exists already.`, {
        hint: "Name another place with -o, or --force to overwrite it.",
      });
    });
  }
}
