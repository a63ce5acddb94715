/** A number found in text. */
export interface FoundNumber {
  /** As it is written, without currency and unit. */
  readonly text: string;
  readonly value: number;
}

const MINUS = "[-\\u2010\\u2011\\u2013\\u2212\\uFE63\\uFF0D]";
const CURRENCY = "\\\\?[$€£¥₹]\\s?";
const ANY_CURRENCY = new RegExp(CURRENCY, "u");
const DIGITS = "(?:(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|(?<!\\.)\\.\\d+)";

/** `-$5` and `$-5`; after a digit, a letter or a closing bracket the dash subtracts or joins. */
const SIGN = `(?<sign>(?<![\\p{L}\\d)\\]}])${MINUS})?(?:${CURRENCY})?(?<innerSign>(?<=[$€£¥₹]\\s?)${MINUS})?`;
const FRACTION = `\\\\[dt]?frac\\{(?<over>${DIGITS})\\}\\{(?<under>${DIGITS})\\}`;
const EXPONENT = `[eE](?<exponent>[-+]?\\d+)(?![\\p{L}\\d])`;
const POWER_OF_TEN = `\\s?(?:[×x*·]|\\\\times|\\\\cdot)\\s?10(?:\\^|\\*\\*)\\{?(?<power>[-+]?\\d+)\\}?`;
/** A second slash, before or behind, makes it a date. */
const DIVISOR = `(?<!/[\\d.,]{1,20})\\s?/\\s?(?<divisor>\\d+(?:\\.\\d+)?)(?![\\d/])`;

const NUMBER = new RegExp(
  `(?<!\\d|\\d\\.)${SIGN}(?:${FRACTION}|(?<digits>${DIGITS})(?:${EXPONENT}|${POWER_OF_TEN}|${DIVISOR})?)`,
  "gu",
);
const LETTER_BEFORE = /\p{L}$/u;

/**
 * The numbers of a text in order: `1,234.50`, `-5`, `3/4`, `\frac{3}{4}`, `1e-3`, `3 × 10^5`, with any kind of
 * minus and any currency sign before. The comma separates thousands, the point decimals; percent signs,
 * units and words such as "million" are not part of a number. Digits glued to a word (`CO2`) count only
 * where the text has no other number.
 */
export function readNumbers(text: string): FoundNumber[] {
  const free: FoundNumber[] = [];
  const glued: FoundNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const value = valueOf(match.groups!);
    if (!Number.isFinite(value)) continue;
    const isGlued = LETTER_BEFORE.test(text.slice(Math.max(0, match.index - 2), match.index));
    (isGlued ? glued : free).push({ text: match[0].replace(ANY_CURRENCY, ""), value });
  }
  return free.length > 0 ? free : glued;
}

function valueOf(groups: Record<string, string | undefined>): number {
  const { sign, innerSign, over, under, digits, exponent, power, divisor } = groups;
  const size =
    digits === undefined
      ? decimal(over!) / decimal(under!)
      : divisor === undefined
        ? decimal(digits, exponent ?? power)
        : decimal(digits) / decimal(divisor);
  return sign === undefined && innerSign === undefined ? size : -size;
}

function decimal(digits: string, exponent = "0"): number {
  return Number(`${digits.replaceAll(",", "")}e${exponent}`);
}
