import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { type LabelKey, type WordedReport, SameseedError, type StoredLabel, option } from "@sameseed/core";
import { type FilledSheet, readFilledSheet } from "@sameseed/reporter";
import {
  labelSets,
  lockRun,
  readLabelKeys,
  readLabels,
  readManifest,
  readRecords,
  requireRegularFile,
  type RunFolder,
  writeLabels,
  writeManifest,
} from "@sameseed/runner";
import { asBefore } from "../verify/replay-run.ts";
import { inOrder } from "./label-order.ts";
import { writeReports } from "../reports/write-reports.ts";

export interface ImportedSheet {
  readonly file: string;
  readonly annotators: readonly string[];
  readonly labels: number;
  /** Earlier labels that the sheet removed. */
  readonly removed: number;
}

export interface ImportedLabels {
  readonly sheets: readonly ImportedSheet[];
  readonly report: WordedReport;
  readonly files: readonly string[];
}

/**
 * Reads filled sheets into a run and rewrites its reports. A person's earlier label of the same item is
 * replaced, or removed by the word "none". Nothing is written if any sheet has a fault.
 */
export async function importLabels(
  folder: RunFolder,
  sheets: readonly string[],
  { annotator }: { readonly annotator?: string | undefined } = {},
): Promise<ImportedLabels> {
  const keys = new Map((await readLabelKeys(folder.path)).map((key) => [key.item, key]));
  if (keys.size === 0)
    throw new SameseedError("BAD_RUN", `${folder.id} has no label sheets: the meaning of their lines is unknown.`, {
      hint: "Write them first: sameseed annotate export. The key stays in the run's folder, as labels.key.jsonl.",
    });
  const read: (FilledSheet & { readonly sheet: ImportedSheet })[] = [];
  for (const file of sheets) {
    const { labels, removed } = await readSheet(file, { keys, annotator });
    const annotators = [...new Set([...labels, ...removed].map((label) => label.annotator))];
    read.push({ sheet: { file, annotators, labels: labels.length, removed: removed.length }, labels, removed });
  }
  refuseTwice(read.map(({ sheet }) => sheet));
  const unlock = await lockRun(folder.path);
  try {
    const before = await readLabels(folder.path);
    const stored = new Set(before.map(labelled));
    const labels = replaced(before, {
      labels: read.flatMap((one) => one.labels),
      removed: read.flatMap((one) => one.removed),
    });
    await writeLabels(folder.path, labels);
    const { labels: _, ...rest } = await readManifest(folder);
    const manifest = labels.length === 0 ? rest : { ...rest, labels: labelSets(labels) };
    await writeManifest(folder, manifest);
    const { report, files } = await writeReports(folder, manifest, await asBefore(folder, {}));
    // A line may take back a label that the run does not have.
    const counted = read.map(({ sheet, removed }) => ({
      ...sheet,
      removed: removed.filter((one) => stored.has(labelled(one))).length,
    }));
    return { sheets: counted, report, files };
  } finally {
    await unlock();
  }
}

async function readSheet(
  file: string,
  options: { readonly keys: ReadonlyMap<string, LabelKey>; readonly annotator: string | undefined },
): Promise<FilledSheet> {
  const isWorkbook = extname(file).toLowerCase() === ".xlsx";
  // The labels are on the first sheet, whose name depends on the program that saved it.
  const lines = isWorkbook ? readRecords(file, "xlsx") : readRecords(file, "csv", textOf(file));
  return readFilledSheet(lines, { ...options, file });
}

/**
 * The bytes of a CSV file in UTF-8. Excel saves plain "CSV" in the code page of its country, mostly this one,
 * and other programs write UTF-16 with a byte order mark.
 */
function textOf(file: string): () => Promise<Uint8Array> {
  return async () => {
    requireRegularFile(file);
    const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
      throw new SameseedError("NOT_FOUND", `${file} cannot be read: ${cause.message}.`, {
        hint: "Name the file that was filled in.",
        cause,
      });
    });
    const mark = bytes.subarray(0, 2).toString("hex");
    if (mark === "fffe") return new TextEncoder().encode(new TextDecoder("utf-16le").decode(bytes));
    if (mark === "feff") return new TextEncoder().encode(new TextDecoder("utf-16be").decode(bytes));
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      return bytes;
    } catch {
      return new TextEncoder().encode(new TextDecoder("windows-1252").decode(bytes));
    }
  };
}

/** A person's label of an item. */
function labelled({ annotator, metric, scale, item }: FilledSheet["removed"][number]): string {
  return JSON.stringify([annotator, metric, scale, item]);
}

/** A label of a sheet replaces the same person's label of the same item. Items without a label keep theirs, unless the sheet removes it: a second, larger sheet repeats the items of the first. */
function replaced(before: readonly StoredLabel[], { labels, removed }: FilledSheet): readonly StoredLabel[] {
  const renewed = new Set([...labels, ...removed].map(labelled));
  return inOrder([...before.filter((label) => !renewed.has(labelled(label))), ...labels]);
}

/** Two files with one name in them are two people, or one sheet twice: the command cannot know. */
function refuseTwice(sheets: readonly ImportedSheet[]): void {
  const seen = new Map<string, string>();
  for (const { file, annotators } of sheets) {
    for (const annotator of annotators) {
      const before = seen.get(annotator);
      if (before !== undefined)
        throw new SameseedError("BAD_DATASET", `${before} and ${file} both hold labels of annotator "${annotator}".`, {
          hint: `Import them one by one, each with ${option("annotator")} <name>.`,
        });
      seen.set(annotator, file);
    }
  }
}
