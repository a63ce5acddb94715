/**
 * The lines of a text in pieces that contain `wanted` in any letter case; `wanted` is in lower case. Gives an
 * array for every piece that ends a line, also an empty one. Pieces are searched whole, which takes less time
 * than splitting them into lines, and fits the processor's cache at 64 kB. Node's readline would also end a
 * line at U+2028, which answers may contain.
 */
export async function* linesWith(pieces: AsyncIterable<string>, wanted: string): AsyncGenerator<readonly string[]> {
  let rest: string[] = [];
  for await (const piece of pieces) {
    const end = piece.lastIndexOf("\n") + 1;
    if (end === 0) {
      rest.push(piece); // a line that is longer than a piece
      continue;
    }
    yield found([...rest, piece.slice(0, end)].join(""), wanted);
    rest = [piece.slice(end)];
  }
  yield found(rest.join(""), wanted);
}

function found(text: string, wanted: string): readonly string[] {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) {
    // Some letters are longer in lower case, and positions in the two texts differ.
    return text.split("\n").filter((line) => line.toLowerCase().includes(wanted));
  }
  const lines: string[] = [];
  for (let at = lower.indexOf(wanted); at !== -1;) {
    const start = text.lastIndexOf("\n", at - 1) + 1;
    const end = text.indexOf("\n", at);
    lines.push(text.slice(start, end === -1 ? undefined : end));
    at = end === -1 ? -1 : lower.indexOf(wanted, end + 1);
  }
  return lines;
}
