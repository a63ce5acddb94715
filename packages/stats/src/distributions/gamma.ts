const HALF_LOG_TWO_PI = 0.9189385332046728;
const STIRLING_FROM = 10;

/** The Stirling series of lgamma(x + 1) - [(x + 1/2) log x - x + log(2 pi)/2], for x of 10 or more. */
function stirlingSeries(x: number): number {
  const y = 1 / (x * x);
  return (
    (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y * (1 / 156))))))) / x
  );
}

function scalarLgamma(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x === Infinity) return Infinity;
  if (x <= 0) {
    if (Number.isInteger(x) || x === -Infinity) return Infinity;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - scalarLgamma(1 - x);
  }
  if (x === 1 || x === 2) return 0;
  let shifted = x;
  let product = 1;
  // The recurrence carries a small argument to where the series has full precision.
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const atShifted = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted);
  return atShifted - Math.log(product);
}

/**
 * log |Gamma(x)|; Infinity at 0 and the negative integers, NaN for NaN.
 * Source: Stirling's series with the recurrence below 10 (Abramowitz & Stegun 6.1.41).
 */
export function lgamma(x: number): number;
export function lgamma(input: { readonly x: readonly number[] }): number[];
export function lgamma(input: number | { readonly x: readonly number[] }): number | number[] {
  return typeof input === "number" ? scalarLgamma(input) : input.x.map(scalarLgamma);
}

/** lgamma(x + 1) minus Stirling's approximation, x > 0 (Loader 2000, Fast and Accurate Computation of Binomial Probabilities). */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return scalarLgamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

/**
 * Loader's deviance x log(x/mean) + mean - x, without cancellation where x is near the mean. A caller that knows
 * x - mean better than the subtraction would give it passes it.
 */
export function devianceTerm(x: number, mean: number, difference = x - mean): number {
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let power = 2 * x * ratio;
  for (let order = 1; order < 1000; order++) {
    power *= ratio * ratio;
    const next = sum + power / (2 * order + 1);
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/** The error of the last shape: a normal tail asks for the same one each time, and it is a fifth of the work. */
let [lastShape, lastError] = [NaN, NaN];

/** x^a e^-x / Gamma(a) for a > 0, x > 0, in Loader's form. */
function gammaPrefactor(a: number, x: number): number {
  if (a !== lastShape) [lastShape, lastError] = [a, stirlingError(a)];
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-lastError - devianceTerm(a, x));
}

/**
 * The upper regularised incomplete gamma function Q(a, x), a > 0, x >= 0; NaN outside.
 * Series below a + 1, Lentz continued fraction above: the upper tail is never 1 - cdf where it is small.
 */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return NaN;
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 100_000; k++) {
      term *= x / (a + k);
      sum += term;
      if (term < sum * 1e-17) break;
    }
    return Math.max(0, 1 - gammaPrefactor(a, x) * sum);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const step = -k * (k - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return gammaPrefactor(a, x) * fraction;
}
