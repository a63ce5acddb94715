/** Ranks from 1, in the order of the values given; equal values share the mean of their ranks. */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index);
  order.sort((left, right) => (values[left] as number) - (values[right] as number));
  const ranks = new Float64Array(values.length);
  let start = 0;
  while (start < order.length) {
    let end = start + 1;
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    for (let position = start; position < end; position++) {
      ranks[order[position] as number] = (start + 1 + end) / 2;
    }
    start = end;
  }
  return ranks;
}
