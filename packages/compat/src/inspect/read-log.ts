import { open, readFile } from "node:fs/promises";
import { SameseedError, type WithoutKeys, withoutKeys } from "@sameseed/core";
import type * as z from "@sameseed/core/zod";
import { irregularity } from "../translation/irregularity.ts";
import { invalidJson } from "../recorded/invalid-json.ts";
import { LogHeader, LogSample } from "./log-schema.ts";
import { openZip } from "./zip-file.ts";

/** A log of Inspect: `.eval`, or the older `.json`. */
export interface InspectLog {
  readonly file: string;
  readonly header: LogHeader;
  /** The samples one by one, in no order that means anything. May be called more than once. */
  samples(): AsyncIterable<LogSample>;
  /** The number of API keys that were removed from the input. */
  keysTaken(): number;
  close(): void;
}

const ZIP = "PK\u0003\u0004";
/** How every JSON log begins. */
const JSON_LOG = /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"status"\s*:/;

/** Whether a file is a log of Inspect, by its first bytes. */
export async function isInspectLog(path: string): Promise<boolean> {
  const handle = irregularity(path) === null ? await open(path).catch(() => undefined) : undefined;
  if (handle === undefined) return false;
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    const head = buffer.toString("latin1", 0, bytesRead);
    return JSON_LOG.test(head) || /\.eval$/i.test(path);
  } finally {
    await handle.close();
  }
}

/** Reads a log's header. Errors: `BAD_DATASET` for a file that is not a complete log. */
export async function readLog(path: string): Promise<InspectLog> {
  const handle = await open(path);
  const head = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close());
  return head.buffer.toString("latin1") === ZIP ? readArchive(path) : readJson(path);
}

async function readArchive(path: string): Promise<InspectLog> {
  const zip = await openZip(path).catch((cause: unknown) => {
    throw broken(path, `the archive is incomplete (${(cause as Error).message})`, cause);
  });
  const taken = keyCounts();
  const read = async (name: string): Promise<unknown> => {
    const bytes = await zip.read(name).catch((cause: unknown) => {
      throw broken(path, `${name} cannot be read (${(cause as Error).message})`, cause);
    });
    return taken.of(name, parseLogJson(bytes.toString("utf8"), `${path}, ${name}`));
  };
  // A log that is still being written, or was cut off, has only its start record.
  const header = ["header.json", "_journal/start.json"].find((name) => zip.names.includes(name));
  if (header === undefined) throw broken(path, "it has no header.json");
  const samples = zip.names.filter((name) => /^samples\/.+\.json$/.test(name));
  return {
    file: path,
    header: checked(LogHeader, await read(header), `${path}, ${header}`),
    async *samples() {
      for (const name of samples) yield checked(LogSample, await read(name), `${path}, ${name}`);
    },
    keysTaken: taken.sum,
    close: () => zip.close(),
  };
}

async function readJson(path: string): Promise<InspectLog> {
  const taken = keyCounts();
  const data = taken.of(path, parseLogJson(await readFile(path, "utf8"), path)) as { samples?: unknown };
  const header = checked(LogHeader, data, path);
  const samples = Array.isArray(data.samples) ? (data.samples as unknown[]) : [];
  return {
    file: path,
    header,
    async *samples() {
      for (const [place, sample] of samples.entries()) yield checked(LogSample, sample, `${path}, samples[${place}]`);
    },
    keysTaken: taken.sum,
    close: () => {},
  };
}

/** Counts the keys of each part of a log once, however often it is read. */
function keyCounts() {
  const counts = new Map<string, number>();
  return {
    of<T>(part: string, { value, count }: WithoutKeys<T>): T {
      counts.set(part, count);
      return value;
    },
    sum: (): number => counts.values().reduce((sum, count) => sum + count, 0),
  };
}

/** Python writes NaN and Infinity, which are not JSON; both become null. API keys are removed. */
export function parseLogJson(text: string, place: string): WithoutKeys<unknown> {
  const numbers = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gs, (match) =>
    match.startsWith('"') ? match : "null",
  );
  try {
    return withoutKeys(JSON.parse(numbers) as unknown);
  } catch (cause) {
    throw invalidJson(numbers, place, {
      cause: cause as Error,
      hint: "The log is cut off or damaged: import another copy of it.",
    });
  }
}

function checked<S extends z.ZodType>(schema: S, data: unknown, place: string): z.infer<S> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw broken(place, `${path.map(String).join(".")}: ${message}`);
}

function broken(place: string, problem: string, cause?: unknown): SameseedError {
  return new SameseedError("BAD_DATASET", `${place} is not a log of Inspect that can be read: ${problem}.`, {
    hint: "inspect log convert rewrites logs of other versions; of a log that was cut off, its .json form keeps the complete samples.",
    ...(cause !== undefined && { cause }),
  });
}
