/** How one word list becomes another, seen from the answer: keep, replace, drop a word, add a word of the reference. */
export type Operation = "keep" | "replace" | "drop" | "add";

export interface EditDistance {
  readonly distance: number;
  readonly operations: readonly Operation[];
}

/** The positions of a reference's words in the answer, and the wrong words of either. */
export interface Alignment {
  /** By position in the reference: the position in the answer, -1 before its beginning. */
  readonly target: readonly number[];
  readonly answerErrors: readonly boolean[];
  readonly referenceErrors: readonly boolean[];
}

const BEAM_WIDTH = 25;
const OPERATIONS: readonly Operation[] = ["keep", "replace", "drop", "add"];

/**
 * Word edit distance inside a beam around the diagonal, with Tercom's order of preference: a replacement before
 * dropping a word before adding one.
 */
export function editDistance(answer: readonly string[], reference: readonly string[]): EditDistance {
  const width = reference.length + 1;
  const costs = new Float64Array((answer.length + 1) * width).fill(Infinity);
  const choices = new Uint8Array(costs.length);
  for (let column = 0; column < width; column++) {
    costs[column] = column;
    choices[column] = 3;
  }
  const ratio = answer.length === 0 ? 1 : reference.length / answer.length;
  const beam = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  for (let row = 1; row <= answer.length; row++) {
    const diagonal = Math.floor(row * ratio);
    const first = Math.max(0, diagonal - beam);
    const last = row === answer.length ? width : Math.min(width, diagonal + beam);
    for (let column = first; column < last; column++) {
      const at = row * width + column;
      const above = at - width;
      let cost = Infinity;
      if (column > 0) {
        const same = answer[row - 1] === reference[column - 1];
        cost = costs[above - 1]! + (same ? 0 : 1);
        choices[at] = same ? 0 : 1;
      }
      if (costs[above]! + 1 < cost) {
        cost = costs[above]! + 1;
        choices[at] = 2;
      }
      if (column > 0 && costs[at - 1]! + 1 < cost) {
        cost = costs[at - 1]! + 1;
        choices[at] = 3;
      }
      costs[at] = cost;
    }
  }
  return { distance: costs.at(-1)!, operations: operationsOf(choices, answer.length, width) };
}

function operationsOf(choices: Uint8Array, rows: number, width: number): Operation[] {
  const operations: Operation[] = [];
  for (let row = rows, column = width - 1; row > 0 || column > 0;) {
    const operation = OPERATIONS[choices[row * width + column]!]!;
    operations.push(operation);
    if (operation !== "add") row--;
    if (operation !== "drop") column--;
  }
  return operations.toReversed();
}

/** The alignment of a list of operations. */
export function alignmentOf(operations: readonly Operation[]): Alignment {
  const target: number[] = [];
  const answerErrors: boolean[] = [];
  const referenceErrors: boolean[] = [];
  for (const operation of operations) {
    const isWrong = operation !== "keep";
    if (operation !== "add") answerErrors.push(isWrong);
    if (operation === "drop") continue;
    referenceErrors.push(isWrong);
    target.push(answerErrors.length - 1);
  }
  return { target, answerErrors, referenceErrors };
}
