import type { LabelScale } from "@sameseed/core";

/** The labels of each scale in order. Their values are equally spaced from 0 to 1. */
export const CATEGORIES: Readonly<Record<LabelScale, readonly string[]>> = {
  "pass-fail": ["fail", "pass"],
  "1-5": ["1", "2", "3", "4", "5"],
  "0-1": ["0", "0.25", "0.5", "0.75", "1"],
  preference: ["loses", "tie", "wins"],
};

const ROUNDING = 1e-9;

/** The label that is nearest to a value in [0, 1], half way the higher one: 0.5 passes. */
export function categoryOf(scale: LabelScale, value: number): number {
  return Math.floor(value * (CATEGORIES[scale].length - 1) + 0.5 + ROUNDING);
}

/** Whether people are split: their mean is half way between two labels. */
export function isSplit(scale: LabelScale, mean: number): boolean {
  const place = mean * (CATEGORIES[scale].length - 1);
  return Math.abs(place - Math.floor(place) - 0.5) < ROUNDING;
}
