import type { TextRenderer } from "@sameseed/core";

/** Around the number of a value that is put back after rendering. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const MARKS = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");
const TEMPLATE = /\{\{|\{%|\{#/;

/**
 * Renders a text that a function made from a case's variables. The function's own words are a template; the
 * contents of variables (as text or inside JSON) are not.
 */
export function renderShielded(compile: (text: string) => TextRenderer, text: string): TextRenderer {
  return (vars, where) => {
    const values = templatesIn(vars).flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
    const longestFirst = [...new Set(values)].toSorted((left, right) => right.length - left.length);
    const shielded = longestFirst.reduce(
      (made, value, index) => made.replaceAll(value, `${OPEN}${index}${CLOSE}`),
      text,
    );
    const rendered = compile(shielded)(vars, where);
    return rendered.replaceAll(MARKS, (mark, index: string) => longestFirst[Number(index)] ?? mark);
  };
}

/** The texts of a case that hold anything that a template language reads. */
function templatesIn(value: unknown): string[] {
  if (typeof value === "string") return TEMPLATE.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(templatesIn) : [];
}
