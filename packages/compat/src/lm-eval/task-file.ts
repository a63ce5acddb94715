import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { SameseedError, utf8Text } from "@sameseed/core";
import type { ScalarTag } from "yaml";
import { requireRegularFile } from "../translation/irregularity.ts";
import { type LocatedYaml, locatedYaml, type YamlPath } from "../translation/located-yaml.ts";
import type { TranslationWarning } from "../translation/translation.ts";

/** The target of `!function utils.name`: Python code, which is never run here. */
export class PythonFunction {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const FUNCTION: ScalarTag = { tag: "!function", resolve: (text: string) => new PythonFunction(text) };

/** A task with the files that it includes; its own keys win. */
export interface TaskFile {
  readonly file: string;
  readonly get: (key: string) => unknown;
  readonly keys: readonly string[];
  readonly warning: (path: YamlPath, message: string) => TranslationWarning;
  readonly error: (path: YamlPath, message: string, hint: string) => SameseedError;
}

/** Reads a task file and its includes. Errors: `BAD_BENCHMARK`, `NOT_FOUND`. */
export async function readTaskFile(file: string, bytes: Uint8Array): Promise<TaskFile> {
  const layers = await readLayers(file, new TextDecoder().decode(bytes), []);
  const layerOf = (key: string): LocatedYaml => layers.find((layer) => Object.hasOwn(dataOf(layer), key)) ?? layers[0]!;
  return {
    file,
    get: (key) => dataOf(layerOf(key))[key],
    keys: [...new Set(layers.flatMap((layer) => Object.keys(dataOf(layer))))].filter((key) => key !== "include"),
    warning: (path, message) => layerOf(String(path[0])).warning(path, message),
    error: (path, message, hint) => layerOf(String(path[0])).error(path, message, hint),
  };
}

function dataOf({ data }: LocatedYaml): Readonly<Record<string, unknown>> {
  return (data ?? {}) as Readonly<Record<string, unknown>>;
}

/** The file and the files it includes, the nearest first. */
async function readLayers(file: string, text: string, above: readonly string[]): Promise<LocatedYaml[]> {
  const yaml = locatedYaml(file, text, { tags: [FUNCTION] });
  const { include } = dataOf(yaml);
  if (include === undefined) return [yaml];
  const layers = [yaml];
  for (const name of [include].flat().map(String)) {
    const path = resolve(dirname(file), name);
    if (path === file || above.includes(path))
      throw yaml.error(["include"], `${name} includes this file again`, "Take one of the includes out.");
    requireRegularFile(path);
    const included = await readFile(path).catch((cause: unknown) => {
      throw new SameseedError("NOT_FOUND", `${yaml.error(["include"], `there is no file ${name}`, "").message}.`, {
        hint: "Paths of include start from the file's own folder.",
        cause,
      });
    });
    layers.push(...(await readLayers(path, utf8Text(included, path), [...above, file])));
  }
  return layers;
}
