import type { LabelScale, ReviewLabel, RunNote, WordedComparison, WordedReport } from "@sameseed/core";

/** How much of a run a file carries. */
export interface Coverage {
  /** Number of cases with stored rows. */
  readonly cases: number;
  /** Cases in the matrix of figures. */
  readonly figures: number;
  /** Cases with their answers. */
  readonly answers: number;
}

/** The page's data for a run before its trials are read. */
export interface RunSummary {
  readonly report: WordedReport;
  /** Sentences that a reader must know. */
  readonly notes: readonly string[];
  readonly coverage: Coverage;
}

/** A variant's score in the list of runs. */
export interface RunScore {
  readonly variant: string;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** One run in the list of runs. */
export interface RunEntry {
  readonly id: string;
  readonly name: string;
  readonly state: "running" | "complete" | "stopped";
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly cases: number;
  readonly repeats: number;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly baseline: string;
  /** Null where the run has no report yet. */
  readonly scores: readonly RunScore[] | null;
  readonly note: RunNote;
}

/** An item to label, without its variant. */
export interface ReviewItem {
  readonly item: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly expected?: unknown;
  readonly answers: readonly string[];
  readonly label: ReviewLabel | null;
}

export interface Review {
  readonly metric: string;
  readonly scale: LabelScale;
  readonly criteria: string | null;
  readonly metrics: readonly string[];
  readonly scales: readonly LabelScale[];
  readonly items: readonly ReviewItem[];
}

/** Two runs compared: the second with the first. */
export interface RunsComparison {
  readonly comparisons: readonly WordedComparison[];
  /** Notes about the matching, in sentences. */
  readonly notes: readonly string[];
  /** Why the runs were not measured in the same way, in a sentence; null where they were. */
  readonly notAlike: string | null;
}

/**
 * The data of a page. `report`: one run, with its figures and answers in the file. `live`: a server answers
 * for all runs. `site`: a list of runs, each in a separate file.
 */
export type PageData =
  /** `format` is that of the report; absent in format 1. */
  | ({ readonly kind: "report"; readonly format?: number } & RunSummary)
  | { readonly kind: "live"; readonly run: string | null; readonly token: string }
  | { readonly kind: "site"; readonly runs: readonly (RunEntry & { readonly href: string })[] };
