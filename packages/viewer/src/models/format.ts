const NONE = "–";

/** Thousands with commas: `12,345`. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A share as percent, without the sign: `82.8`. */
export function percent(value: number | null, digits = 1): string {
  return value === null || Number.isNaN(value) ? NONE : (100 * value).toFixed(digits);
}

/** A difference in points with its sign: `+2.7`, `−0.2`. */
export function points(value: number): string {
  const text = Math.abs(100 * value).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return value > 0 ? `+${text}` : `−${text}`;
}

export function milliseconds(value: number | null): string {
  if (value === null || Number.isNaN(value)) return NONE;
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value >= 10 ? value.toFixed(0) : value.toPrecision(2)} ms`;
}

export function duration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function dollars(value: number | null): string {
  if (value === null) return NONE;
  if (value === 0 || value >= 1)
    return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${value.toLocaleString("en-US", { maximumSignificantDigits: 3 })}`;
}

export function pText(p: number | null): string {
  if (p === null) return NONE;
  return p < 0.0001 ? "p < 0.0001" : `p = ${p.toFixed(p < 0.01 ? 4 : 3)}`;
}

/** `2026-11-23 01:20`, in the time zone of the run's record. */
export function dateTime(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
