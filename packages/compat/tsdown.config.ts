import { defineConfig } from "tsdown";
import { bundleZod } from "../../scripts/bundle-zod.ts";

export default defineConfig({
  entry: { index: "src/index.ts", "column-names": "src/promptfoo/column-names.ts" },
  dts: true,
  fixedExtension: false,
  deps: bundleZod,
});
