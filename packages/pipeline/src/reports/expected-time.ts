import type { Benchmark } from "@sameseed/core";

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

/** About how many milliseconds the reports of so many trials take after the last answer. */
export function expectedReportMs(
  { variants, scorers, slices = [] }: Pick<Benchmark, "variants" | "scorers" | "slices">,
  trials: number,
): number {
  const isDrawn = trials / variants.length <= MOST_DRAWN_CASES;
  const corpora = scorers.filter(({ identity }) =>
    CORPUS.has((identity as { type?: unknown } | undefined)?.type),
  ).length;
  const drawn = isDrawn ? scorers.length * METRIC_MS + corpora * CORPUS_MS : (corpora * CORPUS_MS) / 4;
  return trials * (ROW_MS + drawn + slices.length * scorers.length * SLICE_MS);
}
