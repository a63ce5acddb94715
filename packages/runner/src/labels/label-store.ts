import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type HumanLabel, LabelKey, type LabelSet, SameseedError, StoredLabel } from "@sameseed/core";
import { writeDurably } from "../files/durable-file.ts";

/** People's labels of a run's answers, and the answer of each line of a label sheet. */
const LABELS_FILE = "labels.jsonl";
const KEY_FILE = "labels.key.jsonl";

/** Empty without labels. */
export function readLabels(run: string): Promise<StoredLabel[]> {
  return readLines(join(run, LABELS_FILE), StoredLabel);
}

/** Writes all labels of a run, as a whole; without any the file is removed. */
export async function writeLabels(run: string, labels: readonly StoredLabel[]): Promise<void> {
  await writeLines(join(run, LABELS_FILE), labels);
}

export function readLabelKeys(run: string): Promise<LabelKey[]> {
  return readLines(join(run, KEY_FILE), LabelKey);
}

/** Adds the items of new sheets; known items stay. */
export async function addLabelKeys(run: string, keys: readonly LabelKey[]): Promise<void> {
  const known = new Map((await readLabelKeys(run)).map((key) => [key.item, key]));
  for (const key of keys) known.set(key.item, key);
  await writeLines(join(run, KEY_FILE), [...known.values()]);
}

/** Takes the labels along where a run's rows are copied. */
export async function copyLabels(from: string, to: string): Promise<void> {
  for (const name of [LABELS_FILE, KEY_FILE]) {
    await copyFile(join(from, name), join(to, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
}

/** The labels of each row, by the row's index. A label that compares two answers is in both rows, each from its own side. */
export function labelsByRow(labels: readonly StoredLabel[]): ReadonlyMap<number, readonly HumanLabel[]> {
  const rows = new Map<number, HumanLabel[]>();
  const add = (index: number, label: HumanLabel): void => {
    const known = rows.get(index);
    if (known === undefined) rows.set(index, [label]);
    else known.push(label);
  };
  for (const { answers, metric, annotator, scale, value, note, flagged } of labels) {
    const label = { metric, annotator, scale, ...(note !== undefined && { note }), ...(flagged && { flagged }) };
    const [first, second] = answers;
    add(first.index, { ...label, value, ...(second && { rival: second.variant }) });
    if (second !== undefined) add(second.index, { ...label, value: 1 - value, rival: first.variant });
  }
  return rows;
}

/** Annotators and numbers of labels per metric and scale, for the manifest. */
export function labelSets(labels: readonly StoredLabel[]): LabelSet[] {
  const sets = Map.groupBy(labels, ({ metric, scale }) => JSON.stringify([metric, scale]));
  return [...sets.values()].map((group) => ({
    metric: group[0]!.metric,
    scale: group[0]!.scale,
    annotators: [...new Set(group.map(({ annotator }) => annotator))].toSorted(),
    labels: group.length,
  }));
}

async function readLines<T>(file: string, schema: { parse(line: unknown): T }): Promise<T[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line, place) => {
    try {
      return schema.parse(JSON.parse(line));
    } catch (cause) {
      throw new SameseedError("BAD_RUN", `${file}, line ${place + 1} is nothing that annotate wrote.`, {
        hint: "Take the file away and import the sheets again.",
        cause,
      });
    }
  });
}

async function writeLines(file: string, entries: readonly object[]): Promise<void> {
  if (entries.length === 0) return rm(file, { force: true });
  await writeDurably(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}
