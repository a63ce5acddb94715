export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** An axis with round ticks that contains all values. */
export function niceScale(values: readonly number[], { wanted = 5 }: { readonly wanted?: number } = {}): Scale {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (known.length === 0) return { low: 0, high: 1, ticks: [0, 1] };
  const isOneValue = high - low <= 1e-6 * Math.max(Math.abs(low), Math.abs(high));
  const span = isOneValue ? Math.abs(high) || 1 : high - low;
  const step = roundStep(span / wanted);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, place) =>
    Number(((first + place) * step).toPrecision(12)),
  );
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks };
}

/** Position of a value on a scale, from 0 to 1. */
export function onScale({ low, high }: Scale, value: number): number {
  return (value - low) / (high - low);
}

function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = step / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}
