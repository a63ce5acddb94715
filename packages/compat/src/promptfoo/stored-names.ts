import type { Fields } from "./reading.ts";

/** Whether a template in the text names it. */
export function names(text: string, name: string): boolean {
  return tagsOf(text).some((tag) => mentions(tag, name));
}

export function mentions(text: string, name: string): boolean {
  return text.includes(name) && new RegExp(`(?<![\\w$])${name.replaceAll(/\W/g, "\\$&")}(?![\\w$])`).test(text);
}

function tagsOf(text: string): string[] {
  return [...text.matchAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g)].map(([tag]) => tag);
}

/** Names with values only during the run: stored answers that no variable hides, and variables that use one. */
export function laterNames(
  vars: Fields,
  { stored, literal }: { readonly stored: ReadonlySet<string>; readonly literal: ReadonlySet<string> },
): ReadonlySet<string> {
  const later = new Set([...stored].filter((name) => !Object.hasOwn(vars, name)));
  if (later.size === 0) return later;
  const open = new Map(
    Object.entries(vars).flatMap(([name, value]) => (literal.has(name) ? [] : [[name, JSON.stringify(value) ?? ""]])),
  );
  for (let size = 0; size !== later.size;) {
    size = later.size;
    for (const [name, text] of open) if ([...later].some((other) => names(text, other))) later.add(name);
  }
  return later;
}

/**
 * A name with a value only during the run that a template reads in another form than `{{name}}`, which the
 * run fills.
 */
export function computedName(text: string, later: ReadonlySet<string>): string | undefined {
  const tags = later.size === 0 ? [] : tagsOf(text).filter((tag) => !/^\{\{-?\s*[\w$]+\s*-?\}\}$/.test(tag));
  return [...later].find((name) => tags.some((tag) => mentions(tag, name)));
}

/** Assertions with texts that the run fills. */
const TEXT =
  /^(?:equals|i?contains(?:-all|-any)?|starts-with|levenshtein|rouge-n|bleu|gleu|meteor|similar(?::\w+)?|select-best|llm-rubric|(?:model-graded-)?(?:closedqa|factuality)|g-eval|context-recall)$/;

/** A name with a value only during the run, in a value of this type of assertion that the run cannot fill. */
export function misplacedName(value: unknown, type: string, later: ReadonlySet<string>): string | undefined {
  const texts = [value].flat().filter((text) => typeof text === "string");
  const isText = TEXT.test(type);
  return [...later].find((name) =>
    texts.some((text) => (isText ? computedName(text, new Set([name])) === name : names(text, name))),
  );
}
