import type { NewLabel, WordedComparison } from "@sameseed/core";
import type { CaseDetails } from "../../data/case-details.ts";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";

/** Where the page gets one run from: the file it is in, or the server that sent it. */
export interface RunSource {
  /** The run's id on the server; null for a run in a file. */
  readonly id: string | null;
  summary(): Promise<RunSummary>;
  cells(): Promise<Cells>;
  /** Cases by number, in the requested order; null for one without available answers. */
  details(caseNumbers: readonly number[]): Promise<readonly (CaseDetails | null)[]>;
  /** Numbers of the cases that contain the text, in vars or answers; `onFound` gets those of a search in progress. */
  search(
    query: string,
    signal: AbortSignal,
    onFound: (numbers: ReadonlySet<number>) => void,
  ): Promise<ReadonlySet<number>>;
  /** Stores a label, or takes it back; absent where the run is a file. */
  label?(label: NewLabel): Promise<void>;
  /** All variants against another baseline; null if only the run's own comparisons are available. */
  comparisons(baseline: string): Promise<readonly WordedComparison[] | null>;
}
