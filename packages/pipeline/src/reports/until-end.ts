import { statfs } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** Between two looks at a file that grows. */
const LOOK_MS = 50;
/** Bytes of free disk space below which a thread waits for the end of the run. */
const LEAST_SPACE = 2 ** 31;

/**
 * Waits until the run in `folder` may have stored more rows. The result is false once the run has ended, and otherwise
 * true.
 */
export function untilEnd(folder: string, ended: Promise<unknown>): () => Promise<boolean> {
  let isEnded = false;
  void ended.then(() => (isEnded = true));
  return async () => {
    if (!isEnded) await ((await hasSpace(folder)) ? Promise.race([ended, setTimeout(LOOK_MS)]) : ended);
    return !isEnded;
  };
}

/** Whether the disk has room for reports in addition to the rows, which have priority. */
async function hasSpace(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= LEAST_SPACE;
}
