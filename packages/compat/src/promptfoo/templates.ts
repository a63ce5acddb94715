import { createRequire } from "node:module";
import { nunjucksSandbox, type SandboxOptions } from "@sameseed/core";
import type { Fields } from "./reading.ts";

function compiler(options: SandboxOptions): ReturnType<typeof nunjucksSandbox> {
  const nunjucks = createRequire(import.meta.url)("nunjucks") as typeof import("nunjucks");
  return nunjucksSandbox(nunjucks, options);
}

/** Whether a text has anything that Nunjucks reads. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|\{#/.test(text);
}

/** Environment variables that a template reads as `{{ env.NAME }}`. */
export function environmentNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\benv\.(\w+)|\benv\[["'](\w+)["']\]/g)].map((match) => match[1] ?? match[2]!))];
}

/**
 * Fills a template as promptfoo does: what is missing is empty, nothing is escaped. A text that is no template is left. What
 * the variables hold is never read as a template.
 */
export function filled(text: string, vars: Fields): string {
  if (!isTemplate(text)) return text;
  try {
    return compiler({ throwOnUndefined: false })(text)(vars);
  } catch {
    return text;
  }
}

/** What is wrong with the grammar of a template; undefined for nothing. */
export function templateProblem(text: string): string | undefined {
  if (!isTemplate(text)) return undefined;
  try {
    compiler({ throwOnUndefined: false })(text);
    return undefined;
  } catch (cause) {
    return `the template does not compile: ${(cause as Error).message.split("\n").at(-1)!.trim()}`;
  }
}

/** The names of stored answers as what a template leaves in their place: `{{name}}`, which the run fills in. */
export function storedTemplates({ stored }: { readonly stored: ReadonlySet<string> }): Fields {
  return Object.fromEntries([...stored].map((name) => [name, `{{${name}}}`]));
}

/** Fills a template as `filled` does, with each `{{ … }}` changed by `output`. Errors: Nunjucks' own. */
export function filledBy(text: string, vars: Fields, output: (text: string) => string): string {
  return isTemplate(text) ? compiler({ throwOnUndefined: false, output })(text)(vars) : text;
}

/** Tells of vars whether a template reads one that is not there; `filters` are the names of filters that exist besides. */
export function missingReader(text: string, filters: readonly string[] = []): (vars: Fields) => boolean {
  if (!isTemplate(text)) return () => false;
  const known = Object.fromEntries(filters.map((name) => [name, String]));
  let render: (vars: object) => string;
  try {
    render = compiler({ throwOnUndefined: true, filters: known })(text);
  } catch {
    return () => false; // whoever renders it says what is wrong
  }
  // The translation sees nothing of the environment: every variable of it counts as there.
  const env = Object.fromEntries(environmentNames(text).map((name) => [name, ""]));
  return (vars) => {
    try {
      render({ ...vars, env });
      return false;
    } catch (error) {
      return /null or undefined value/.test((error as Error).message);
    }
  };
}

/**
 * Variables whose text names others as `{{ name }}`, filled in; unknown names and circles stay as they are. Texts named in
 * `literal` are data: they are put in where others name them, and are never read as templates themselves. `later` has what
 * stands in place of names whose value only the run knows.
 */
export function filledVars(vars: Fields, literal: ReadonlySet<string>, later: Fields = {}): Fields {
  const made = new Map<string, unknown>();
  const open = new Set<string>();
  const valueOf = (name: string): unknown => {
    if (made.has(name)) return made.get(name);
    const value = vars[name];
    const text = typeof value === "string" ? value.replace(/\n$/, "") : value;
    if (literal.has(name) || typeof text !== "string" || !isTemplate(text) || open.has(name)) return text;
    open.add(name);
    const named = Object.keys(vars).filter((other) => text.includes(other));
    const known = { ...later, ...Object.fromEntries(named.map((other) => [other, valueOf(other)])) };
    open.delete(name);
    const result = missingReader(text)(known) ? text : filled(text, known);
    if (open.size === 0) made.set(name, result); // inside a circle a value depends on where one starts
    return result;
  };
  return Object.fromEntries(Object.keys(vars).map((name) => [name, valueOf(name)]));
}
