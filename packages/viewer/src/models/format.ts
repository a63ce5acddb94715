import { dollars as dollarsOf, milliseconds as millisecondsOf } from "@sameseed/core";

export { count, duration, plural } from "@sameseed/core";

const NONE = "–";

/** A share as percent, without the sign: `82.8`. */
export function percent(value: number | null, digits = 1): string {
  return value === null || Number.isNaN(value) ? NONE : (100 * value).toFixed(digits);
}

/** A share as percent, without the sign and without a needless decimal: `66.7`, `90`. */
export function shortPercent(value: number): string {
  return percent(value).replace(/\.0$/, "");
}

/** A number with two decimals and a minus sign: `−0.02`. */
export function coefficient(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A difference in points with its sign: `+2.7`, `−0.2`. */
export function points(value: number): string {
  const text = Math.abs(100 * value).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return value > 0 ? `+${text}` : `−${text}`;
}

export function milliseconds(value: number | null): string {
  return value === null || Number.isNaN(value) ? NONE : millisecondsOf(value);
}

export function dollars(value: number | null): string {
  return value === null ? NONE : dollarsOf(value);
}

export function pText(p: number | null): string {
  if (p === null) return NONE;
  return p < 0.0001 ? "p < 0.0001" : `p = ${p.toFixed(p < 0.01 ? 4 : 3)}`;
}

/** `2026-11-23 01:20`, in the time zone of the run's record. */
export function dateTime(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
