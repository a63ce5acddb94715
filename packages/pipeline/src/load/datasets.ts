import type { Dataset, Vars } from "@sameseed/core";
import * as files from "@sameseed/runner";
import { promptfooColumns } from "./promptfoo-columns.ts";

type Options = NonNullable<Parameters<typeof files.dataset>[1]>;

/** A table may have promptfoo's columns: columns about a case are read, and others are refused. */
function withColumns(make: typeof files.dataset) {
  return <V extends Vars = Vars>(file: string | URL, options: Options = {}): Dataset<V> =>
    make<V>(file, { columns: promptfooColumns({ scorers: [], trustsData: false }), ...options });
}

/**
 * Cases from a file whose extension shows the format, a glob pattern (`cases/*.jsonl`), a URL, or `-` for standard
 * input. Errors: `BAD_BENCHMARK` for an unknown extension.
 */
export const dataset = withColumns(files.dataset);
/** Cases from a CSV file (also `.gz`); comma, semicolon or tab. Values are text: `"18"`, never 18. */
export const csv = withColumns(files.csv);
/** Cases from a JSON file (also `.gz`): a list of objects, or an object that contains one list. Loaded into memory. */
export const json = withColumns(files.json);
/** Cases from a file with one JSON object per line (also `.gz`). */
export const jsonl = withColumns(files.jsonl);
/** Cases from a Parquet file. */
export const parquet = withColumns(files.parquet);
/** Cases from a workbook's first sheet, or from another: `cases.xlsx#Sheet2`. Loaded into memory. */
export const xlsx = withColumns(files.xlsx);
