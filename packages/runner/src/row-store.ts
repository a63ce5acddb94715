import { type FileHandle, open } from "node:fs/promises";
import { type Row, SameseedError } from "@sameseed/core";

/** Characters that may wait for the disk before the run waits with them. */
const BACKLOG = 4 << 20;

export interface RowStore {
  /** Stores a row. The promise, where there is one, is back-pressure: wait for it before the next row. */
  append(row: Row): Promise<void> | undefined;
  /** Waits until everything is on disk. */
  close(): Promise<void>;
}

/**
 * Append-only JSONL. Rows that arrive while a write is under way are written together with the next one,
 * so a lone row is on disk at once and a flood costs few writes; no trial waits for the disk. After a kill
 * the file holds whole rows and at most one torn line, which `wholeBytes` cuts off.
 */
export async function openRowStore(file: string, wholeBytes: number): Promise<RowStore> {
  const handle = await writable(file);
  await handle.truncate(wholeBytes);
  let waiting = "";
  let writing: Promise<void> | undefined;
  let failure: SameseedError | undefined;

  async function write(): Promise<void> {
    try {
      while (waiting !== "") {
        const batch = waiting;
        waiting = "";
        await handle.appendFile(batch);
      }
    } catch (error) {
      failure = cannotWrite(file, error as NodeJS.ErrnoException);
    }
    writing = undefined;
  }

  return {
    append(row) {
      if (failure !== undefined) throw failure;
      waiting += JSON.stringify(row) + "\n";
      writing ??= write();
      return waiting.length > BACKLOG ? writing : undefined;
    },
    async close() {
      await writing;
      if (failure === undefined) await handle.datasync();
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

function cannotWrite(file: string, error: NodeJS.ErrnoException): SameseedError {
  return new SameseedError("BAD_RUN", `Cannot write ${file}: ${error.message}.`, {
    hint: "What was stored is safe. Make room or correct the permissions, then continue with --resume.",
    cause: error,
  });
}
