/** The Cholesky factor of a symmetric matrix; null where it is not positive definite. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] | null {
  const size = matrix.length;
  const lower = Array.from({ length: size }, () => new Float64Array(size));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]![column]!;
      for (let place = 0; place < column; place++) sum -= lower[row]![place]! * lower[column]![place]!;
      if (row !== column) lower[row]![column] = sum / lower[column]![column]!;
      else if (sum > 1e-10 * Math.abs(matrix[row]![row]!)) lower[row]![row] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

function solved(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = lower.length;
  const values = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let place = 0; place < row; place++) values[row]! -= lower[row]![place]! * values[place]!;
    values[row]! /= lower[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let place = row + 1; place < size; place++) values[row]! -= lower[place]![row]! * values[place]!;
    values[row]! /= lower[row]![row]!;
  }
  return values;
}

/** x of M x = right for a positive definite M; null for any other. */
export function solveStep(matrix: readonly Float64Array[], right: Float64Array): Float64Array | null {
  const lower = cholesky(matrix);
  return lower === null ? null : solved(lower, right);
}

/** The inverse of a positive definite matrix; null for any other. */
export function invert(matrix: readonly Float64Array[]): Float64Array[] | null {
  const lower = cholesky(matrix);
  if (lower === null) return null;
  return matrix.map((_, column) =>
    solved(
      lower,
      Float64Array.from(matrix, (_, row) => (row === column ? 1 : 0)),
    ),
  );
}
