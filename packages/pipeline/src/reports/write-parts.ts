import { open, rename, rm } from "node:fs/promises";
import { withPath } from "@sameseed/core";

/** Writes bytes one after the other as one file, which appears when it is complete. */
export async function writeParts(file: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${file}.part`;
  try {
    const handle = await open(draft, "w");
    try {
      for await (const part of parts) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw withPath(error, file);
  }
}
