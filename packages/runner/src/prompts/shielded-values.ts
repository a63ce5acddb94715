import type { TextRenderer } from "@sameseed/core";

/** Around the number of a value that is put back after rendering. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const MARKS = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");
const TEMPLATE = /\{\{|\{%|\{#/;

/**
 * Fills a text that a function made of a case's variables: the function's own words are a template, what the variables hold
 * (as text or inside of JSON) is not.
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
