import type { SameseedError } from "@sameseed/core";
import { jsonMistake } from "./recorded/invalid-json.ts";
import { yamlMistake } from "./translation/located-yaml.ts";

/** The mistake that makes a JSON or YAML file unreadable, with its place; undefined for any other file. */
export function fileMistake(text: string, file: string): SameseedError | undefined {
  if (/\.(?:json|jsonl|ndjson)$/i.test(file)) return jsonMistake(text, file) || undefined;
  return /\.ya?ml$/i.test(file) ? yamlMistake(text, file) : undefined;
}
