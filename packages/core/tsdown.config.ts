import { readFile, writeFile } from "node:fs/promises";
import { defineConfig } from "tsdown";

/** The plugin for declarations renames the import of zod's type `infer`, a keyword, but not its export. */
async function correctInfer(): Promise<void> {
  const file = new URL("dist/zod.d.ts", import.meta.url);
  const text = await readFile(file, "utf8");
  if (!text.includes("infer as __Infer")) return;
  await writeFile(file, text.replace("type infer,", "type __Infer as infer,"));
}

export default defineConfig({
  entry: ["src/index.ts", "src/error.ts", "src/visible-text.ts", "src/zod.ts"],
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
  // Of zod's 95 files, half of them locales that no entry leaves out, only the used part is bundled: 5 ms to load
  // instead of 80 (docs/decisions/0004-zod.md). The declarations keep naming the package.
  hooks: { "build:done": correctInfer },
  deps: { alwaysBundle: ["zod"], onlyBundle: ["zod"], dts: { alwaysBundle: [], neverBundle: ["zod"] } },
});
