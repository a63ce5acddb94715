import { open } from "node:fs/promises";

/** Whether a file begins with UTF-8's byte order mark; false for one that does not exist. */
export async function hasByteOrderMark(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return false;
  const { buffer } = await handle.read(Buffer.alloc(3), 0, 3, 0);
  await handle.close();
  return buffer.equals(Buffer.from([0xef, 0xbb, 0xbf]));
}
