import type { Benchmark } from "@sameseed/core";

/** Runs of this many trials write their reports in a thread; those of fewer take no longer than the thread needs to start. */
export const FEWEST_AHEAD = 20_000;
/** Trials per variant that a thread still has to read at the end: those of the last window of the shuffled plan. */
const TRIALS_AT_END = 8192;

/** Runs of more trials have less to gain from rows that are parsed early, and need their memory for columns. */
const MOST_EARLY = 50_000;
/** The share of its time that a row still takes at the end if it was parsed early. */
const LATE_SHARE = 0.25;

/** Milliseconds a row, as measured on a server of 2026: reading it, its lines in the reports, and its share of the statistics. */
const ROW_MS = 0.045;
/** Milliseconds a row and metric for draws at random, which only samples up to a limit have. */
const METRIC_MS = 0.02;
/** The same for metrics of the corpus, which draw several times. */
const CORPUS_MS = 0.055;
const MOST_DRAWN_CASES = 5000;
const CORPUS: ReadonlySet<unknown> = new Set(["bleu", "chrf", "ter", "tool-call-f1", "choice", "classifier"]);

/** Slices of a key are mostly small samples: all slices of a key together draw as often as there are cases. */
const SLICE_MS = METRIC_MS;

/** Whether the thread of a run of this many trials parses rows and makes their lines as soon as they are stored. */
export function isEarly(trials: number): boolean {
  return trials <= MOST_EARLY;
}

/**
 * Approximate milliseconds of the reports of this many trials after the last answer; `isAhead` if a thread
 * writes them.
 */
export function expectedReportMs(
  { variants, scorers, slices = [] }: Pick<Benchmark, "variants" | "scorers" | "slices">,
  trials: number,
  { isAhead = false } = {},
): number {
  const atEnd = Math.min(trials, TRIALS_AT_END * variants.length);
  const read = isAhead ? atEnd * (isEarly(trials) ? LATE_SHARE : 1) : trials;
  const isDrawn = trials / variants.length <= MOST_DRAWN_CASES;
  const corpora = scorers.filter(({ identity }) =>
    CORPUS.has((identity as { type?: unknown } | undefined)?.type),
  ).length;
  const drawn = isDrawn ? scorers.length * METRIC_MS + corpora * CORPUS_MS : (corpora * CORPUS_MS) / 4;
  return read * ROW_MS + trials * (drawn + slices.length * scorers.length * SLICE_MS);
}
