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

/** Functions by the name that a template has for them. */
export type Filters = Readonly<Record<string, (...given: never[]) => unknown>>;

export interface FillOptions {
  readonly filters?: Filters | undefined;
  /** Called with the reason why a template is unchanged. */
  readonly onProblem?: ((problem: string) => void) | undefined;
}

/**
 * Fills a template as promptfoo does: missing variables are empty, nothing is escaped. A text that is not a
 * template is unchanged. The contents of variables are never read as a template.
 */
export function filled(text: string, vars: Fields, { filters, onProblem }: FillOptions = {}): string {
  if (!isTemplate(text)) return text;
  let what = "does not compile";
  try {
    const render = compiler({ throwOnUndefined: false, filters })(text);
    what = "cannot be filled in";
    return render(vars);
  } catch (cause) {
    onProblem?.(`the template ${what}: ${lastLine(cause)}`);
    return text;
  }
}

/** A tag without an end. promptfoo leaves such a text unchanged. */
const PARTIAL = /\{%[^%]*$|\{\{[^}]*$|\{#[^#]*$/m;

/** Whether promptfoo also leaves a text with this problem unchanged. */
export function isPartialTemplate(text: string): boolean {
  return PARTIAL.test(text);
}

/** The syntax error of a template; undefined for a valid one. */
export function templateProblem(text: string): string | undefined {
  if (!isTemplate(text)) return undefined;
  try {
    compiler({ throwOnUndefined: false })(text);
    return undefined;
  } catch (cause) {
    return `the template does not compile: ${lastLine(cause)}`;
  }
}

function lastLine(cause: unknown): string {
  return (cause as Error).message
    .split("\n")
    .at(-1)!
    .trim()
    .replace(/^Error: /, "");
}

/** The names of stored answers with the text that a template leaves for them: `{{name}}`, which the run fills. */
export function storedTemplates({ stored }: { readonly stored: ReadonlySet<string> }): Fields {
  return Object.fromEntries([...stored].map((name) => [name, `{{${name}}}`]));
}

/** Fills a template as `filled` does, with each `{{ … }}` changed by `output`. Errors: Nunjucks' own. */
export function filledBy(text: string, vars: Fields, output: (text: string) => string): string {
  return isTemplate(text) ? compiler({ throwOnUndefined: false, output })(text)(vars) : text;
}

/**
 * Finds variables that a template reads and that are missing from vars; `filters` are the names of additional
 * filters.
 */
export function missingReader(text: string, filters: readonly string[] = []): (vars: Fields) => boolean {
  if (!isTemplate(text)) return () => false;
  const known = Object.fromEntries(filters.map((name) => [name, String]));
  let render: (vars: object) => string;
  try {
    render = compiler({ throwOnUndefined: true, filters: known })(text);
  } catch {
    return () => false; // the renderer reports the error
  }
  // The translation does not read the environment: every variable of it counts as set.
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

export interface FilledVarsOptions extends Pick<FillOptions, "filters"> {
  /** Replacements for names with values only during the run. */
  readonly later?: Fields | undefined;
  /** Called with a variable that is unchanged, and the reason. */
  readonly onProblem?: ((name: string, problem: string) => void) | undefined;
}

/**
 * Variables with `{{ name }}` references to others filled in; unknown names and cycles are unchanged. Texts
 * named in `literal` are data: they are inserted where others name them, and are never read as templates.
 */
export function filledVars(
  vars: Fields,
  literal: ReadonlySet<string>,
  { later = {}, filters, onProblem }: FilledVarsOptions = {},
): Fields {
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
    const isMissing = missingReader(text, Object.keys(filters ?? {}))(known);
    const told = (problem: string): void => onProblem?.(name, problem);
    const result = isMissing ? text : filled(text, known, { filters, onProblem: told });
    if (open.size === 0) made.set(name, result); // inside a circle a value depends on where one starts
    return result;
  };
  return Object.fromEntries(Object.keys(vars).map((name) => [name, valueOf(name)]));
}
