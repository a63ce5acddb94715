/** The formats that a run leaves in. Apart from what writes them, so that the command line is told without loading it. */
export const EXPORT_FORMATS = ["csv", "tsv", "json", "jsonl", "xlsx", "parquet", "md", "html"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
