import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { nestingProblem, SameseedError, utf8Text } from "@sameseed/core";
import { requireRegularFile } from "@sameseed/runner";
import { parse } from "yaml";

/** Whether a text of a benchmark file is the path of a file with data, and no template. */
export function isDataFile(text: string): boolean {
  return /^(?:file:\/\/)?[^{}]+\.(?:json|ya?ml)$/i.test(text);
}

/** The contents of a JSON or YAML file. Errors: `NOT_FOUND`, `BAD_BENCHMARK`, with `what` as its name. */
export async function readDataFile(path: string, folder: string, what: string): Promise<unknown> {
  const hint = "Paths in a benchmark file are relative to that file.";
  const file = resolve(folder, path.replace(/^file:\/\//, ""));
  requireRegularFile(file, `The ${what} ${path}`);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SameseedError("NOT_FOUND", `There is no ${what} ${path}.`, { hint, cause });
  });
  const text = utf8Text(bytes, path);
  try {
    const value = /\.json$/i.test(path) ? (JSON.parse(text) as unknown) : (parse(text, { merge: true }) as unknown);
    const nested = nestingProblem(value);
    if (nested !== null) throw new Error(nested);
    return value;
  } catch (cause) {
    const problem = (cause as Error).message.split("\n", 1)[0];
    throw new SameseedError("BAD_BENCHMARK", `${path} cannot be read: ${problem}.`, { hint, cause });
  }
}
