import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { type ImportOptions, type ImportTools, readForeignFile } from "../../translation/importer.ts";
import type { RunSettings } from "../../translation/run-settings.ts";
import { promptfoo } from "../promptfoo.ts";

/** A CSV without quotes is enough here; the readers have their own tests. */
const tools: ImportTools = {
  async *records(path, content) {
    const text = content === undefined ? await readFile(path, "utf8") : Buffer.from(await content()).toString();
    const [header = "", ...rows] = text.trim().split("\n");
    const names = header.split("|");
    for (const row of rows) yield Object.fromEntries(row.split("|").map((cell, index) => [names[index]!, cell]));
  },
  schemaProblem: (schema) => (JSON.stringify(schema).includes("strnig") ? "strnig is no type" : undefined),
  scripts: () => (reference) => {
    const value = scripted(reference);
    return { value, language: "javascript", call: value, hash: "h" };
  },
};

/** A script's behaviour is given by its name. */
function scripted(reference: string): (...args: readonly unknown[]) => unknown {
  if (reference.includes("nope")) throw new Error(`There is no script ${reference}.`);
  if (reference.includes("later")) return async () => "later";
  if (reference.includes("tests")) return () => [{ vars: { made: "1" } }];
  if (reference.includes("vars")) return (vars) => ({ ...(vars as object), by: reference.slice("file://".length) });
  return () => ({ output: "dynamic" });
}

/** A benchmark that a test may read without checking for missing keys. */
export type Loose = Readonly<Record<string, never>> & Record<string, never>;

export interface TranslatedConfig {
  readonly benchmark: Loose;
  /** `<line> <key>: <message>`. */
  readonly warnings: readonly string[];
  readonly settings: RunSettings | undefined;
}

/**
 * The translated config, with the files that it names next to it. Hundreds are translated: promises of files
 * take twice the time.
 */
export async function translatedConfig(
  config: object | string,
  files: Readonly<Record<string, string>> = {},
  { download, ...options }: ImportOptions & Partial<Pick<ImportTools, "download">> = {},
): Promise<TranslatedConfig> {
  const folder = mkdtempSync(join(tmpdir(), "promptfoo-"));
  try {
    const text = typeof config === "string" ? config : stringify(config);
    for (const [name, content] of Object.entries({ "promptfooconfig.yaml": text, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const file = await readForeignFile(join(folder, "promptfooconfig.yaml"));
    const { benchmark, warnings, settings } = [
      await promptfoo.translate(file, { ...tools, download }, options),
    ].flat()[0]!;
    return {
      benchmark: benchmark as unknown as Loose,
      settings,
      warnings: warnings.map(({ key, line, message }) => `${line} ${key}: ${message}`),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
