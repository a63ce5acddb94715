/** The text as code points: an emoji is one character and not two UTF-16 units. */
export function codePoints(text: string): Uint32Array {
  return Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** The index of the first code point that differs: the length of the shared prefix. */
export function firstDivergence(left: Uint32Array, right: Uint32Array): number {
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left[index] === right[index]) index++;
  return index;
}

/** Levenshtein's distance in code points: insertions, deletions and substitutions. O(n m) time, O(m) memory. */
export function editDistance(left: Uint32Array, right: Uint32Array): number {
  const start = firstDivergence(left, right);
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  const width = rightEnd - start;
  const row = Uint32Array.from({ length: width + 1 }, (_, index) => index);
  for (let i = start; i < leftEnd; i++) {
    let diagonal = row[0] as number;
    row[0] = diagonal + 1;
    for (let j = 0; j < width; j++) {
      const above = row[j + 1] as number;
      const substituted = diagonal + (left[i] === right[start + j] ? 0 : 1);
      row[j + 1] = Math.min(substituted, above + 1, (row[j] as number) + 1);
      diagonal = above;
    }
  }
  return row[width] as number;
}
