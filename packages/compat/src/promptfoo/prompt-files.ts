import { extname } from "node:path";
import { parse } from "yaml";
import type { Place } from "./place.ts";
import { isFileReference, isObject, pathOf, readText, type Reading } from "./reading.ts";

export interface FilePrompt {
  readonly text: string;
  readonly label?: string | undefined;
}

/**
 * The prompts in a file: a `.txt` holds several between lines of `---`, a `.jsonl` one a line, a `.csv` one a row;
 * `.json` and `.yaml` are one prompt, in JSON where they can be.
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
  const read = { ".json": JSON.parse, ".yaml": parse, ".yml": parse }[extension];
  if (read !== undefined) return [{ text: asJson(text, read, { place, reading }) }];
  return [{ text }];
}

async function csvPrompts(path: string, { tools }: Reading): Promise<FilePrompt[]> {
  const rows = await Array.fromAsync(tools.records(path));
  return rows.map((row) => ({
    text: String(row["prompt"] ?? Object.values(row)[0] ?? ""),
    label: typeof row["label"] === "string" && row["label"] !== "" ? row["label"] : undefined,
  }));
}

/** The file's value as JSON, with the files it names put in; the text itself where a template makes it no YAML yet. */
function asJson(
  text: string,
  read: (text: string) => unknown,
  { place, reading }: { place: Place; reading: Reading },
): string {
  const withFiles = (value: unknown): unknown => {
    if (isFileReference(value)) return readText(pathOf(value, reading.folder), place).trim();
    if (Array.isArray(value)) return value.map(withFiles);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withFiles(member)]));
  };
  try {
    const value = withFiles(read(text));
    return typeof value === "object" && value !== null ? JSON.stringify(value) : text;
  } catch {
    return text;
  }
}
