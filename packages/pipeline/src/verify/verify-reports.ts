import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { formatOfReport, type Manifest, REPORT_FORMAT } from "@sameseed/core";
import { readRecords, type RunFolder } from "@sameseed/runner";
import { writtenAs } from "./written-as.ts";
import { existingFormats } from "../reports/export-run.ts";
import { type ReportOptions, writeReports } from "../reports/write-reports.ts";
import type { Tell } from "./difference.ts";
import { isWording, statesSame } from "./wording.ts";

/** Rewrites every report of the run in a temporary folder, and compares byte by byte. Returns the files compared. */
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
    let areReworded = false;
    const told: Tell = (difference) => {
      areReworded ||= difference.isWording === true;
      tell(difference);
    };
    const [workbooks, others] = partition(differing, (file) => file.endsWith(".xlsx"));
    for (const file of others) await explain(join(folder.path, file), join(temporary, file), told);
    for (const file of workbooks)
      await explain(join(folder.path, file), join(temporary, file), areReworded ? asWording(tell) : tell);
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

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** A workbook contains the sentences of the other reports, but its bytes do not show where. */
function asWording(tell: Tell): Tell {
  return (difference) => tell(difference.stored === undefined ? difference : { ...difference, isWording: true });
}

/** Reports the differences, cell by cell or member by member where the format allows it. */
async function explain(stored: string, recomputed: string, tell: Tell): Promise<void> {
  const file = basename(stored);
  if (!existsSync(stored)) {
    tell({ file, where: "", stored: undefined, recomputed: "the file" });
    return;
  }
  let found = 0;
  let format: number | undefined; // of a report of another build
  const at: TellWhere = (where, before, now) => {
    found++;
    const isOfFormat = format !== undefined && mayComeWithFormat(where, before, now);
    const isWorded = isOfFormat || isWording({ file, where: where.replace(/^line \d+, /, "") }, before, now);
    tell({ file, where, stored: before, recomputed: now, ...(isWorded && { isWording: true }) });
  };
  const reworded: TellWhere = (where, before, now) => {
    found++;
    tell({ file, where, stored: before, recomputed: now, isWording: true });
  };
  try {
    if (file.endsWith(".csv")) await explainCsv(stored, recomputed, at);
    else if (file.endsWith(".json")) {
      const before: unknown = JSON.parse(await readFile(stored, "utf8"));
      format = otherFormat(before);
      explainJson(before, JSON.parse(await readFile(recomputed, "utf8")), { path: "", tell: at });
    } else if (file.endsWith(".html"))
      await explainPage(stored, recomputed, { tell: at, reworded, onData: (data) => (format = otherFormat(data)) });
    else if (/\.(md|xml|txt)$/.test(file)) await explainText(stored, recomputed, { tell: at, reworded });
  } catch (error) {
    at("", (error as Error).message, "a file that can be read");
  }
  if (found === 0) at("", "other bytes", "the same content");
}

/** Members of reports of every format, and entries of their lists; only the list of files depends on the build. */
const IN_EVERY_FORMAT = /^(?:schemaVersion|manifest|variants|comparisons|factors|files)$|^(?!files\.).*\.\d+$/;

/** Whether another format explains the difference: its number, or a member that one of the formats does not have. */
function mayComeWithFormat(where: string, before: unknown, now: unknown): boolean {
  if (where === "format") return true;
  return (before === undefined || now === undefined) && !IN_EVERY_FORMAT.test(where);
}

type TellWhere = (where: string, stored: unknown, recomputed: unknown) => void;

interface Telling {
  readonly tell: TellWhere;
  /** Reports differences in wording alone. */
  readonly reworded: TellWhere;
  /** Gets the report in a page before it is compared. */
  readonly onData?: (stored: unknown) => void;
}

function otherFormat(stored: unknown): number | undefined {
  const format = formatOfReport(stored);
  return format === REPORT_FORMAT ? undefined : format;
}

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

/** A data block of the page: the report as JSON, or the packed rows. */
const BLOCK = /^\s*<script type="(?:application\/json|text\/plain)" id="(\w+)">(.*)<\/script>\s*$/;

/** The page's report member by member, its other blocks as a whole; the program of the page is that of the build. */
async function explainPage(stored: string, recomputed: string, { tell, reworded, onData }: Telling): Promise<void> {
  const [before, now] = await linesOf(stored, recomputed);
  const [blocksBefore, blocksNow] = [new Map(blocksIn(before)), new Map(blocksIn(now))];
  for (const name of new Set([...blocksBefore.keys(), ...blocksNow.keys()])) {
    const [left, right] = [blocksBefore.get(name), blocksNow.get(name)];
    if (left === right) continue;
    const [first, second] = name === "data" ? [jsonIn(left), jsonIn(right)] : [undefined, undefined];
    if (first !== undefined) onData?.(first);
    if (first !== undefined && second !== undefined) explainJson(first, second, { path: "", tell });
    else tell(`the page's ${name}`, left && "other data", right && "what follows from the rows");
  }
  const [codeBefore, codeNow] = [before, now].map((lines) => lines.filter((line) => !BLOCK.test(line)).join("\n"));
  if (codeBefore !== codeNow) reworded("the page's program", "that of another build", "that of this build");
}

function blocksIn(lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.flatMap((line) => {
    const [, name, text] = BLOCK.exec(line) ?? [];
    return name === undefined || text === undefined ? [] : [[name, text] as const];
  });
}

function jsonIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** The first line that differs; where the texts have the same numbers and verdicts, their words differ. */
async function explainText(stored: string, recomputed: string, { tell, reworded }: Telling): Promise<void> {
  const [before, now] = await linesOf(stored, recomputed);
  const line = before.findIndex((text, place) => text !== now[place]);
  const place = line === -1 ? before.length : line;
  const isReworded = statesSame(before.join("\n"), now.join("\n"));
  (isReworded ? reworded : tell)(`line ${place + 1}`, before[place], now[place]);
}

async function linesOf(stored: string, recomputed: string): Promise<[string[], string[]]> {
  const texts = await Promise.all([stored, recomputed].map((file) => readFile(file, "utf8")));
  return texts.map((text) => text.split("\n")) as [string[], string[]];
}
