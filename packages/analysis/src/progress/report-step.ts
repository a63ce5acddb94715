import type { Reporter } from "@sameseed/core";

/** How far a report is after its rows: `done` of `total` comparisons, slices, factors, corpus metrics, ratings or files. */
export interface ReportPart {
  readonly step: "comparisons" | "slices" | "factors" | "corpus" | "ratings" | "files";
  readonly done: number;
  readonly total: number;
}

/** Called with `done` of `total` as a part of the statistics gets on. */
export type OnPart = (done: number, total: number) => void;

/** A reader of rows that is also told how far the report is. */
export interface ReportReader extends Reporter {
  part?(part: ReportPart): void;
}
