import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** Number of pieces of the file to read, and bytes of each: later writes show in its size or its end. */
const PIECES = 64;
const PIECE_BYTES = 4096;

/**
 * Identifies the state of a row store without reading all of it: its size, and a hash of evenly spaced
 * pieces. Rows are only ever appended, or rewritten as a whole. Null without a file.
 */
export async function rowsDigest(file: string): Promise<string | null> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const hash = createHash("sha256");
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let number = 0; number < PIECES; number++) {
      const start = Math.floor((Math.max(0, size - PIECE_BYTES) * number) / (PIECES - 1));
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, start);
      hash.update(piece.subarray(0, bytesRead));
    }
    return `${size}-${hash.digest("hex").slice(0, 32)}`;
  } finally {
    await handle.close();
  }
}
