const DECIMAL = String.raw`\d{1,12}(?:\.\d{1,12})?`;
const QUOTIENT = String.raw`\\[dt]?frac ?\{(?<over>${DECIMAL})\}\{(?<under>${DECIMAL})\}`;
/** A number before a root or π multiplies it: `2\sqrt{3}`, `\frac{3}{4}\pi`. An exponent does not: `x^2\sqrt{3}`. */
const FACTOR = String.raw`(?:(?:(?<![\d.,^]|\d )(?<factor>${DECIMAL})|${QUOTIENT})(?: ?(?:\\cdot|\\times|[*·×]))? ?)`;
const ROOT = String.raw`(?:\\sqrt ?(?:\[(?<degree>[2-9])\])? ?(?:\{ ?(?<braced>${DECIMAL}) ?\}|(?<digit>\d))|√ ?(?:\( ?(?<bracketed>${DECIMAL}) ?\)|(?<bare>${DECIMAL})))`;
/** The π of chemistry and physics multiplies nothing: `2 π bonds`, `6π electrons`. */
const NAMED_PI = String.raw`(?!\$?[ -]?(?:anti|bond|electron|orbital|meson|system|stack|interaction|conjugat))`;
const PI = String.raw`(?:\\pi(?![A-Za-z])|π)${NAMED_PI}`;
const IRRATIONAL = new RegExp(
  String.raw`${FACTOR}?(?:${ROOT})|${FACTOR}${PI}|(?<=\{)${PI}(?=\})|${PI}(?= ?/ ?\d)|^[\s$*]*${PI}[\s$*.]*$`.replaceAll(
    /\(\?<(\w+)>/g,
    uniqueName(),
  ),
  "g",
);
/** Roots and π are rounded to digits that calculations with doubles leave untouched, so that `2\sqrt{3}` is `\sqrt{12}`. */
const DIGITS = 12;

/**
 * The text with roots of numbers and multiples of π as decimals: `\sqrt{16}` is 4, `2\sqrt{3}` and `√12` are 3.46410161514, and
 * `\frac{\pi}{2}` is half of 3.14159265359. Sums such as `1+\sqrt{5}` stay sums. A π that multiplies nothing is a word of the
 * text, unless it is the whole text.
 */
export function plainRoots(text: string): string {
  if (!/\\sqrt|√|\\pi|π/.test(text)) return text;
  return text.replaceAll(IRRATIONAL, (...given) => {
    const groups = given.at(-1) as Readonly<Record<string, string | undefined>>;
    const of = (name: string): string | undefined =>
      Object.entries(groups).find(([key, value]) => value !== undefined && key.replace(/\d+$/, "") === name)?.[1];
    const root = of("braced") ?? of("digit") ?? of("bracketed") ?? of("bare");
    const size = root === undefined ? Math.PI : Number(root) ** (1 / Number(of("degree") ?? 2));
    const factor = Number(of("factor") ?? Number(of("over") ?? 1) / Number(of("under") ?? 1));
    const value = String(Number((factor * size).toPrecision(DIGITS)));
    return /\w$/.test(textBefore(given)) ? ` ${value}` : value;
  });
}

/** The text before a match: a letter or a digit there must not become a part of the number. */
function textBefore(given: readonly unknown[]): string {
  const [place, whole] = given.slice(-3) as [number, string];
  return whole.slice(Math.max(0, place - 1), place);
}

/** Names of groups must differ within a pattern. */
function uniqueName(): (found: string, name: string) => string {
  let count = 0;
  return (_, name) => `(?<${name}${count++}>`;
}
