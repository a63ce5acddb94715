import { betaPpf } from "../distributions/beta.ts";
import { proportionInput, type ProportionInput, type ProportionInterval } from "./wilson.ts";

/**
 * The exact interval of Clopper & Pearson 1934: coverage is guaranteed, at the price of width. n = 0 gives [0, 1].
 * Call as `clopperPearson(k, n, conf)` or with one object.
 */
export function clopperPearson(k: number, n: number, conf?: number): ProportionInterval;
export function clopperPearson(input: ProportionInput): ProportionInterval;
export function clopperPearson(first: number | ProportionInput, second?: number, third?: number): ProportionInterval {
  const { k, n, conf } = proportionInput(first, second, third);
  const tail = (1 - conf) / 2;
  return {
    estimate: n === 0 ? null : k / n,
    lo: k === 0 ? 0 : betaPpf(tail, k, n - k + 1),
    hi: k === n ? 1 : betaPpf(1 - tail, k + 1, n - k),
  };
}

/** The one-sided exact upper bound; at k = 0 the "rule of three" 1 - (1 - conf)^(1/n). n = 0 gives 1. */
export function clopperPearsonUpperOneSided(input: ProportionInput): { readonly hi: number } {
  const { k, n, conf } = proportionInput(input, undefined, undefined);
  if (k === n) return { hi: 1 };
  if (k === 0) return { hi: -Math.expm1(Math.log(1 - conf) / n) };
  return { hi: betaPpf(conf, k + 1, n - k) };
}
