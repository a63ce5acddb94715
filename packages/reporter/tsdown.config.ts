import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    parameters: "src/parameters/index.ts",
    tables: "src/files/index.ts",
    terminal: "src/terminal/index.ts",
  },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
});
