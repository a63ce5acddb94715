import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { example } from "../flags/shared-flags.ts";
import { SCHEMA_FILE } from "../terminal/package-files.ts";

const FLAGS = {
  yaml: { flags: "--yaml", help: "benchmark.yaml instead of benchmark.ts" },
  force: { flags: "--force", help: "overwrite files that exist" },
} as const satisfies FlagTable;

/** `sameseed init`: a benchmark of two prompt versions on the embedded model, ready to run. */
export function addInit(sameseed: Command): void {
  const init = sameseed.command("init").description("create a small example benchmark");
  addFlags(init.argument("[folder]", "where", "."), FLAGS)
    .addHelpText("after", example("sameseed init my-benchmark && sameseed run my-benchmark/benchmark.ts"))
    .action(writeExample);
}

async function writeExample(folder: string, { yaml = false, force = false }: FlagsOf<typeof FLAGS>): Promise<void> {
  const { CASES_CSV, scriptFile, yamlFile } = await import("../environment/init-files.ts");
  const benchmark = yaml ? "benchmark.yaml" : "benchmark.ts";
  const { makeFolder } = await import("@sameseed/runner");
  await makeFolder(folder);
  await writeNew(join(folder, "cases.csv"), CASES_CSV, force);
  await writeNew(join(folder, benchmark), yaml ? yamlFile() : scriptFile(), force);
  // The schema is next to the file, where editors find it without a network.
  if (yaml) await writeNew(join(folder, "benchmark.schema.json"), await readFile(SCHEMA_FILE, "utf8"), force);
  console.log(`Wrote ${join(folder, benchmark)} and ${join(folder, "cases.csv")}.`);
  console.log(`Run it:  sameseed run ${relative(process.cwd(), join(folder, benchmark))}`);
}

async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  const { writeNewFile } = await import("../terminal/write-new-file.ts");
  await writeNewFile(file, text, { force, hint: "Choose another folder, or --force to overwrite it." });
}
