const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `1h30m`, `14d` in milliseconds; undefined for text that is not a duration above 0. */
export function durationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  const total = text
    .matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)
    .reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit!]!, 0);
  return total > 0 ? total : undefined;
}
