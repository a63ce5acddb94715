import type { ImportTools } from "@sameseed/compat";
import { readRecords } from "@sameseed/runner";
import { scriptReader } from "./script-reader.ts";

/** The readers of data files, for importers. */
export const importTools: ImportTools = {
  async *records(path) {
    for await (const { record } of readRecords(path)) yield record;
  },
  scripts: scriptReader,
};
