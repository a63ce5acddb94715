import type { Estimate } from "@sameseed/core";

/** Before each group of three digits at the end of a number. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/**
 * Thousands with commas: `12,345`. The first `toLocaleString` of a process loads the data of languages, which takes 24 ms of
 * CPU time (docs/decisions/0272-numbers-without-a-locale.md); a fraction still needs it.
 */
export function count(value: number): string {
  return Number.isSafeInteger(value) ? String(value).replaceAll(THOUSANDS, ",") : value.toLocaleString("en-US");
}

/** `1 case`, `2 cases`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A mean in [0, 1] as percent with its interval, `82.8 % [80.6, 84.7]`: never the one without the other. */
function percent({ mean, low, high }: Pick<Estimate, "mean" | "low" | "high">): string {
  if (mean === null) return "no score";
  const points = (value: number) => (value * 100).toFixed(1);
  return `${points(mean)} % ${low === null || high === null ? "[no interval]" : `[${points(low)}, ${points(high)}]`}`;
}

/** One below the other, the points of the means under each other and all of one width. */
export function percents(estimates: readonly Pick<Estimate, "mean" | "low" | "high">[]): readonly string[] {
  const texts = estimates.map(percent);
  const widest = Math.max(...texts.map((text) => text.indexOf("%")));
  const aligned = texts.map((text) => (text.includes("%") ? " ".repeat(widest - text.indexOf("%")) + text : text));
  const width = Math.max(...aligned.map((text) => text.length));
  return aligned.map((text) => text.padEnd(width));
}

/** `0.42 ms`, `123 ms`, `1.23 s`. */
export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value >= 10 ? value.toFixed(0) : value.toPrecision(2)} ms`;
}

/** Elapsed or remaining time: `0.4 s`, `51 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** US dollars: cents from a dollar up, three digits below. */
export function dollars(value: number): string {
  if (value === 0) return "$0.00";
  if (value >= 1) return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${value.toLocaleString("en-US", { maximumSignificantDigits: 3 })}`;
}
