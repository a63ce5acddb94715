import { defineConfig } from "tsdown";

export default defineConfig({ entry: ["src/index.ts", "src/code-sandbox.ts"], dts: true, fixedExtension: false });
