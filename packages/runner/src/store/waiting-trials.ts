import { answersCase, judgementsOf, type Manifest, type Outcome, type Row } from "@sameseed/core";
import { readRows } from "./read-rows.ts";
import type { RowIndex } from "./row-index.ts";
import type { RunFolder } from "./run-folder.ts";

/** State of the trials of a resumed run. */
export interface FoundTrials {
  /** Stored rows by status. */
  readonly counts: Record<Outcome["status"], number>;
  /** Stored rows that are written again, with the status they had. */
  readonly redone: ReadonlyMap<number, Outcome["status"]>;
  /** Stored rows with answers to judge again, alone or with others of their block. */
  readonly kept: ReadonlySet<number>;
}

interface FindOptions {
  /** Whether only failed trials and failed judgements are run again. */
  readonly isRetry: boolean;
  /** Whether a scorer looks at all answers of a block together: then a block is judged whole. */
  readonly isBlockwise: boolean;
}

/** Reads the stored rows once. For a run without blocks and retries, only counts are kept. */
export async function findTrials(
  { rowsFile }: RunFolder,
  { counts: { planned }, variants }: Manifest,
  { lengths, stored, isRetry, isBlockwise }: FindOptions & Pick<RowIndex, "lengths" | "stored">,
): Promise<FoundTrials> {
  const counts = { completed: 0, truncated: 0, refused: 0, failed: 0 };
  const redone = new Map<number, Outcome["status"]>();
  const kept = new Set<number>();
  if (stored === 0) return { counts, redone, kept };
  const statuses: Outcome["status"][] = [];
  const excluded = new Set<number>();
  for await (const row of readRows(rowsFile, planned)) {
    const { index } = row.trial;
    const { status } = row.outcome;
    counts[status]++;
    if (isBlockwise) for (const place of excludedOf(row, variants)) excluded.add(place);
    if (isRetry && isBlockwise) statuses[index] = status;
    if (!isRetry || (status !== "failed" && !hasFailedJudge(row))) continue;
    redone.set(index, status);
    if (status !== "failed") kept.add(index);
  }
  if (!isBlockwise) return { counts, redone, kept };
  for (const index of othersOfBlocks(isRetry ? redone.keys() : missing(lengths, excluded), variants.length)) {
    if (lengths[index] === 0) continue;
    if (isRetry) redone.set(index, statuses[index]!);
    if (statuses[index] !== "failed" || !isRetry) kept.add(index);
  }
  return { counts, redone, kept };
}

/** Whether a judge gave no answer for the row: the judge request can be repeated without a model request. */
export function hasFailedJudge({ scores }: Pick<Row, "scores">): boolean {
  return judgementsOf(scores).some(({ calls }) => calls.some(({ error }) => error !== undefined));
}

/** Indices in the row's block of the variants that its case is not for. */
function excludedOf({ trial }: Row, variants: Manifest["variants"]): number[] {
  const first = trial.index - (trial.index % variants.length);
  return variants.flatMap((variant, position) => (answersCase(variant, trial.case) ? [] : [first + position]));
}

function* missing(lengths: Uint32Array, excluded: ReadonlySet<number>): Generator<number> {
  for (let index = 0; index < lengths.length; index++) if (lengths[index] === 0 && !excluded.has(index)) yield index;
}

/** All indices of the blocks that hold these, each block once. */
function* othersOfBlocks(indices: Iterable<number>, size: number): Generator<number> {
  const blocks = new Set<number>();
  for (const index of indices) blocks.add(Math.floor(index / size));
  for (const block of blocks) for (let index = block * size; index < (block + 1) * size; index++) yield index;
}
