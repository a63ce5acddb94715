import { readFile, writeFile } from "node:fs/promises";
import { defineConfig } from "tsdown";

/** The plugin for declarations keeps an import of an optional package whose types it left out. A project without it would not compile. */
async function withoutOptional(): Promise<void> {
  const file = new URL("dist/index.d.ts", import.meta.url);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/^import "ioredis";\n/m, ""));
}

export default defineConfig({
  entry: ["src/index.ts"],
  dts: true,
  tsconfig: "tsconfig.build.json",
  fixedExtension: false,
  hooks: { "build:done": withoutOptional },
});
