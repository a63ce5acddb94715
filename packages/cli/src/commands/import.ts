import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { importerOf, IMPORTERS, readForeignFile, relocated } from "@sameseed/compat";
import { SameseedError } from "@sameseed/core";
import { stringify } from "yaml";
import { importTools } from "../import-tools.ts";
import { warningLines } from "../warning-lines.ts";

export interface ImportFlags {
  /** `-` prints the file. Default: benchmark.yaml beside the file that is read. */
  readonly output?: string;
  readonly force?: boolean;
}

/** `sameseed import`: another tool's benchmark as a benchmark file; what has no counterpart is a warning. */
export async function importCommand(file: string, { output, force = false }: ImportFlags): Promise<void> {
  const foreign = await readForeignFile(resolve(file));
  const importer = importerOf(foreign);
  if (importer === undefined) {
    throw new SameseedError("BAD_ARGUMENT", `${file} is no file that can be imported.`, {
      hint: `Known: ${IMPORTERS.map(({ name }) => name).join(", ")}.`,
    });
  }
  const { benchmark, warnings } = await importer.translate(foreign, importTools);
  for (const line of warningLines(warnings)) console.error(line);
  const folder = dirname(foreign.path);
  const path = resolve(output === "-" || output === undefined ? join(folder, "benchmark.yaml") : output);
  const text = stringify(relocated(benchmark, folder, dirname(path)), { lineWidth: 100 });
  if (output === "-") return void process.stdout.write(text);

  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: force ? "w" : "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause;
    throw new SameseedError("BAD_ARGUMENT", `${relative(process.cwd(), path)} exists already.`, {
      hint: "Name another file with -o, or --force to overwrite it.",
    });
  });
  console.log(`Wrote ${relative(process.cwd(), path)}.`);
  console.log(`Run it:  sameseed run ${relative(process.cwd(), path)}`);
}
