import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { withPath } from "@sameseed/core";

/**
 * Writes a file whole or not at all, also through a power cut: the text is on the disk before it takes the file's name, and
 * the name is on the disk before this resolves. An error leaves the earlier file, and names it.
 */
export async function writeDurably(file: string, text: string, mode = 0o666): Promise<void> {
  const write = async (draft: FileHandle): Promise<void> => {
    await draft.writeFile(text);
    await draft.sync();
  };
  await writeWhole(file, write, mode);
  await syncFolder(dirname(file));
}

/** Writes a file that appears when it is complete. An error leaves the earlier file, and names it. */
export async function writeWhole(
  file: string,
  write: (draft: FileHandle) => Promise<void>,
  mode = 0o666,
): Promise<void> {
  const draft = `${file}.part`;
  try {
    const handle = await open(draft, "w", mode);
    try {
      await write(handle);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw withPath(error, file);
  }
}

/** Windows and some network file systems do not open folders; there the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path).catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
