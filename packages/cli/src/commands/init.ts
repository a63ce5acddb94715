import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { SameseedError } from "@sameseed/core";
import { SCHEMA_FILE } from "../terminal/package-files.ts";
import { CASES_CSV, scriptFile, yamlFile } from "./init-files.ts";

export interface InitFlags {
  readonly yaml?: boolean;
  readonly force?: boolean;
}

/** `sameseed init`: a benchmark of two prompt versions on the embedded model, ready to run. */
export async function initCommand(folder: string, { yaml = false, force = false }: InitFlags): Promise<void> {
  const benchmark = yaml ? "benchmark.yaml" : "benchmark.ts";
  await mkdir(folder, { recursive: true });
  await writeNew(join(folder, "cases.csv"), CASES_CSV, force);
  await writeNew(join(folder, benchmark), yaml ? yamlFile() : scriptFile(), force);
  // The schema lies beside the file, so that editors find it without a network.
  if (yaml) await writeNew(join(folder, "benchmark.schema.json"), await readFile(SCHEMA_FILE, "utf8"), force);
  console.log(`Wrote ${join(folder, benchmark)} and ${join(folder, "cases.csv")}.`);
  console.log(`Run it:  sameseed run ${relative(process.cwd(), join(folder, benchmark))}`);
}

async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  await writeFile(file, text, { flag: force ? "w" : "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause;
    throw new SameseedError("BAD_ARGUMENT", `${file} exists already.`, {
      hint: "Choose another folder, or --force to overwrite it.",
    });
  });
}
