import { SameseedError } from "../error.ts";
import { readPath } from "./path.ts";
import type { Vars } from "../case/test-case.ts";

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
/** Syntax of other template languages between the braces; refused, so that it is never sent as text. */
const FOREIGN = /[|()%"'#]/;

/** A name with too few closing braces, which would be sent as text. */
const TORN = /\{\{\s*[\w.$[\]]+\s*\}/;

/** The names between `{{` and `}}` of a literal string type: `"{{a}} and {{ b.c }}"` gives `"a" | "b"`. */
export type TemplateVars<T extends string> = T extends `${string}{{${infer Name}}}${infer Rest}`
  ? Root<Trim<Name>> | TemplateVars<Rest>
  : never;
type Trim<T extends string> = T extends ` ${infer R}` ? Trim<R> : T extends `${infer L} ` ? Trim<L> : T;
type Root<T extends string> = T extends `${infer R}.${string}` ? R : T extends `${infer R}[${string}` ? R : T;

export interface Template {
  readonly source: string;
  /** The paths it reads, in order of first use. */
  readonly paths: readonly string[];
  /** Fills the placeholders; a missing variable is a `TEMPLATE` error that names `where`. */
  render(vars: Vars, where: string): string;
}

/** Compiles `{{path}}` text. The contents of a variable are never read as a template again. */
export function template(source: string): Template {
  const literals: string[] = [];
  const slots: string[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const path = match[1]?.trim() ?? "";
    if (path === "" || FOREIGN.test(path)) {
      throw new SameseedError("TEMPLATE", `The template has "${match[0]}", which is not a variable.`, {
        hint: "Write {{name}}, {{name.field}} or {{name[0]}}; filters and expressions need engine: nunjucks.",
      });
    }
    literals.push(source.slice(end, match.index));
    slots.push(path);
    end = match.index + match[0].length;
  }
  const tail = source.slice(end);
  const torn = [...literals, tail].map((literal) => TORN.exec(literal)?.[0]).find((found) => found !== undefined);
  if (torn !== undefined) {
    throw new SameseedError("TEMPLATE", `The template has "${torn}", which is missing a brace.`, {
      hint: `Write {{${torn.replace(/[{}\s]/g, "")}}} for the variable; put text with such braces into a variable.`,
    });
  }
  return {
    source,
    paths: [...new Set(slots)],
    render(vars, where) {
      let text = "";
      for (let index = 0; index < slots.length; index++) {
        text += literals[index] + textOf(valueAt(vars, slots[index]!, where));
      }
      return text + tail;
    },
  };
}

/** The text of a variable in a prompt: text unchanged, any other value as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function valueAt(vars: Vars, path: string, where: string): unknown {
  const value = readPath(vars, path);
  if (value !== undefined) return value;
  const known = Object.keys(vars);
  throw new SameseedError("TEMPLATE", `${where}: the variable "${path}" is missing.`, {
    hint: known.length === 0 ? "The case has no variables." : `The case has: ${known.join(", ")}.`,
  });
}
