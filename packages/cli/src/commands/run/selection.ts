import { type Selection, SameseedError, type SplitPart } from "@sameseed/core";
import { readManifest, readRows } from "@sameseed/runner";
import type { FlagsOf } from "../../flags/flag-table.ts";
import type { FILTER_FLAGS, LIMIT_FLAGS } from "../../flags/selection-flags.ts";
import { namedRun } from "../../view/named-run.ts";

/** Flags that narrow a benchmark. */
export interface SelectionFlags extends FlagsOf<typeof LIMIT_FLAGS & typeof FILTER_FLAGS> {
  /** The cases that failed in the run of --filter-failing; see `withFailing`. */
  readonly onlyCases?: ReadonlySet<string>;
  /** The part of the benchmark's split; see `withSplit`. */
  readonly split?: SplitPart;
}

export function selectionOf(flags: SelectionFlags): Selection {
  const { limit, filterCases, filterPrompts, filterModels, filterMetadata, filterSample, filterFailing } = flags;
  const filters = { filterCases, filterPrompts, filterModels, filterMetadata, filterSample, filterFailing };
  return { limit, ...filters, onlyCases: flags.onlyCases, split: flags.split };
}

/** The flags with the cases that failed in the run of --filter-failing. Errors: `EMPTY_DATASET` where none failed. */
export async function withFailing<T extends SelectionFlags & { readonly out: string }>(flags: T): Promise<T> {
  if (flags.filterFailing === undefined) return flags;
  const folder = await namedRun(flags.out, flags.filterFailing);
  const manifest = await readManifest(folder);
  const { isFailing } = await import("@sameseed/analysis");
  const ids = new Set<string>();
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned))
    if (isFailing(row)) ids.add(row.trial.case.id);
  if (ids.size > 0) return { ...flags, filterFailing: folder.id, onlyCases: ids };
  throw new SameseedError(
    "EMPTY_DATASET",
    `No case of ${folder.id} failed, so --filter-failing leaves nothing to run.`,
    {
      hint: "A case fails by a score of 0, a missed threshold or a failed request.",
    },
  );
}

/**
 * The flags with the selected part of the split file next to the benchmark. Errors: `BAD_ARGUMENT` for
 * --holdout without a split.
 */
export async function withSplit<T extends SelectionFlags>(
  file: string,
  flags: T,
): Promise<T & { readonly heldOutLook?: number }> {
  const { readSplit, splitFileOf } = await import("@sameseed/pipeline/load");
  const found = await readSplit(file);
  if (found === null && flags.holdout)
    throw new SameseedError("BAD_ARGUMENT", `${file} has no split: ${splitFileOf(file)} does not exist.`, {
      hint: `Hold cases out first: sameseed split ${file}`,
    });
  if (found === null) return flags;
  const { seed, share, looks } = found;
  const part = flags.holdout ? "held-out" : "development";
  return { ...flags, split: { seed, share, part }, ...(flags.holdout && { heldOutLook: looks.length + 1 }) };
}
