import { readdirSync } from "node:fs";
import { defineConfig } from "tsdown";

const folders = readdirSync(new URL("src", import.meta.url), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

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
  // Of gpt-tokenizer one of ten encodings is used: 2 MB of 29 (docs/decisions/0030-gpt-tokenizer.md). yaml is 75 files,
  // which every benchmark in YAML loads before its first request (docs/decisions/0266-yaml-in-one-file.md).
  deps: { alwaysBundle: ["gpt-tokenizer", "yaml"], onlyBundle: ["gpt-tokenizer", "yaml"] },
});
