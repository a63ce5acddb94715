import type { AuditRate } from "@sameseed/core";

/** The complement of a rate: the share of items that do not count. */
export function complement(rate: AuditRate): AuditRate {
  const { share, low, high, hits, n } = rate;
  const flipped = (value: number | null): number | null => (value === null ? null : 1 - value);
  return { ...rate, share: flipped(share), low: flipped(high), high: flipped(low), hits: n - hits };
}
