import { readdirSync } from "node:fs";
import { defineConfig } from "tsdown";

const folders = readdirSync(new URL("src", import.meta.url), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

/**
 * Modules of several entries that every run loads before its first request. Not those of the reports, and not the reader
 * of scripts, which has a process of its own.
 */
const SHARED = /pipeline\/src\/(?:load|probe|run)\/(?!script-reader)[\w-]+\.ts$|node_modules\/yaml\//;

/** An entry a folder: who needs one part of the library loads no other. */
export default defineConfig({
  entry: {
    ...Object.fromEntries(folders.map(({ name }) => [name, `src/${name}/index.ts`])),
    "script-reader": "src/load/script-reader.ts", // loaded by its path in a separate process
    "table-worker": "src/reports/table-worker.ts", // the same in a thread
    "report-worker": "src/reports/report-worker.ts",
  },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
  // Node looks up each import of each file again: fewer files start sooner (docs/decisions/0300-fewer-files.md).
  outputOptions: {
    codeSplitting: {
      groups: [{ name: "shared", test: SHARED, minShareCount: 2, includeDependenciesRecursively: false }],
    },
  },
  // Of gpt-tokenizer one of ten encodings is used: 2 MB of 29 (docs/decisions/0030-gpt-tokenizer.md). yaml is 75 files,
  // which every benchmark in YAML loads before its first request (docs/decisions/0266-yaml-in-one-file.md).
  deps: { alwaysBundle: ["gpt-tokenizer", "yaml"], onlyBundle: ["gpt-tokenizer", "yaml"] },
});
