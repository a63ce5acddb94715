const EXTREME_SHARE = 0.05;

/** Moves the k largest values to the front, by Hoare's selection: O(n) on average, in place. */
function largestFirst(values: Float64Array, k: number): void {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number;
    let up = left;
    let down = right;
    while (up <= down) {
      while ((values[up] as number) > pivot) up++;
      while ((values[down] as number) < pivot) down--;
      if (up > down) break;
      const held = values[up] as number;
      values[up++] = values[down] as number;
      values[down--] = held;
    }
    if (k - 1 <= down) right = down;
    else if (k - 1 >= up) left = up;
    else return;
  }
}

/** The share of sum d^2 that the 5 % most extreme cases carry; 0 without any difference. */
export function extremeShare(d: Float64Array): number {
  const squares = d.map((value) => value * value);
  const total = squares.reduce((sum, square) => sum + square, 0);
  if (total === 0) return 0;
  const k = Math.max(1, Math.ceil(EXTREME_SHARE * d.length));
  largestFirst(squares, k);
  return squares.subarray(0, k).reduce((sum, square) => sum + square, 0) / total;
}
