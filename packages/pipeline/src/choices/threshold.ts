/** A mean that must be reached. */
export interface Threshold {
  readonly metric: string;
  /** In [0, 1]. */
  readonly least: number;
}

/** `score=0.8`; null when it is not of that form. */
export function parseThreshold(text: string): Threshold | null {
  const [, metric = "", number = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const least = Number(number);
  return metric === "" || number.trim() === "" || !(least >= 0 && least <= 1) ? null : { metric: metric.trim(), least };
}
