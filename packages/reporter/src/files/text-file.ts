import { appendFile, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SameseedError, option } from "@sameseed/core";
import { makeFolder } from "./make-folder.ts";

/**
 * Characters to buffer before a write. Each write opens the file, which takes longer than writing a quarter
 * of this.
 */
const BATCH_LENGTH = 1 << 19;
/** Batches of a file are encoded into one buffer: a new one for each would pile up until V8 collects it. */
const BUFFER_BYTES = BATCH_LENGTH + (1 << 18);
const encoder = new TextEncoder();

/**
 * A file that appears complete or not at all: text is collected in `<path>.part`, which is renamed when it is
 * finished. Creates the folder if needed. No handle stays open between writes: aborting in the middle leaks
 * nothing.
 */
export class TextFile {
  readonly #path: string;
  #batch: string;
  #buffer: Buffer | undefined;
  #isStarted = false;

  constructor(path: string, start = "") {
    this.#path = path;
    this.#batch = start;
  }

  /** Adds text. A promise means that a batch is on its way to the disk: await it before the next call. */
  write(text: string): Promise<void> | undefined {
    this.#batch += text;
    return this.#batch.length < BATCH_LENGTH ? undefined : this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    try {
      await synced(this.#part);
      await rename(this.#part, this.#path);
    } catch (error) {
      this.#refuse(error);
    }
  }

  get #part(): string {
    return `${this.#path}.part`;
  }

  async #flush(): Promise<void> {
    const batch = this.#encoded(this.#batch);
    this.#batch = "";
    try {
      if (this.#isStarted) return await appendFile(this.#part, batch);
      this.#isStarted = true;
      await makeFolder(dirname(this.#path));
      await writeFile(this.#part, batch); // removes the rest of a killed report
    } catch (error) {
      await rm(this.#part, { force: true }).catch(() => {});
      this.#refuse(error);
    }
  }

  #encoded(text: string): Uint8Array {
    if (text.length < BATCH_LENGTH) return Buffer.from(text); // the end of a file
    this.#buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES);
    const { read, written } = encoder.encodeInto(text, this.#buffer);
    return read === text.length ? this.#buffer.subarray(0, written) : Buffer.from(text);
  }

  /** The system's own message for a full disk names no file. */
  #refuse(error: unknown): never {
    throw new SameseedError("BAD_RUN", `Cannot write ${this.#path}: ${(error as Error).message}.`, {
      hint: `Stored rows are safe. Free some space or correct the permissions, then write the reports with ${option("resume")}.`,
      cause: error,
    });
  }
}

/** The text is on the disk before the file takes its name: a power cut leaves no report that is empty or half. */
async function synced(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
