import { dirname, join, resolve } from "node:path";
import { relocated, type Translation } from "@sameseed/compat";
import { SameseedError } from "@sameseed/core";
import { stringify } from "yaml";
import { writeNewFile } from "./write-new-file.ts";
import { makeFolder } from "@sameseed/runner";

const YAML_STYLE = { lineWidth: 100, aliasDuplicateObjects: false };

/** A file name for each benchmark: `output` for a single one, else a folder with a file for each. */
export function placesOf(
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

/** Prints the imported benchmark. Errors: `BAD_ARGUMENT` for more than one file. */
export function printed(translated: readonly Translation[]): void {
  const [{ benchmark, files = [] }, second] = translated as [Translation, Translation?];
  if (second !== undefined || files.length > 0) {
    throw new SameseedError("BAD_ARGUMENT", "The import consists of several files, so it cannot be printed.", {
      hint: "Name a place with -o.",
    });
  }
  process.stdout.write(stringify(benchmark, YAML_STYLE));
}

/** Writes the benchmark and the files that it reads. Errors: `BAD_ARGUMENT` for an existing file. */
export async function writeTranslation(
  { benchmark, files = [] }: Translation,
  from: string,
  { path, force }: { path: string; force: boolean },
): Promise<void> {
  const folder = dirname(path);
  const own = new Set(files.map(({ name }) => name));
  const text = stringify(relocated(benchmark, from, { folder, own }), YAML_STYLE);
  await makeFolder(folder);
  const written = [...files.map((file) => ({ ...file, path: join(folder, file.name) })), { path, text }];
  for (const file of written) {
    const hint = "Name another place with -o, or --force to overwrite it.";
    await writeNewFile(file.path, file.text, { force, hint });
  }
}
