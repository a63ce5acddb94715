import { boundedPattern } from "../code/bounded-pattern.ts";
/** The arguments of an instruction, as the data has them. */
export type InstructionArguments = Readonly<Record<string, unknown>>;

/** Whether a response follows an instruction. */
export type InstructionCheck = (response: string, given: InstructionArguments) => boolean;

export function textOf(given: InstructionArguments, name: string): string {
  const value = given[name];
  if (typeof value === "string") return value;
  throw new Error(`the instruction needs ${name}`);
}

export function numberOf(given: InstructionArguments, name: string): number {
  const value = given[name];
  if (typeof value === "number") return value;
  throw new Error(`the instruction needs ${name}`);
}

export function listOf(given: InstructionArguments, name: string): readonly string[] {
  const value = given[name];
  if (Array.isArray(value)) return value.map(String);
  throw new Error(`the instruction needs ${name}`);
}

/** `less than` or `at least`, IFEval's two relations; without one, `at least`. */
export function compares(count: number, relation: unknown, wanted: number): boolean {
  return relation === "less than" ? count < wanted : count >= wanted;
}

/** How often a pattern of Python's `re` occurs, any case of letters. */
export function occurrences(pattern: string, text: string): number {
  return boundedPattern(new RegExp(pattern, "giu"))(text, (one) => [...text.matchAll(one)].length);
}

/** Python's `str.strip`, `lstrip` and `rstrip` of certain characters. */
export function stripped(text: string, characters: string, ends: "both" | "start" | "end" = "both"): string {
  let start = 0;
  let end = text.length;
  if (ends !== "end") while (start < end && characters.includes(text[start]!)) start++;
  if (ends !== "start") while (end > start && characters.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/**
 * Python's `re.escape`-free patterns written for Unicode mode: a keyword such as `c++` is not a pattern and
 * matches literally.
 */
export function keywordPattern(keyword: string): string {
  try {
    return new RegExp(keyword, "u").source;
  } catch {
    return keyword.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }
}
