import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    bin: "src/bin.ts",
    vitest: "src/vitest.ts",
  },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
});
