import { requireAtLeast } from "../argument-checks.ts";
import { normSf } from "../distributions/normal.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { RandomStream } from "../random/random-stream.ts";
import { signFlipExact, TIE_SHARE } from "./sign-flip-exact.ts";

const MONTE_CARLO_UP_TO = 5000;
const FLIPS = 9999;

export interface SignFlipNormal {
  readonly n: number;
  readonly dropped: number;
  /** Null without non-ties. */
  readonly z: number | null;
  readonly p: number;
}

/** The normal form of the sign-flip test: z = sum d / sqrt(sum d^2). Without non-ties z is null and p is 1. */
export function signFlipNormal(input: { readonly d: Numbers }): SignFlipNormal {
  const { values, dropped } = finiteValues(input.d, "d");
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  if (squares === 0) return { n: values.length, dropped, z: null, p: 1 };
  const z = sum / Math.sqrt(squares);
  return { n: values.length, dropped, z, p: Math.min(1, 2 * normSf(Math.abs(z))) };
}

/** |sum d| less the tolerance for ties. */
function observedThreshold(values: Float64Array): number {
  let sum = 0;
  let size = 0;
  for (const value of values) {
    sum += value;
    size += Math.abs(value);
  }
  return Math.abs(sum) - TIE_SHARE * size;
}

export interface SignFlipMonteCarlo {
  readonly n: number;
  readonly dropped: number;
  readonly p: number;
  /** How many random flips were as extreme as the data. */
  readonly extreme: number;
}

/**
 * The sign-flip test by B random flips from the stream of a label: p = (1 + extreme)/(B + 1) (Phipson & Smyth 2010,
 * Permutation P-values Should Never Be Zero). Values are flipped in the order given, ties too: one word a value, its top
 * bit set means minus.
 */
export function signFlipMonteCarlo(input: {
  readonly d: Numbers;
  readonly label: string;
  readonly B?: number;
}): SignFlipMonteCarlo {
  const { label, B = FLIPS } = input;
  requireAtLeast(B, 1, "B");
  const { values, dropped } = finiteValues(input.d, "d");
  const threshold = observedThreshold(values);
  const stream = new RandomStream(label);
  const signs = new Float64Array(values.length);
  let extreme = 0;
  for (let flip = 0; flip < B; flip++) {
    stream.fillSigns(signs);
    let flipped = 0;
    for (let index = 0; index < signs.length; index++) flipped += signs[index]! * values[index]!;
    if (Math.abs(flipped) >= threshold) extreme++;
  }
  return { n: values.length, dropped, p: (1 + extreme) / (B + 1), extreme };
}

/** How many random flips of the sizes have |sum| >= threshold; each word of the stream gives 32 signs. */
function countExtreme(sizes: Float64Array, threshold: number, label: string): number {
  const stream = new RandomStream(label);
  const { length } = sizes;
  const signed = Float64Array.from({ length: 2 * length }, (_, at) =>
    at % 2 === 0 ? sizes[at / 2]! : -sizes[(at - 1) / 2]!,
  );
  let extreme = 0;
  let bits = 0;
  let left = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    let flipped = 0;
    for (let at = 0; at < 2 * length;) {
      if (left === 0) {
        bits = stream.nextUint32();
        left = 32;
      }
      const end = Math.min(2 * length, at + 2 * left);
      left -= (end - at) / 2;
      for (; at < end; at += 2) {
        flipped += signed[at + (bits & 1)]!;
        bits >>>= 1;
      }
    }
    if (Math.abs(flipped) >= threshold) extreme++;
  }
  return extreme;
}

export type SignFlipMethod = "sign-flip mid-p" | "sign-flip Monte Carlo" | "sign-flip normal";

export interface SignFlip {
  readonly p: number;
  readonly method: SignFlipMethod;
}

/**
 * The sign-flip p by the best affordable method: exact mid-p to 20 non-ties or on an integer grid, else 9,999
 * random flips from the stream of `label` to n = 5,000, else the normal form. The flips act on the sorted
 * sizes of the non-ties: ties, the order of cases and a swap of the variants do not change p.
 */
export function signFlip(input: { readonly d: Numbers; readonly label: string }): SignFlip {
  const { values } = finiteValues(input.d, "d");
  const exact = signFlipExact({ d: values });
  if (exact.midP !== null) return { p: exact.midP, method: "sign-flip mid-p" };
  if (values.length > MONTE_CARLO_UP_TO) {
    return { p: signFlipNormal({ d: values }).p, method: "sign-flip normal" };
  }
  const sizes = values
    .filter((value) => value !== 0)
    .map(Math.abs)
    .toSorted();
  const extreme = countExtreme(sizes, observedThreshold(values), input.label);
  return { p: (1 + extreme) / (FLIPS + 1), method: "sign-flip Monte Carlo" };
}
