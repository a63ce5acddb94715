/** The formats of an exported run. Separate from their writers: the command line lists them without loading these. */
export const EXPORT_FORMATS = ["csv", "tsv", "json", "jsonl", "xlsx", "parquet", "md", "html"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** The formats of a table of several runs: of `compare -o`, and of `export` with more than one run. */
export const TABLE_FORMATS = ["csv", "tsv", "json", "xlsx", "md"] as const satisfies readonly ExportFormat[];
export type TableFormat = (typeof TABLE_FORMATS)[number];
export type TextTableFormat = Exclude<TableFormat, "xlsx">;
