import { parse, Template, tokenize } from "@huggingface/jinja";
import { readPath, SameseedError } from "@sameseed/core";

export type Doc = Readonly<Record<string, unknown>>;

/** One of a task's fields (`doc_to_text`, `doc_to_target`): the name of a column, or a Jinja template. */
export interface DocField {
  /** The same as a sameseed template; undefined if Jinja does more than insert values. */
  readonly plain: string | undefined;
  /** The column if the field is that column alone. */
  readonly path: string | undefined;
  /** The field's value for a document; a list where the field evaluates to one. Errors: `BAD_DATASET`. */
  readonly of: (doc: Doc, place: string) => unknown;
}

const PATH = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[(?:\d+|"[^"]*"|'[^']*')\])*`;
const PLACEHOLDER = new RegExp(String.raw`\{\{-?\s*(${PATH})\s*-?\}\}`, "g");
const WHOLE = new RegExp(String.raw`^\s*\{\{\s*(${PATH})\s*\}\}\s*$`);
const NAME = /^[A-Za-z_]\w*$/;

/** Compiles a field. A text that is a single word may name a column, which only a document shows. */
export function docField(source: string, columns: ReadonlySet<string> | undefined): DocField {
  if (NAME.test(source) && (columns?.has(source) ?? true)) return columnField(source);
  const text = source.replace(/\n$/, "");
  const path = WHOLE.exec(text)?.[1];
  const rest = text.replaceAll(PLACEHOLDER, "");
  const isPlain = !/\{[{%#]|[%#}]\}/.test(rest) && !/\{\{-|-\}\}/.test(text);
  const render = renderer(text);
  return {
    plain: isPlain ? text.replaceAll(PLACEHOLDER, "{{$1}}") : undefined,
    path,
    of(doc, place) {
      if (path !== undefined) return required(doc, path, place);
      if (isPlain) for (const [, name] of text.matchAll(PLACEHOLDER)) required(doc, name!, place);
      return listIn(render(doc, place));
    },
  };
}

function columnField(path: string): DocField {
  return { plain: `{{${path}}}`, path, of: (doc, place) => required(doc, path, place) };
}

function required(doc: Doc, path: string, place: string): unknown {
  const value = readPath(doc, path);
  if (value !== undefined) return value;
  throw new SameseedError("BAD_DATASET", `${place}: there is no "${path}", which the task's template reads.`, {
    hint: `The row has: ${Object.keys(doc).join(", ")}.`,
  });
}

/** As lm-eval sets Jinja up: no block takes the line break after it away. */
function renderer(source: string): (doc: Doc, place: string) => string {
  let template: Template | undefined;
  return (doc, place) => {
    try {
      if (template === undefined) {
        template = new Template("");
        template.parsed = parse(tokenize(source));
      }
      return template.render({ ...doc });
    } catch (cause) {
      throw new SameseedError(
        "BAD_BENCHMARK",
        `${place}: the template ${JSON.stringify(source)} does not render: ${(cause as Error).message}.`,
        {
          hint: "Filters of lm-eval's own, such as regex_replace, are not read: change the template, or the rows.",
          cause,
        },
      );
    }
  };
}

/** A template may print a list; lm-eval reads it back. */
function listIn(text: string): unknown {
  if (!text.startsWith("[") || !text.endsWith("]")) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
