import { createRequire } from "node:module";
import type { Fields } from "./reading.ts";

const nunjucks = (): typeof import("nunjucks") =>
  createRequire(import.meta.url)("nunjucks") as typeof import("nunjucks");

function environment(options: { readonly throwOnUndefined: boolean }): import("nunjucks").Environment {
  const made = new (nunjucks().Environment)(null, { autoescape: false, ...options });
  made.addFilter("load", (text: string) => JSON.parse(text) as unknown);
  return made;
}

/** Whether a text has anything that Nunjucks reads. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|\{#/.test(text);
}

/** Environment variables that a template reads as `{{ env.NAME }}`. */
export function environmentNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\benv\.(\w+)|\benv\[["'](\w+)["']\]/g)].map((match) => match[1] ?? match[2]!))];
}

/** Fills a template as promptfoo does: what is missing is empty, nothing is escaped. A text that is no template is left. */
export function filled(text: string, vars: Fields): string {
  if (!isTemplate(text)) return text;
  try {
    return environment({ throwOnUndefined: false }).renderString(text, vars as object);
  } catch {
    return text;
  }
}

/** Tells of vars whether a template reads one that is not there; `filters` are the names of filters that exist besides. */
export function missingReader(text: string, filters: readonly string[] = []): (vars: Fields) => boolean {
  if (!isTemplate(text)) return () => false;
  const strict = environment({ throwOnUndefined: true });
  for (const name of filters) strict.addFilter(name, String);
  let template: import("nunjucks").Template;
  try {
    template = new (nunjucks().Template)(text, strict, "prompt", true);
  } catch {
    return () => false; // whoever renders it says what is wrong
  }
  return (vars) => {
    try {
      template.render({ ...vars, env: EVERYTHING });
      return false;
    } catch (error) {
      return /null or undefined value/.test((error as Error).message);
    }
  };
}

/** Stands for the environment, of which the translation sees nothing. */
const EVERYTHING = new Proxy({}, { get: () => "" });

/** Variables whose text names others as `{{ name }}`, filled in, up to five deep; unknown names stay. */
export function filledVars(vars: Fields): Fields {
  const made: Record<string, unknown> = { ...vars };
  for (const [name, value] of Object.entries(made))
    if (typeof value === "string") made[name] = value.replace(/\n$/, "");
  for (let round = 0; round < 5; round++) {
    let isDone = true;
    for (const [name, value] of Object.entries(made)) {
      if (typeof value !== "string" || !isTemplate(value) || missingReader(value)(made)) continue;
      const text = filled(value, made);
      if (text !== value) isDone = false;
      made[name] = text;
    }
    if (isDone) return made;
  }
  return made;
}
