import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "code-sandbox": "src/code/code-sandbox.ts",
    "foreign-process": "src/code/foreign-process.ts",
  },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
});
