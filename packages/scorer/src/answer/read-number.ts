import { plainDigits } from "./plain-digits.ts";
import { plainRoots } from "./plain-roots.ts";

/** A number found in text. */
export interface FoundNumber {
  /** As written, without currency and unit. */
  readonly text: string;
  readonly value: number;
  /**
   * Sign and digits without separators and idle zeros, such as `-1234.5`: all digits beyond a double's
   * precision. Absent for others, for fractions and powers.
   */
  readonly digits?: string;
}

const MINUS = "[-\\u2010\\u2011\\u2013\\u2212\\uFE63\\uFF0D]";
/** Signs of the Basic Multilingual Plane, as a list: the property costs a search at every place. */
const CURRENCY_SIGN = "[$¢-¥֏؋৲৳৻૱௹฿៛₠-₿]";
const CURRENCY = `\\\\?${CURRENCY_SIGN}\\s?`;
const ANY_CURRENCY = new RegExp(CURRENCY, "u");
/** In groups by commas (of three, or as in India), or by points with a comma for decimals; else plain. */
const INDIAN = "\\d{1,2}(?:,\\d{2}){1,6},\\d{3}(?![\\d,])";
const CONTINENTAL =
  "\\d{1,3}(?:\\.\\d{3}){1,8},\\d{1,20}(?![\\d,.]{0,9}\\d)|\\d{1,3}(?:\\.\\d{3}){2,8}(?![\\d.,]{0,9}\\d)";
/** A comma and decimals that cannot be thousands, where no list of numbers is: `3,5`, `0,125`, `3,14159`. `2019,2020` is a list. */
const COMMA_DIGITS = "(?:\\d{1,20},\\d{1,2}|0,\\d{1,20}|\\d{1,3},\\d{4,20})(?!\\d)";
const DECIMAL_COMMA = `(?=${COMMA_DIGITS})(?<![\\d.,]|, |[(\\[{])${COMMA_DIGITS}(?![\\d.,]{0,9}\\d|, ?\\d|[)\\]}])`;
const DIGITS = `(?:${CONTINENTAL}|${DECIMAL_COMMA}|(?:${INDIAN}|\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|(?<!\\.)\\.\\d+)`;

/** The word for the sign: at the beginning, after a mark or "is"; after a number or a name it subtracts. */
const MINUS_WORD =
  "(?:(?<=(?:^|[\\n:=(>*{]|(?<!\\p{L})(?:is|are|equals|be|to|of|at|was|about|est|es|ist|è|é))[ *$]{0,3})(?:[Mm]inus|[Nn]egative|[Mm]oins|[Mm]enos|[Mm]eno|[Мм]инус)[ ]|(?:マイナス|负|負|마이너스) ?)";
/** `-$5` and `$-5`; after a digit, a letter or a closing bracket the dash subtracts or joins. */
const SIGN = `(?<sign>(?<![\\p{L}\\d)\\]}])${MINUS}|${MINUS_WORD})?(?:${CURRENCY})?(?<innerSign>(?<=${CURRENCY_SIGN}\\s?)${MINUS})?`;
const FRACTION = `\\\\[dtc]?frac ?(?:\\{(?<minus>${MINUS})?(?<over>${DIGITS})\\} ?\\{(?<under>${DIGITS})\\}|(?<over1>\\d) ?(?<under1>\\d))`;
/** `1 1/2`: a proper fraction after a whole number. */
const MIXED = `(?: (?<upper>\\d{1,2})/(?<lower>\\d{1,3})(?![\\d/.])(?<=(?<![\\d.,])\\d{1,9} \\d{1,2}/\\d{1,3})|\\\\[dt]?frac\\{(?<upper1>\\d{1,9})\\}\\{(?<lower1>\\d{1,9})\\})`;
const EXPONENT = `[eE](?<exponent>[-+]?\\d+)(?![\\p{L}\\d])`;
const POWER_OF_TEN = `\\s?(?:[×x*·]|\\\\times|\\\\cdot)\\s?10(?:\\^|\\*\\*)\\{?(?<power>[-+]?\\d+)\\}?`;
/** `10^6`, `2^{10}`. */
const POWER = `\\^(?:\\{(?<raised>[-+]?\\d{1,4})\\}|(?<raised1>[-+]?\\d{1,4}))(?![.,]?\\d)`;
/** A second slash, before or after, makes it a date. */
const DIVISOR = `(?<!/[\\d.,]{1,20})\\s?/\\s?(?<divisor>\\d+(?:\\.\\d+)?)(?![\\d/])`;

const NUMBER = new RegExp(
  `(?<!\\d|\\d\\.)${SIGN}(?:${FRACTION}|(?<digits>${DIGITS})(?:${EXPONENT}|${POWER_OF_TEN}|${POWER}|${DIVISOR}|${MIXED})?)`,
  "gu",
);
const LETTER_BEFORE = /\p{L}$/u;

/**
 * The numbers of a text in order: `1,234.50`, `-5`, `3/4`, `1 1/2`, `\frac{3}{4}`, `1e-3`, `3 × 10^5`, `2\sqrt{3}`, `2π`, with any kind of
 * minus and any currency sign before, in the digits of any script. The comma separates thousands and the point decimals,
 * but for `1.234,5` and `3,5`; percent signs, units and words such as "million" are not part of a number. Digits glued to a
 * word (`CO2`) count only where the text has no other number.
 */
export function readNumbers(given: string): FoundNumber[] {
  const alone = ALONE.exec(given)?.[1];
  return alone === undefined ? numbersIn(given) : [{ text: alone, value: Number(alone) }];
}

/** Only digits, as in most references: the whole pattern takes forty times as long. */
const ALONE = /^\s*(\d{1,15})\s*$/;

function numbersIn(given: string): FoundNumber[] {
  const text = plainRoots(plainDigits(given));
  const free: FoundNumber[] = [];
  const glued: FoundNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const groups = match.groups!;
    const value = valueOf(groups);
    if (!Number.isFinite(value)) continue;
    const before = text.slice(Math.max(0, match.index - 3), match.index);
    if (UNIT_POWER.test(before) || DEVIATION.test(text.slice(Math.max(0, match.index - 8), match.index))) continue;
    const isGlued = !/[ -@]$/.test(before) && LETTER_BEFORE.test(before) && !JOINED_SCRIPT.test(before);
    const digits = digitsOf(groups);
    const found = match[0].replace(ANY_CURRENCY, "");
    (isGlued ? glued : free).push(digits === undefined ? { text: found, value } : { text: found, value, digits });
  }
  return free.length > 0 ? free : glued;
}

/** `cm^2`: the power of a unit. */
const UNIT_POWER = /[\p{L})}]\^\{?$/u;
/** `5 ± 0.1`: the deviation of the number before. */
const DEVIATION = /\d ?(?:±|\\pm) ?$/u;
/** Scripts that set no spaces between words and numbers. */
const JOINED_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]$/u;

type Groups = Readonly<Record<string, string | undefined>>;

function valueOf(groups: Groups): number {
  const size = sizeOf(groups);
  return isNegative(groups) ? -size : size;
}

function isNegative(groups: Groups): boolean {
  return ["sign", "innerSign", "minus"].filter((name) => groups[name] !== undefined).length % 2 === 1;
}

function sizeOf(groups: Groups): number {
  const digits = groups["digits"];
  if (digits === undefined)
    return decimal((groups["over"] ?? groups["over1"])!) / decimal((groups["under"] ?? groups["under1"])!);
  const divisor = groups["divisor"];
  if (divisor !== undefined) return decimal(digits) / decimal(divisor);
  const raised = groups["raised"] ?? groups["raised1"];
  if (raised !== undefined) return decimal(digits) ** Number(raised);
  const upper = groups["upper"] ?? groups["upper1"];
  if (upper === undefined) return decimal(digits, groups["exponent"] ?? groups["power"]);
  const part = decimal(upper) / decimal((groups["lower"] ?? groups["lower1"])!);
  return part < 1 ? decimal(digits) + part : part;
}

function decimal(digits: string, exponent = "0"): number {
  return Number(`${pointed(digits)}e${exponent}`);
}

/** Digits that a double can hold. */
export const DOUBLE_DIGITS = 15;

/** Digits with a point for decimals and no thousands separators. */
function pointed(digits: string): string {
  if (!digits.includes(",") && digits.indexOf(".") === digits.lastIndexOf(".")) return digits;
  const isContinental = /\.\d{3}(?:\.|,)|^\d+,(?:\d{1,2}|\d{4,})$|^0,/.test(digits);
  return isContinental ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
}

function digitsOf(groups: Groups): string | undefined {
  const digits = groups["digits"];
  if (digits === undefined || digits.length <= DOUBLE_DIGITS) return undefined;
  if (
    ["exponent", "power", "raised", "raised1", "divisor", "upper", "upper1"].some((name) => groups[name] !== undefined)
  )
    return undefined;
  const [ones = "", rest = ""] = pointed(digits).split(".");
  const plain = `${ones.replace(/^0+(?=\d)/, "") || "0"}${`.${rest}`.replace(/\.?0*$/, "")}`;
  return plain !== "0" && isNegative(groups) ? `-${plain}` : plain;
}
