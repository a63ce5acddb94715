import type { Reporter, Row } from "@sameseed/core";

/** How far a report is after its rows: `done` of `total` comparisons, slices, factors, corpus metrics, ratings or files. */
export interface ReportPart {
  readonly step: "comparisons" | "slices" | "factors" | "corpus" | "ratings" | "files";
  readonly done: number;
  readonly total: number;
}

/** Called with `done` of `total` as a part of the statistics gets on. */
export type OnPart = (done: number, total: number) => void;

/** A reader of rows with more calls. */
export interface ReportReader extends Reporter {
  /** Called with the progress of the report. */
  part?(part: ReportPart): void;
  /**
   * Called with all rows of a case before their turn in table order: the parts that depend on no other case can be made of them.
   * `row` gets the same objects later, unless one of them was replaced. Cases come in any order, and some never come.
   */
  early?(rows: readonly Row[]): void;
  /** Called after the last row, before the statistics: work of other threads can begin. */
  rowsEnd?(): void;
}
