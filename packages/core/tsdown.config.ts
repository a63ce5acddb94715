import { defineConfig } from "tsdown";
import { bundleZod } from "../../scripts/bundle-zod.ts";

export default defineConfig({
  entry: ["src/index.ts", "src/error.ts", "src/visible-text.ts"],
  dts: true,
  fixedExtension: false,
  deps: bundleZod,
});
