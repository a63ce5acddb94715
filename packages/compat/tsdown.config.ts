import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", "column-names": "src/promptfoo/column-names.ts" },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
});
