import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CasesSpec, Dataset, TestCase, Vars } from "@sameseed/core";
import { type CaseMapping, caseReader } from "./case-reader.ts";
import { formatOf, type RecordFormat, readRecords } from "./read-records.ts";

/** Cases from a CSV file (also `.gz`); comma, semicolon or tab. Values are text: `"18"`, never 18. */
export function csv<V extends Vars = Vars>(file: string | URL, mapping: CaseMapping = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), mapping, "csv");
}

/** Cases from a file with one JSON object a line (also `.gz`). */
export function jsonl<V extends Vars = Vars>(file: string | URL, mapping: CaseMapping = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), mapping, "jsonl");
}

/** Cases from a JSON file (also `.gz`): a list of objects, or an object with one list inside. Read whole. */
export function json<V extends Vars = Vars>(file: string | URL, mapping: CaseMapping = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), mapping, "json");
}

/** Cases from a file whose name tells the format. Errors: `BAD_BENCHMARK` for a name that does not. */
export function dataset<V extends Vars = Vars>(file: string | URL, mapping: CaseMapping = {}): Dataset<V> {
  return fileDataset<V>(pathOf(file), mapping, formatOf(pathOf(file)));
}

/** The cases of a benchmark file: a file, a file with a mapping, or the cases themselves. */
export function fromSpec(spec: CasesSpec): Dataset | readonly TestCase[] {
  if (typeof spec === "string") return dataset(spec);
  if (Array.isArray(spec)) return spec;
  const { file, ...mapping } = spec;
  return dataset(file, mapping);
}

/** The path of a file given as path or as `file:` URL. */
export function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

function fileDataset<V extends Vars>(file: string, mapping: CaseMapping, format: RecordFormat): Dataset<V> {
  caseReader(mapping); // a template that does not compile is reported now, not at the first record
  return {
    id: basename(file),
    async *cases() {
      const { limit = Infinity } = mapping;
      const toCase = caseReader(mapping);
      for await (const data of readRecords(file, format)) {
        yield toCase(data) as TestCase<V>; // the caller declares what the columns are; core checks the cases
        if (data.index + 1 >= limit) return;
      }
    },
    relativeTo: (folder) => fileDataset<V>(resolve(folder, file), mapping, format),
  };
}
