import { isObject, type Fields } from "./objects.ts";

/** Names that scorers give to judges' prompts, and so no variable may have. */
const TAKEN: ReadonlySet<string> = new Set(["output", "rubric"]);

/** The variable of an item's field. */
export function varName(field: string): string {
  return TAKEN.has(field) ? `item_${field}` : field;
}

/** An item's fields as a case's variables. */
export function varsOf(item: Fields): Fields {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => !name.startsWith("sample."))
      .map(([name, value]) => [varName(name), value]),
  );
}

/** The item of a row: itself, or under `item` as in uploaded files. */
export function itemOf(row: Fields): Fields {
  return isObject(row["item"]) && Object.keys(row).every((key) => key === "item" || key === "sample")
    ? row["item"]
    : row;
}

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The target of a template reference. */
export type Reference =
  | { readonly kind: "text"; readonly text: string }
  /** A path in the item, as a path of the case's variables. */
  | { readonly kind: "item"; readonly path: string }
  | { readonly kind: "output" }
  /** A path in the answer's JSON, empty for all of it. */
  | { readonly kind: "json"; readonly path: string }
  | { readonly kind: "unknown"; readonly name: string };

/** A template of the Evals API in its parts. */
export function partsOf(template: string): Reference[] {
  const parts: Reference[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACE)) {
    if (match.index > end) parts.push({ kind: "text", text: template.slice(end, match.index) });
    parts.push(referenceOf(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ kind: "text", text: template.slice(end) });
  return parts;
}

function referenceOf(name: string): Reference {
  if (name === "sample.output_text") return { kind: "output" };
  const json = /^sample\.output_json(?:\.|(?=\[)|$)(.*)$/s.exec(name);
  if (json !== null) return { kind: "json", path: json[1] ?? "" };
  const item = /^item(?:\.|(?=\[))(.+)$/s.exec(name);
  if (item === null) return { kind: "unknown", name };
  const [, field = "", rest = ""] = /^([^.[]+)(.*)$/s.exec(item[1]!) ?? [];
  return field === "" ? { kind: "unknown", name } : { kind: "item", path: `${varName(field)}${rest}` };
}

/**
 * The template in sameseed's syntax; null if it refers to a value that sameseed does not have, or to an
 * answer that does not exist.
 */
export function templateOf(template: string, hasAnswer: boolean): string | null {
  const texts = partsOf(template).map((part) => {
    if (part.kind === "text") return part.text;
    if (part.kind === "item") return `{{${part.path}}}`;
    return part.kind === "output" && hasAnswer ? "{{output}}" : null;
  });
  return texts.includes(null) ? null : texts.join("");
}
