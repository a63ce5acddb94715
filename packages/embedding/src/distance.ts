/**
 * 1 − cos of the angle between two vectors: 0 for the same direction, 1 for a right angle, 2 for opposite ones.
 * A vector and itself give exactly 0. Errors: `RangeError` for vectors of different lengths or of no length.
 */
export function cosineDistance(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) throw new RangeError(`Vectors of ${a.length} and ${b.length} numbers have no distance.`);
  let dot = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (const [index, x] of a.entries()) {
    const y = b[index]!;
    dot += x * y;
    squaresOfA += x * x;
    squaresOfB += y * y;
  }
  const lengths = Math.sqrt(squaresOfA * squaresOfB);
  if (lengths === 0) throw new RangeError("The zero vector has no direction, hence no cosine distance.");
  return Math.min(2, Math.max(0, 1 - dot / lengths));
}

/**
 * Mean cosine distance of the first vector to each of the rest: how far a set of answers spreads, as in OpenAI's
 * notebook "Reproducible outputs with the seed parameter". Errors: `RangeError` below two vectors.
 */
export function firstToRest(vectors: readonly Float64Array[]): number {
  const [first, ...rest] = vectors;
  if (first === undefined || rest.length === 0)
    throw new RangeError(`${vectors.length} vectors have no distance of the first to the rest.`);
  return rest.reduce((sum, vector) => sum + cosineDistance(first, vector), 0) / rest.length;
}
