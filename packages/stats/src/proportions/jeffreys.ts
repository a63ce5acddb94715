import { betaPpf } from "../distributions/beta.ts";
import { proportionInput, type ProportionInput, type ProportionInterval } from "./wilson.ts";

/**
 * The equal-tailed Jeffreys interval, ends forced to 0 at k = 0 and to 1 at k = n (Brown, Cai & DasGupta 2001).
 * n = 0 gives [0, 1].
 */
export function jeffreys(input: ProportionInput): ProportionInterval {
  const { k, n, conf } = proportionInput(input, undefined, undefined);
  if (n === 0) return { estimate: null, lo: 0, hi: 1 };
  const tail = (1 - conf) / 2;
  return {
    estimate: k / n,
    lo: k === 0 ? 0 : betaPpf(tail, k + 0.5, n - k + 0.5),
    hi: k === n ? 1 : betaPpf(1 - tail, k + 0.5, n - k + 0.5),
  };
}
