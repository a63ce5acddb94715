import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { type Dataset, isHeldOut, option, SameseedError, Split } from "@sameseed/core";
import { requireRegularFile, writeDurably } from "@sameseed/runner";
import * as z from "@sameseed/core/zod";

/** A run on the held-out cases counts as a look, whatever its result. */
const Look = z.whenUsed(() => z.object({ runId: z.string(), at: z.string() }));

/** `<benchmark>.split.json`: the held-out cases, and the number of looks at them. */
const SplitFile = z.whenUsed(() =>
  z.strictObject({ schemaVersion: z.literal(1), ...Split.shape, looks: z.array(Look) }),
);
export type SplitFile = Readonly<z.infer<typeof SplitFile>>;

/** Path of the split of a benchmark file: next to it. */
export function splitFileOf(benchmark: string): string {
  return `${benchmark.slice(0, benchmark.length - extname(benchmark).length)}.split.json`;
}

/** The split of a benchmark file; null without one. Errors: `BAD_BENCHMARK` for a file that is not a split. */
export async function readSplit(benchmark: string): Promise<SplitFile | null> {
  const path = splitFileOf(benchmark);
  requireRegularFile(path);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code))) return null;
    throw error;
  }
  const wrong = (cause: unknown): SameseedError =>
    new SameseedError("BAD_BENCHMARK", `${path} is not a split that sameseed wrote.`, {
      hint: "Restore it from version control, or delete it and split again.",
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(error);
  }
  const parsed = SplitFile.safeParse(value);
  if (!parsed.success) throw wrong(parsed.error);
  return parsed.data;
}

/** How many cases, and independent units of them (clusters, or cases without one), each part has. */
export interface SplitCounts {
  readonly development: number;
  readonly heldOut: number;
  readonly clusters: number;
}

/**
 * Divides the cases of a benchmark and writes the split next to its file. Errors: `BAD_ARGUMENT` for an
 * existing split, since a second one would reveal held-out cases, or for an empty part.
 */
export async function writeSplit(
  benchmark: string,
  { cases, split }: { readonly cases: Dataset; readonly split: Split },
): Promise<SplitCounts> {
  const before = await readSplit(benchmark);
  const path = splitFileOf(benchmark);
  if (before !== null)
    throw new SameseedError("BAD_ARGUMENT", `${path} exists: ${benchmark} is split already.`, {
      hint: "Keep it: another split would put cases that you have seen among the held-out ones. To begin anew, delete the file.",
    });
  let [development, heldOut] = [0, 0];
  const clusters = new Set<string>();
  for await (const testCase of cases.cases()) {
    if (testCase.cluster !== undefined) clusters.add(testCase.cluster);
    if (isHeldOut(testCase, split)) heldOut++;
    else development++;
  }
  if (development === 0 || heldOut === 0)
    throw new SameseedError("BAD_ARGUMENT", `A share of ${split.share} leaves one part of the cases empty.`, {
      hint: `Use another ${option("share")}, or more cases.`,
    });
  await save(path, { schemaVersion: 1, ...split, looks: [] });
  return { development, heldOut, clusters: clusters.size };
}

/** Adds a run to the looks, once. Runs that started in one second in two folders share an id. */
export async function countLook(benchmark: string, { runId, at }: z.infer<typeof Look>): Promise<void> {
  const split = await readSplit(benchmark);
  if (split === null || split.looks.some((look) => look.runId === runId && look.at === at)) return;
  await save(splitFileOf(benchmark), { ...split, looks: [...split.looks, { runId, at }] });
}

async function save(path: string, split: SplitFile): Promise<void> {
  await writeDurably(path, `${JSON.stringify(split, null, 2)}\n`);
}
