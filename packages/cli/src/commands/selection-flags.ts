import { isFailing } from "@sameseed/analysis";
import { type Selection, SameseedError } from "@sameseed/core";
import { readManifest, readRows } from "@sameseed/runner";
import { namedRun } from "../view/named-run.ts";

/** Flags that narrow a benchmark. */
export interface SelectionFlags {
  readonly limit?: number;
  readonly filterFirstN?: number;
  readonly filterCases?: string;
  /** promptfoo's names. */
  readonly filterPattern?: string;
  readonly filterProviders?: string;
  readonly filterTargets?: string;
  readonly filterPrompts?: string;
  readonly filterModels?: string;
  readonly filterMetadata?: Readonly<Record<string, string>>;
  readonly filterSample?: number;
  /** A run, or a stored selection of its failing cases. */
  readonly filterFailing?: string;
  /** The cases that failed in that run; see `withFailing`. */
  readonly onlyCases?: ReadonlySet<string>;
}

export function selectionOf(flags: SelectionFlags): Selection {
  const { limit, filterFirstN, filterPattern, filterProviders, filterTargets } = flags;
  const { filterCases = filterPattern, filterModels = filterProviders ?? filterTargets } = flags;
  const { filterPrompts, filterMetadata, filterSample, filterFailing, onlyCases } = flags;
  return {
    limit: limit ?? filterFirstN,
    filterCases,
    filterPrompts,
    filterModels,
    filterMetadata,
    filterSample,
    filterFailing,
    onlyCases,
  };
}

/** The flags with the cases that failed in the run of --filter-failing. Errors: `EMPTY_DATASET` where none failed. */
export async function withFailing<T extends SelectionFlags & { readonly out: string }>(flags: T): Promise<T> {
  if (flags.filterFailing === undefined) return flags;
  const folder = await namedRun(flags.out, flags.filterFailing);
  const manifest = await readManifest(folder);
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
