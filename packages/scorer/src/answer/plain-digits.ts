/** Characters that stand for those of a number in ASCII. */
const SIGNS: Readonly<Record<string, string>> = {
  "．": ".",
  "٫": ".",
  "，": ",",
  "٬": ",",
  "／": "/",
  "＝": "=",
  "：": ":",
  "⁺": "+",
  "⁻": "-",
};
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const VULGAR = /(\d?)([¼-¾⅐-⅞↉])/gu;
/** Between groups of three: narrow and unbreakable spaces, apostrophes, underscores, and LaTeX's `{,}` and `\,`. */
const GROUPED = /(?<=\d)(?:[\u00A0\u2009\u202F'’_]|\{,\}|\\[,!;:])(?=\d{3}(?!\d))/g;

/**
 * The text with its numbers in ASCII: digits of other scripts and full width, `½` as `1/2`, `10⁵` as `10^5`, groups of
 * thousands by commas however they were set apart (`1 234` with a narrow space, `1'234`, `1_234`, `1{,}234`). The rest stays.
 */
export function plainDigits(text: string): string {
  if (!/[\u0080-\uFFFF]|\d['\\_{]/.test(text)) return text;
  return text
    .replaceAll(/(?=\P{ASCII})\p{Nd}/gu, asciiDigit)
    .replaceAll(/[．٫，٬／＝：](?=\s*[\d\-+$])|(?<=\d)[．٫，٬／]/gu, (sign) => SIGNS[sign] ?? sign)
    .replaceAll(/(?<=10)[⁺⁻]?[⁰¹²³⁴-⁹]+/gu, (power) => `^${[...power].map(superscript).join("")}`)
    .replaceAll(VULGAR, (_, whole: string, fraction: string) => `${whole === "" ? "" : `${whole} `}${vulgar(fraction)}`)
    .replaceAll(GROUPED, ",");
}

/** The blocks of ten digits begin at a code point that ends in 0 or 6; mathematical digits stand one style after another. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  const low = code & 0xf;
  const startsAtZero = /\p{Nd}/u.test(String.fromCodePoint(code - low));
  return String(startsAtZero ? low : low - 6);
}

function superscript(character: string): string {
  const digit = SUPERSCRIPTS.indexOf(character);
  return digit === -1 ? (SIGNS[character] ?? character) : String(digit);
}

function vulgar(fraction: string): string {
  return fraction.normalize("NFKD").replace("\u2044", "/");
}
