/**
 * A key that is equal for equal decimal numbers (`1.50` and `15e-1`) and different for decimals that only
 * round to the same double. Null for text that is not a decimal number, such as `0x10` or `Infinity`.
 */
function decimalKey(text: string): string | null {
  const match = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text);
  if (match === null) return null;
  const [, sign = "", ones = "", rest = "", exponent = "0"] = match;
  const digits = `${ones}${rest}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - rest.length + (digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}

/**
 * Whether a double represents a number exactly as written, without rounding. True for text that is not
 * written in decimals.
 */
export function isExactNumber(written: string, value: number): boolean {
  const key = decimalKey(written);
  return key === null || key === decimalKey(String(value));
}

/** Numbers with this many digits, or such exponents, may not fit a double. Words such as `case-10` do not match. */
const MAY_NOT_FIT = /(?:^|[[,:\s-])\d(?:[\d.]{15}|[\d.]*[eE][-+]?\d{2})/;

/** Reads JSON; a number beyond a double's precision becomes its text. Errors: SyntaxError. */
export function parseExactJson(text: string): unknown {
  if (!MAY_NOT_FIT.test(text)) return JSON.parse(text);
  const keep = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === "number" && context?.source !== undefined && !isExactNumber(context.source, value)
      ? context.source
      : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

/** A number of a parsed YAML document that a double cannot hold becomes its text, as JSON's do: a visitor of scalars. */
export function keepDigits(scalar: { value: unknown; readonly source?: string | undefined }): void {
  const { value, source } = scalar;
  if (typeof value === "number" && source !== undefined && !isExactNumber(source, value)) scalar.value = source;
}
