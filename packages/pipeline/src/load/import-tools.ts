import { thrownText } from "@sameseed/core";
import type { ImportTools } from "@sameseed/compat";
import { download, readRecords } from "@sameseed/runner";
import { isJson, type IsJsonOptions } from "@sameseed/scorer";
import { scriptReader } from "./script-reader.ts";

/** The readers of data files, for importers. */
export const importTools: ImportTools = {
  async *records(path, content) {
    for await (const { record } of readRecords(path, undefined, content)) yield record;
  },
  download,
  scripts: scriptReader,
  schemaProblem(schema) {
    try {
      isJson({ schema: schema as IsJsonOptions["schema"] });
      return undefined;
    } catch (error) {
      return thrownText(error).replace(/\.$/, "");
    }
  },
};
