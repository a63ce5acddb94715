import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { importerOf, readForeignFile, type RunSettings, type TranslationWarning } from "@sameseed/compat";
import { type BenchmarkDefinition, SameseedError } from "@sameseed/core";
import { importTools } from "./import-tools.ts";
import type { BenchmarkContent } from "./load-yaml.ts";

export interface LoadForeignOptions {
  /** Called with the losses of the translation, if any. */
  readonly onWarnings?: ((warnings: readonly TranslationWarning[], path: string) => void) | undefined;
  /** Called with the config's settings for a run, if any. */
  readonly onSettings?: ((settings: RunSettings, path: string) => void) | undefined;
  /** The exports of a script, which is not run again. */
  readonly data?: unknown;
  readonly trustData?: boolean | undefined;
  readonly downloadTests?: boolean | undefined;
}

/** A config of another tool as a benchmark; undefined for a sameseed file. */
export async function loadForeign(
  path: string,
  { onWarnings, onSettings, data, ...given }: LoadForeignOptions = {},
): Promise<BenchmarkDefinition | undefined> {
  const file = data === undefined ? await readForeignFile(path) : { path, bytes: await readFile(path), data };
  const importer = importerOf(file);
  if (importer === undefined) return undefined;
  const shown = relative(process.cwd(), path);
  const [translation, ...others] = [await importer.translate(file, importTools, given)].flat();
  if (translation === undefined || others.length > 0 || (translation.files ?? []).length > 0) {
    throw new SameseedError("BAD_BENCHMARK", `${shown} is of ${importer.name}, and more than one benchmark file.`, {
      hint: `Write them first: sameseed import ${shown}`,
    });
  }
  if (translation.warnings.length > 0) onWarnings?.(translation.warnings, path);
  if (translation.settings !== undefined) onSettings?.(translation.settings, path);
  const { BenchmarkYaml, definitionOf } = await import("./load-yaml.ts");
  const parsed = BenchmarkYaml.safeParse(translation.benchmark);
  if (parsed.success)
    return definitionOf(parsed.data as BenchmarkContent, dirname(path), { located: () => `${shown}, as a benchmark` });
  const [issue] = parsed.error.issues;
  throw new SameseedError("BAD_BENCHMARK", `${shown}, as a benchmark: ${issue!.path.join(".")}: ${issue!.message}`, {
    hint: `Look at it with sameseed import ${shown} -o -`,
  });
}
