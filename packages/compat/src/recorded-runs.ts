import { nestingProblem, SameseedError, withoutKeys } from "@sameseed/core";
import { readFile, stat } from "node:fs/promises";
import { isOutputItems, outputItemsRun } from "./hosted-evals/output-items-run.ts";
import { isInspectLog } from "./inspect/read-log.ts";
import { inspectRun } from "./inspect/recorded-run.ts";
import type { Scale } from "./inspect/score-value.ts";
import { isResultFile } from "./promptfoo/results/result-file.ts";
import { type PlacedJson, resultsRun } from "./promptfoo/results/results-run.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";
import { keysWarning } from "./recorded/keys-warning.ts";

export interface RecordedRunOptions {
  /** For logs of Inspect: by which a scorer's values are divided, where they are not from 0 to 1. */
  readonly scale?: Scale | undefined;
}

/**
 * Finished runs of another tool as one run; null where no importer accepts the files. API keys are removed.
 * Errors: `BAD_DATASET`.
 */
export async function recordedRun(
  files: readonly string[],
  { scale }: RecordedRunOptions = {},
): Promise<RecordedRun | null> {
  const areLogs = await Promise.all(files.map(isInspectLog));
  if (areLogs.every(Boolean)) return inspectRun(files, { scale });
  const read = await Promise.all(files.map(readJson));
  const isResult = read.map(({ data }) => isResultFile(data));
  const isItems = read.map(({ data }) => isOutputItems(data));
  if (!isResult.includes(true) && !isItems.includes(true)) return null;
  const cleaned = read.map(({ path, data }) => ({ path, ...withoutKeys(data) }));
  const placed = cleaned.map(({ path, value }) => ({ path, data: value }));
  const stranger = files[isResult.indexOf(false)];
  if (isResult.includes(true) && stranger !== undefined)
    throw new SameseedError("BAD_ARGUMENT", `${stranger} is not a promptfoo result, but the other files are.`, {
      hint: "Results of one tool become one run.",
    });
  const run = isResult.includes(true) ? await resultsRun(placed) : await outputItemsRun(placed);
  const count = cleaned.reduce((sum, one) => sum + one.count, 0);
  return { ...run, warnings: [...run.warnings, ...keysWarning(count)] };
}

/** A JSON file, or the objects of a JSONL file; undefined for other files, and for deeply nested ones. */
async function readJson(path: string): Promise<PlacedJson> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile || !/\.(?:json|jsonl|ndjson)$/i.test(path)) return { path, data: undefined };
  const text = await readFile(path, "utf8");
  const data = parsed(text) ?? lines(text);
  return { path, data: nestingProblem(data) === null ? data : undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function lines(text: string): readonly unknown[] | undefined {
  const values = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parsed(line)]));
  return values.includes(undefined) ? undefined : values;
}
