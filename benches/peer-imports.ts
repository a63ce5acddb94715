/**
 * Imports every file of OpenAI evals, lm-eval and Inspect in ../shared/data/peers with `sameseed import`, and
 * lists successes, warnings and failures with reasons. Datasets in ../shared/data are passed with --data.
 * Run: node benches/peer-imports.ts [peers folder]
 */
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { importerOf, readForeignFile, recordedRun, type TranslationWarning } from "../packages/compat/src/index.ts";
import { SameseedError } from "../packages/core/src/index.ts";
import { importTools } from "../packages/pipeline/src/load/import-tools.ts";
import { BenchmarkYaml } from "../packages/pipeline/src/load/load-yaml.ts";

const PEERS = process.argv[2] ?? join(import.meta.dirname, "../../shared/data/peers");
/** The dataset file of each task in this folder. */
const ROWS: Readonly<Record<string, string>> = {
  "lm-eval/gsm8k": "../gsm8k/test.jsonl",
  "lm-eval/ifeval": "../mifeval/en_input_data.jsonl.gz",
};

interface Imported {
  readonly file: string;
  readonly result: "runs" | "warns" | "fails";
  readonly what: string;
}

async function imported(file: string): Promise<Imported> {
  const path = join(PEERS, file);
  try {
    const run = await recordedRun([path]);
    if (run !== null) {
      const rows = await Array.fromAsync(run.rows());
      run.close();
      const figures = run.figures
        .flatMap((log) => log.figures)
        .map(({ metric, logged, computed }) => `${metric} ${logged} = ${computed}`);
      return {
        file,
        result: run.warnings.length === 0 ? "runs" : "warns",
        what: `${rows.length} rows; ${figures.join(", ")}`,
      };
    }
    const foreign = await readForeignFile(path);
    const importer = importerOf(foreign);
    if (importer === undefined) return { file, result: "fails", what: "no benchmark: rows, to be named under cases" };
    const data = Object.entries(ROWS).find(([folder]) => file.startsWith(folder))?.[1];
    const options = { model: "openai:gpt-4o-mini", ...(data !== undefined && { data: join(PEERS, data) }) };
    const translations = [await importer.translate(foreign, importTools, options)].flat();
    for (const { benchmark } of translations) BenchmarkYaml.parse(benchmark);
    const warnings = translations.flatMap((translation) => translation.warnings);
    return { file, result: warnings.length === 0 ? "runs" : "warns", what: said(translations.length, warnings) };
  } catch (error) {
    if (!(error instanceof SameseedError)) throw error;
    return { file, result: "fails", what: error.message.replaceAll(`${PEERS}/`, "") };
  }
}

function said(count: number, warnings: readonly TranslationWarning[]): string {
  const benchmarks = count === 1 ? [] : [`${count} benchmarks`];
  return [...benchmarks, ...warnings.map(({ line, key, message }) => `${line ?? "–"} ${key}: ${message}`)].join("; ");
}

if (!existsSync(PEERS)) {
  console.error(`There is no ${PEERS}: name the folder with the other tools' files.`);
  process.exit(2);
}
const files = globSync(["openai-evals/evals/*", "lm-eval/*/*", "inspect/**/*.{json,jsonl,csv,eval,txt}"], {
  cwd: PEERS,
}).toSorted();
console.log("| file | result | |\n| --- | --- | --- |");
const counts = { runs: 0, warns: 0, fails: 0 };
for (const file of files) {
  const { result, what } = await imported(file);
  counts[result]++;
  console.log(`| ${file} | ${result} | ${what.replaceAll("|", "\\|")} |`);
}
console.log(`\n${files.length} files: ${counts.runs} run, ${counts.warns} warn, ${counts.fails} fail`);
