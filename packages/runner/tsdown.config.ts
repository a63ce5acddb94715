import { defineConfig } from "tsdown";
import { bundleZod } from "../../scripts/bundle-zod.ts";

export default defineConfig({ entry: ["src/index.ts"], dts: true, fixedExtension: false, deps: bundleZod });
