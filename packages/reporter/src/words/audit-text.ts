import { type AuditRate, type Coefficient, count, plural } from "@sameseed/core";

/** `12 of 40 pairs (30.0 % [18.1, 45.4])`: never a share without its n and interval. */
export function rateText(rate: AuditRate, noun: string): string {
  return `${hitsText(rate.hits)} of ${plural(rate.n, noun)} (${shareText(rate)})`;
}

/** `30.0 % [18.1, 45.4]`. */
export function shareText({
  share,
  low,
  high,
}: {
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  if (share === null) return "none";
  return `${points(share)} % ${low === null || high === null ? "[no interval]" : `[${points(low)}, ${points(high)}]`}`;
}

/** A difference in points, `+3.2 [-1.0, 7.4]`. */
export function differenceText({ value, low, high }: Coefficient): string {
  if (value === null) return "none";
  return `${signed(value)} ${low === null || high === null ? "[no interval]" : `[${signed(low)}, ${signed(high)}]`}`;
}

/** `0.67 [0.54, 0.79]`. */
export function coefficientText({ value, low, high }: Coefficient): string {
  if (value === null) return "not defined";
  return `${value.toFixed(2)} ${low === null || high === null ? "[no interval]" : `[${low.toFixed(2)}, ${high.toFixed(2)}]`}`;
}

/** The remainder of a rate: the items that do not count. */
export function complement(rate: AuditRate): AuditRate {
  const { share, low, high, hits, n } = rate;
  const flipped = (value: number | null): number | null => (value === null ? null : 1 - value);
  return { ...rate, share: flipped(share), low: flipped(high), high: flipped(low), hits: n - hits };
}

/** `+3.2`, as comparisons write it. */
export function signed(difference: number): string {
  const text = points(difference);
  return Number(text) > 0 ? `+${text}` : text;
}

function points(share: number): string {
  const text = (100 * share).toFixed(1);
  return text === "-0.0" ? "0.0" : text;
}

function hitsText(hits: number): string {
  return Number.isInteger(hits) ? count(hits) : hits.toFixed(1);
}
