import { stat, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { SameseedError } from "@sameseed/core";
import { writeDurably } from "@sameseed/runner";

export interface WriteOptions {
  /** Replaces a file that exists. It is complete until the new one is. */
  readonly force: boolean;
  /** The remedy where the file exists. */
  readonly hint: string;
}

/**
 * Writes a whole file or none: when the disk is full, an earlier file stays complete. Errors: `BAD_ARGUMENT`
 * for a file that exists.
 */
export async function writeNewFile(path: string, text: string, { force, hint }: WriteOptions): Promise<void> {
  const before = await stat(path).catch(() => null);
  if (before !== null && !force)
    throw new SameseedError("BAD_ARGUMENT", `${relative(process.cwd(), path)} exists already.`, { hint });
  if (before === null || before.isFile()) await writeDurably(path, text);
  else await writeFile(path, text); // such as /dev/stdout
}
