import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Manifest } from "@sameseed/core";
import { readRecords, type RunFolder } from "@sameseed/runner";
import { writtenAs } from "./written-as.ts";
import { existingFormats } from "../reports/export-run.ts";
import { type ReportOptions, writeReports } from "../reports/write-reports.ts";
import type { Tell } from "./difference.ts";

/** Makes every report of the run again in a folder that goes away, and compares byte by byte. Returns the files compared. */
export async function verifyReports(folder: RunFolder, manifest: Manifest, tell: Tell): Promise<string[]> {
  const temporary = await mkdtemp(join(tmpdir(), "sameseed-verify-"));
  try {
    const written = await writtenAs(folder);
    const files = await remade(folder, manifest, { temporary, ...written });
    let differing = await differingFiles(folder, temporary, files);
    if (differing.some((file) => file.endsWith(".csv"))) {
      const other = await mkdtemp(join(temporary, "raw-"));
      await remade(folder, manifest, { temporary: other, ...written, csvRaw: true });
      const raw = await differingFiles(folder, other, files);
      if (raw.length < differing.length) {
        for (const file of raw) await explain(join(folder.path, file), join(other, file), tell);
        differing = [];
      }
    }
    for (const file of differing) await explain(join(folder.path, file), join(temporary, file), tell);
    return files;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function remade(
  folder: RunFolder,
  manifest: Manifest,
  { temporary, ...options }: ReportOptions & { temporary: string },
): Promise<string[]> {
  const { files } = await writeReports({ ...folder, path: temporary }, manifest, {
    ...options,
    format: existingFormats(folder),
  });
  return files.map((file) => basename(file));
}

async function differingFiles(folder: RunFolder, temporary: string, files: readonly string[]): Promise<string[]> {
  const same = await Promise.all(files.map((file) => isSameBytes(join(folder.path, file), join(temporary, file))));
  return files.filter((_, place) => !same[place]);
}

async function isSameBytes(left: string, right: string): Promise<boolean> {
  if (!existsSync(left)) return false;
  const chunks = createReadStream(right)[Symbol.asyncIterator]();
  for await (const chunk of createReadStream(left) as AsyncIterable<Buffer>) {
    const { value, done } = (await chunks.next()) as IteratorResult<Buffer>;
    if (done || !chunk.equals(value)) return false;
  }
  return (await chunks.next()).done === true;
}

/** Says what differs, cell by cell or member by member where the format allows it. */
async function explain(stored: string, recomputed: string, tell: Tell): Promise<void> {
  const file = basename(stored);
  if (!existsSync(stored)) {
    tell({ file, where: "", stored: undefined, recomputed: "the file" });
    return;
  }
  let found = 0;
  const at: TellWhere = (where: string, before: unknown, now: unknown): void => {
    found++;
    tell({ file, where, stored: before, recomputed: now });
  };
  try {
    if (file.endsWith(".csv")) await explainCsv(stored, recomputed, at);
    else if (file.endsWith(".json"))
      explainJson(JSON.parse(await readFile(stored, "utf8")), JSON.parse(await readFile(recomputed, "utf8")), {
        path: "",
        tell: at,
      });
    else if (/\.(html|md|xml|txt)$/.test(file)) await explainText(stored, recomputed, at);
  } catch (error) {
    at("", (error as Error).message, "a file that can be read");
  }
  if (found === 0) at("", "other bytes", "the same content");
}

type TellWhere = (where: string, stored: unknown, recomputed: unknown) => void;

async function explainCsv(stored: string, recomputed: string, tell: TellWhere): Promise<void> {
  const now = readRecords(recomputed);
  for await (const { record, place } of readRecords(stored)) {
    const { value, done } = (await now.next()) as IteratorResult<{ record: Readonly<Record<string, unknown>> }>;
    const where = place.replace(/^.*, (?=line \d+)/, "");
    if (done) {
      tell(where, "a line", undefined);
      continue;
    }
    for (const column of new Set([...Object.keys(record), ...Object.keys(value.record)])) {
      if (record[column] !== value.record[column]) tell(`${where}, ${column}`, record[column], value.record[column]);
    }
  }
  for await (const { place } of now) tell(place.replace(/^.*, (?=line \d+)/, ""), undefined, "a line");
}

function explainJson(stored: unknown, recomputed: unknown, { path, tell }: { path: string; tell: TellWhere }): void {
  if (stored === recomputed) return;
  const areObjects = [stored, recomputed].every((value) => typeof value === "object" && value !== null);
  if (!areObjects || Array.isArray(stored) !== Array.isArray(recomputed)) {
    tell(path, stored, recomputed);
    return;
  }
  const [before, now] = [stored, recomputed] as [Record<string, unknown>, Record<string, unknown>];
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    explainJson(before[key], now[key], { path: path === "" ? key : `${path}.${key}`, tell });
  }
}

/** What the page holds of the run, packed: where it differs is in no text. */
const DATA = /^\s*<script type="(?:application\/json|text\/plain)" id="(\w+)">/;

async function explainText(stored: string, recomputed: string, tell: TellWhere): Promise<void> {
  const [before, now] = (await Promise.all([stored, recomputed].map((file) => readFile(file, "utf8")))).map((text) =>
    text.split("\n"),
  ) as [string[], string[]];
  const line = before.findIndex((text, place) => text !== now[place]);
  const place = line === -1 ? before.length : line;
  const [left, right] = [before[place], now[place]];
  const data = DATA.exec(left ?? "")?.[1];
  if (data !== undefined && data === DATA.exec(right ?? "")?.[1])
    tell(`line ${place + 1}, the page's ${data}`, "other data", "what follows from the rows");
  else tell(`line ${place + 1}`, left, right);
}
