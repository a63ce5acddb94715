/** Many evaluations at once: one row of arguments each, in the order of the scalar form. */
export interface Rows {
  readonly rows: readonly (readonly number[])[];
}

/** Applies a function of two arguments to each row. */
export function mapRows2(input: Rows, evaluate: (x: number, y: number) => number): number[] {
  return input.rows.map(([x = NaN, y = NaN]) => evaluate(x, y));
}

/** Applies a function of three arguments to each row. */
export function mapRows3(input: Rows, evaluate: (x: number, y: number, z: number) => number): number[] {
  return input.rows.map(([x = NaN, y = NaN, z = NaN]) => evaluate(x, y, z));
}
