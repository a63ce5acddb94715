/** Characters that are equivalent to ASCII characters in numbers. */
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
/** LaTeX's comma and point without a space after them: `1{,}234`, `3{,}5`, `1\text{,}234`. */
const BRACED = /(?<=\d)(?:\\(?:text|math(?:ord|punct|rm)))?\{([.,])\}(?=\d)/g;
/** Between groups of three: narrow and unbreakable spaces, apostrophes, underscores, and LaTeX's `\,` and `,\!`. */
const GROUPED = /(?<=\d)(?:[\u00A0\u2009\u202F'’_]|\\[,!;: ]|\{\\[,;: ]\}|,\\!)(?=\d{3}(?!\d))/g;
/** The same with decimals after a comma: `1 234,50`, `1'234,5`. */
const GROUPED_DECIMALS =
  /(?<![\d.,]|\d[ \u00A0\u2009\u202F'’])[1-9]\d{0,2}(?:[ \u00A0\u2009\u202F'’]\d{3}){1,8},\d{1,9}(?![\d.,]{0,9}\d)/g;
/** Groups of three digits separated by plain spaces: `1 234`. Next to another number they are a list: `1 234 5`. */
const SPACED = /(?<![\d.,:/^\p{L}]|\d[ ,]|\d, )[1-9]\d{0,2}(?: \d{3}){1,8}(?![\d/:^\p{L}]|[.,]\d{3}| ?\d|[-–]\p{L})/gu;

/**
 * The text with its numbers in ASCII: digits of other scripts and full width, `½` as `1/2`, `10⁵` as `10^5`, groups of
 * thousands by commas however they were set apart (`1 234` with a narrow space, `1'234`, `1_234`, `1{,}234`). The rest stays.
 */
export function plainDigits(text: string): string {
  if (!/[\u0080-\uFFFF]|\d,?['\\_{]|\d \d{3}/.test(text)) return text;
  return text
    .replaceAll(/(?=\P{ASCII})\p{Nd}/gu, asciiDigit)
    .replaceAll(/[．٫，٬／＝：](?=\s*[\d\-+$])|(?<=\d)[．٫，٬／]/gu, (sign) => SIGNS[sign] ?? sign)
    .replaceAll(/(?<=\d)[⁺⁻]?[⁰¹²³⁴-⁹]+/gu, (power) => `^${[...power].map(superscript).join("")}`)
    .replaceAll(VULGAR, (_, whole: string, fraction: string) => `${whole === "" ? "" : `${whole} `}${vulgar(fraction)}`)
    .replaceAll(BRACED, "$1")
    .replaceAll(GROUPED_DECIMALS, (number) => number.replaceAll(/[^\d,]/g, "").replace(",", "."))
    .replaceAll(GROUPED, ",")
    .replaceAll(SPACED, (number) => (isList(number) ? number : number.replaceAll(" ", ",")));
}

/** Three and more numbers of three digits each. */
function isList(number: string): boolean {
  return /^\d{3} \d{3} /.test(number);
}

/** Blocks of ten digits begin at a code point that ends in 0 or 6; mathematical digits follow one another by style. */
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
