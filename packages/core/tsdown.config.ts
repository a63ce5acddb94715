import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/error.ts", "src/visible-text.ts", "src/zod.ts"],
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
  // Of zod's 95 files, half of them locales that no entry leaves out, only the used part is bundled: 5 ms to load
  // instead of 80 (docs/decisions/0004-zod.md). The declarations keep naming the package.
  deps: { alwaysBundle: ["zod"], onlyBundle: ["zod"], dts: { alwaysBundle: [], neverBundle: ["zod"] } },
});
