import { extname } from "node:path";
import { parse } from "yaml";
import { locatedYaml, type YamlPath } from "../translation/located-yaml.ts";
import type { Place } from "./place.ts";
import { readText, type Reading, withFiles } from "./reading.ts";

export interface FilePrompt {
  readonly text: string;
  readonly label?: string | undefined;
}

/**
 * The prompts in a file: a `.txt` contains several between lines of `---`, a `.jsonl` one per line, a `.csv`
 * one per row; `.json` and `.yaml` are one prompt, in JSON where possible.
 */
export async function readPromptFile(
  path: string,
  { place, reading }: { place: Place; reading: Reading },
): Promise<FilePrompt[]> {
  const extension = extname(path).toLowerCase();
  if (extension === ".csv") return csvPrompts(path, reading);
  const text = readText(path, place);
  if (extension === ".txt")
    return text
      .split(/^[ \t]*---[ \t]*\r?$/m)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => ({ text: part }));
  if (extension === ".jsonl")
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => ({ text: line }));
  return [{ text: [".json", ".yaml", ".yml"].includes(extension) ? asJson(path, text, reading) : text }];
}

async function csvPrompts(path: string, { tools }: Reading): Promise<FilePrompt[]> {
  const rows = await Array.fromAsync(tools.records(path));
  return rows.map((row) => ({
    text: String(row["prompt"] ?? Object.values(row)[0] ?? ""),
    label: typeof row["label"] === "string" && row["label"] !== "" ? row["label"] : undefined,
  }));
}

/**
 * The file's value as JSON, with the files it names put in; the text itself where a template makes it no YAML yet. Errors:
 * `BAD_BENCHMARK`, with the line that names a file that does not exist.
 */
function asJson(path: string, text: string, reading: Reading): string {
  const value = valueIn(path, text);
  if (typeof value !== "object" || value === null) return text;
  const lineOf = (at: YamlPath): number => locatedYaml(path, text, { version: "1.2" }).lineOf(at);
  return JSON.stringify(withFiles(value, { file: { file: path, lineOf }, path: [] }, reading));
}

function valueIn(path: string, text: string): unknown {
  try {
    return path.toLowerCase().endsWith(".json") ? (JSON.parse(text) as unknown) : (parse(text) as unknown);
  } catch {
    return undefined;
  }
}
