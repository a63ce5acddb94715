import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", store: "src/store/index.ts" },
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
});
