import type { SeedVerdict } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";

const PERMUTATIONS = 5000;
const ALPHA = 0.05;

export interface SeedTest {
  /** Share of pairs of calls with equal texts, averaged over cases. */
  readonly sameMatch: number;
  readonly otherMatch: number;
  /** Whether each case had one text only, for all seeds. */
  readonly isConstant: boolean;
  readonly p: number;
}

/**
 * Do equal seeds give equal texts more often than different ones? If the seed is ignored, which calls bore it does not
 * matter: the labels are shuffled within each case, and p is the share of shuffles that separate the groups at least as
 * well (Monte Carlo, (1 + hits) / (1 + shuffles); Phipson & Smyth 2010).
 */
export function seedTest({
  same,
  other,
  label,
}: {
  same: readonly (readonly string[])[];
  other: readonly (readonly string[])[];
  label: string;
}): SeedTest {
  const cases = same.map((texts, place) => numbered(texts, other[place]!));
  const sameMatch = mean(cases.map(({ texts, split }) => matchRate(texts, 0, split)));
  const otherMatch = mean(cases.map(({ texts, split }) => matchRate(texts, split, texts.length)));
  const stream = new RandomStream(label);
  let hits = 0;
  for (let round = 0; round < PERMUTATIONS; round++) {
    let difference = 0;
    for (const { texts, split } of cases) {
      shuffleInPlace(texts, stream);
      difference += matchRate(texts, 0, split) - matchRate(texts, split, texts.length);
    }
    if (difference / cases.length >= sameMatch - otherMatch - 1e-12) hits++;
  }
  const isConstant = same.every((texts, place) => new Set([...texts, ...other[place]!]).size === 1);
  return { sameMatch, otherMatch, isConstant, p: (1 + hits) / (1 + PERMUTATIONS) };
}

/**
 * The verdict and its sentence. One text for all seeds does not mean an honoured seed, since there was
 * nothing to sample.
 */
export function seedVerdict(
  { sameMatch, otherMatch, isConstant, p }: SeedTest,
  calls: number,
): { verdict: SeedVerdict; conclusion: string } {
  const isSeparated = p <= ALPHA;
  if (isConstant) {
    return {
      verdict: "undecided",
      conclusion:
        "Deterministic: every seed gave the same text, so the probe cannot show whether the seed matters. Probe at a higher temperature.",
    };
  }
  if (sameMatch === 1 && isSeparated)
    return {
      verdict: "honoured",
      conclusion: `Equal seeds gave equal texts in every pair of calls; different seeds did so in ${percent(otherMatch)}.`,
    };
  if (sameMatch === 1) {
    return {
      verdict: "undecided",
      conclusion: `Equal seeds gave equal texts in every pair of calls, different seeds in ${percent(otherMatch)}: ${calls} calls per case cannot distinguish that from chance. Probe with more calls or cases.`,
    };
  }
  if (isSeparated)
    return {
      verdict: "partly",
      conclusion: `Equal seeds gave equal texts in ${percent(sameMatch)} of the pairs of calls, different seeds in ${percent(otherMatch)}.`,
    };
  return {
    verdict: "ignored",
    conclusion: `Equal seeds gave equal texts in ${percent(sameMatch)} of the pairs of calls, no more than different seeds (${percent(otherMatch)}) by more than chance.`,
  };
}

interface NumberedCase {
  /** Texts as numbers: those under one seed up to `split`, the others from there on. */
  readonly texts: Int32Array;
  readonly split: number;
}

function numbered(same: readonly string[], other: readonly string[]): NumberedCase {
  const numbers = new Map<string, number>();
  const texts = Int32Array.from([...same, ...other], (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { texts, split: same.length };
}

function matchRate(texts: Int32Array, start: number, end: number): number {
  let matching = 0;
  for (let left = start; left < end; left++) {
    for (let right = left + 1; right < end; right++) if (texts[left] === texts[right]) matching++;
  }
  const count = end - start;
  return matching / ((count * (count - 1)) / 2);
}

function shuffleInPlace(texts: Int32Array, stream: RandomStream): void {
  for (let last = texts.length - 1; last > 0; last--) {
    const chosen = stream.nextBelow(last + 1);
    const moved = texts[chosen]!;
    texts[chosen] = texts[last]!;
    texts[last] = moved;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
