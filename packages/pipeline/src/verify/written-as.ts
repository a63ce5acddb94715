import { open } from "node:fs/promises";
import { join } from "node:path";
import type { RunFolder } from "@sameseed/runner";
import type { CsvChoices } from "../choices/csv-choices.ts";

/** The first bytes of a file that show its format: the names of its columns and a line. */
const HEAD_BYTES = 1 << 16;
const MARK = "\uFEFF";

/**
 * The settings of a run's CSV files: byte order mark, delimiter and decimal mark. Settings that the files do
 * not show are left out. The decimal mark is that of `ci_level` in summary.csv, which is 0.95 everywhere.
 */
export async function writtenAs(folder: RunFolder): Promise<CsvChoices> {
  const head = await headOf(join(folder.path, "rows.csv"));
  const delimiter = /^\uFEFF?case([^a-z"\r\n])repeat/.exec(head)?.[1];
  const summary = await headOf(join(folder.path, "summary.csv"));
  const hasComma = delimiter !== undefined && delimiter !== "," && summary.includes(`${delimiter}0,95${delimiter}`);
  return {
    bom: head.startsWith(MARK),
    ...(delimiter !== undefined && { delimiter }),
    ...(hasComma && { decimal: "," }),
  };
}

/** "" for a file that does not exist. */
async function headOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return "";
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  await handle.close();
  return buffer.toString("utf8", 0, bytesRead);
}
