export { writeWhole } from "../files/durable-file.ts";
export { followRows } from "./follow-rows.ts";
export { readRows } from "./read-rows.ts";
export { indexRows } from "./row-index.ts";
export type { RowIndex } from "./row-index.ts";
export { rowsDigest } from "./rows-digest.ts";
export { readManifest } from "./run-folder.ts";
export type { RunFolder } from "./run-folder.ts";
