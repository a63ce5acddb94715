import { open } from "node:fs/promises";
import { option, SameseedError, thrownText } from "@sameseed/core";

/** Maximum bytes to keep: entries of another program must not fill the disk. */
const MOST_BYTES = 64 << 20;

/** Entries of a queue that are not rows, in a file of the run's folder: an answer in it may have been paid for. */
export interface UnreadableFile {
  readonly file: string;
  /** Appends each as a line of JSON; resolves once they are on disk. Errors: `BAD_RUN` for a file that cannot be written. */
  keep(entries: readonly unknown[]): Promise<void>;
}

export function unreadableEntries(file: string, mostBytes: number = MOST_BYTES): UnreadableFile {
  return {
    file,
    async keep(entries) {
      try {
        await append(file, entries, mostBytes);
      } catch (cause) {
        throw new SameseedError("BAD_RUN", `${file} cannot be written: ${thrownText(cause)}`, {
          hint: `Free some space or correct the permissions, then continue with ${option("resume")}.`,
          cause,
        });
      }
    },
  };
}

async function append(file: string, entries: readonly unknown[], mostBytes: number): Promise<void> {
  const handle = await open(file, "a", 0o600);
  try {
    let room = mostBytes - (await handle.stat()).size;
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    const fitting = lines.filter((line) => (room -= Buffer.byteLength(line)) >= 0);
    await handle.appendFile(fitting.join(""));
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
