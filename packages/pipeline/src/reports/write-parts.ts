import { open, rename } from "node:fs/promises";

/** Writes bytes one after the other as one file, which appears when it is complete. */
export async function writeParts(file: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${file}.part`;
  const handle = await open(draft, "w");
  try {
    for await (const part of parts) await handle.writeFile(part);
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
