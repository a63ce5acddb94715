import { defineConfig } from "tsdown";
import { bundleZod } from "../../scripts/bundle-zod.ts";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    bin: "src/bin.ts",
    vitest: "src/vitest.ts",
  },
  dts: true,
  fixedExtension: false,
  deps: bundleZod,
});
