import { fstatSync, statSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type Row, SameseedError, option } from "@sameseed/core";

export interface RowStore<T extends object = Row> {
  /**
   * Stores a row before the event loop continues. `json`: the row's JSON, if available; it must be
   * one line. Throws when an earlier write failed.
   */
  append(row: T, json?: string | null): void;
  /** Waits until all appended rows are on disk, safe from a power cut. Throws when a write failed. */
  flush(): Promise<void>;
  /** Waits until everything is on disk. */
  close(): Promise<void>;
}

/** Time between checks that the file is still at its path: an open file accepts rows after it was removed. */
const CHECK_MS = 500;
/** Characters that wait for the end of a turn: answers of any length may come in one. */
const MOST_WAITING = 1 << 22;

/**
 * Append-only JSONL. Rows of one callback of the event loop are written together when its promises have settled, before the
 * next callback: a kill loses no row of an earlier one. The HTTP client hands over all answers of a turn in one callback. The
 * write is synchronous: it goes to the
 * page cache in 10 µs, where an asynchronous one costs 60 µs of threads and promises. After a kill the file holds whole
 * rows and at most one torn line, which `wholeBytes` cuts off.
 */
export async function openRowStore<T extends object = Row>(file: string, wholeBytes: number): Promise<RowStore<T>> {
  const handle = await writable(file);
  await handle.truncate(wholeBytes);
  let waiting = "";
  let isScheduled = false;
  let failure: SameseedError | undefined;
  let bytes = wholeBytes;
  let checkedAt = performance.now();

  function write(): void {
    if (waiting === "") return;
    const batch = Buffer.from(waiting);
    waiting = "";
    try {
      for (let written = 0; written < batch.length;) written += writeSync(handle.fd, batch, written);
      bytes += batch.length;
      if (performance.now() - checkedAt >= CHECK_MS) check();
    } catch (error) {
      failure ??= cannotWrite(file, error as NodeJS.ErrnoException);
    }
  }

  function check(): void {
    checkedAt = performance.now();
    if (!isInPlace(file, handle.fd, bytes)) failure ??= lostFile(file);
  }

  return {
    append(row, json = null) {
      if (failure !== undefined) throw failure;
      waiting += (json ?? JSON.stringify(row)) + "\n";
      if (waiting.length >= MOST_WAITING) return write();
      if (isScheduled) return;
      isScheduled = true;
      process.nextTick(() => {
        isScheduled = false;
        write();
      });
    },
    async flush() {
      if (failure === undefined) write();
      if (failure !== undefined) throw failure;
      await handle.datasync();
    },
    async close() {
      if (failure === undefined) write();
      if (failure === undefined) await handle.datasync();
      if (failure === undefined) check();
      await handle.close();
      if (failure !== undefined) throw failure;
    },
  };
}

async function writable(file: string): Promise<FileHandle> {
  try {
    return await open(file, "a");
  } catch (error) {
    throw cannotWrite(file, error as NodeJS.ErrnoException);
  }
}

/**
 * Whether the path still leads to the open file, with all its bytes. Inode numbers alone do not tell: some network drives
 * give a file a new one at each look. Then the open file must have lost its name.
 */
function isInPlace(file: string, descriptor: number, bytes: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size < bytes) return false;
  const { ino, dev, nlink } = fstatSync(descriptor);
  return (found.ino === ino && found.dev === dev) || nlink > 0;
}

function lostFile(file: string): SameseedError {
  return new SameseedError("BAD_RUN", `${file} was removed, renamed or shortened during the run.`, {
    hint: `No more requests are sent. Restore the file and its folder, then continue with ${option("resume")}, or start a new run.`,
  });
}

/** A write to the disk failed. */
export function cannotWrite(file: string, error: NodeJS.ErrnoException): SameseedError {
  return new SameseedError("BAD_RUN", `Cannot write ${file}: ${error.message}.`, {
    hint: `Stored rows are safe. Free some space or correct the permissions, then continue with ${option("resume")}.`,
    cause: error,
  });
}
