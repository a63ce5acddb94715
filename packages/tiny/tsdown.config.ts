import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/worker.ts"],
  fixedExtension: false,
  dts: true,
  tsconfig: "tsconfig.build.json",
});
