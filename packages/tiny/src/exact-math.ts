/**
 * Exponential from + - * / alone, so that every machine and Node version gets the same bits: ECMAScript leaves the
 * precision of the built-in one to the engine. Cody-Waite reduction, then the Taylor series to the 13th power;
 * within 2 units in the last place of the true value.
 */

const LARGEST = 709;
const SMALLEST = -700;
const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts: the first has trailing zeros, which makes a small integer times it exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const FACTORIALS = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800];
const INVERSE_FACTORIALS = Float64Array.from(FACTORIALS, (factorial) => 1 / factorial);
const EXPONENT_BIAS = 1100;
const POWERS_OF_TWO = powersOfTwo();

/** e^x; 0 below -700, and e^709 above 709, where a double ends. */
export function exp(x: number): number {
  if (x < SMALLEST) return 0;
  const bounded = x > LARGEST ? LARGEST : x;
  const exponent = Math.floor(bounded * LOG2_E + 0.5);
  const rest = bounded - exponent * LN2_HIGH - exponent * LN2_LOW;
  let sum = INVERSE_FACTORIALS[13]!;
  for (let power = 12; power >= 0; power--) sum = sum * rest + INVERSE_FACTORIALS[power]!;
  return sum * POWERS_OF_TWO[exponent + EXPONENT_BIAS]!;
}

/** Doubling and halving are exact; the table covers the whole range of `exp`. */
function powersOfTwo(): Float64Array {
  const table = new Float64Array(2 * EXPONENT_BIAS + 1);
  let up = 1;
  let down = 1;
  for (let power = 0; power <= EXPONENT_BIAS; power++) {
    table[EXPONENT_BIAS + power] = up;
    table[EXPONENT_BIAS - power] = down;
    up *= 2;
    down /= 2;
  }
  return table;
}
