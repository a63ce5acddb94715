import { type Manifest, type MetricSummary, NO_NOTE, type RunNote, type VariantSummary } from "@sameseed/core";

/** A run with the data for a history; a `Report` is one. */
export interface HistoryRun {
  readonly manifest: Pick<Manifest, "runId" | "name" | "startedAt"> & {
    readonly cases: Pick<Manifest["cases"], "hash">;
    readonly variants: readonly { readonly id: string; readonly control?: boolean | undefined }[];
  };
  readonly variants: readonly VariantSummary[];
  /** People's notes on the run; absent without any. */
  readonly note?: RunNote | undefined;
}

/** One variant of one run, with the change since the previous run. */
export interface HistoryLine {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly benchmark: string;
  readonly note: RunNote;
  readonly summary: VariantSummary;
  /** The variant's first metric; null without a metric. */
  readonly metric: MetricSummary | null;
  /** The run before of the same benchmark that has the variant and the metric; null for the first. */
  readonly previous: PreviousRun | null;
  /** US dollars for 1,000 trials; null where a price is unknown. */
  readonly costPerThousandUsd: number | null;
}

export interface PreviousRun {
  readonly runId: string;
  /** The mean less that of the run before; null where one of them is unknown. */
  readonly delta: number | null;
  /** Whether both runs had the same cases. A delta between different cases is hard to interpret. */
  readonly hasSameCases: boolean;
}

/** Runs as lines, oldest run first, variants in the order of their run. The A/A control is left out. */
export function runHistory(runs: readonly HistoryRun[]): readonly HistoryLine[] {
  const byTime = runs.toSorted((left, right) => compareText(keyOf(left), keyOf(right)));
  const last = new Map<string, { readonly runId: string; readonly cases: string; readonly mean: number | null }>();
  return byTime.flatMap(({ manifest, variants, note = NO_NOTE }) => {
    const { runId, name, startedAt, cases } = manifest;
    const controls = new Set(manifest.variants.filter(({ control }) => control === true).map(({ id }) => id));
    return variants
      .filter(({ variant }) => !controls.has(variant))
      .map((summary): HistoryLine => {
        const metric = summary.metrics[0] ?? null;
        const mean = metric?.mean ?? null;
        const key = JSON.stringify([name, summary.variant, metric?.metric]);
        const before = last.get(key);
        last.set(key, { runId, cases: cases.hash, mean });
        return {
          runId,
          startedAt,
          benchmark: name,
          note,
          summary,
          metric,
          previous:
            before === undefined
              ? null
              : {
                  runId: before.runId,
                  delta: mean === null || before.mean === null ? null : mean - before.mean,
                  hasSameCases: before.cases === cases.hash,
                },
          costPerThousandUsd: costPerThousand(summary),
        };
      });
  });
}

/** US dollars for 1,000 trials of a variant; null where a price is unknown or no trial ran. */
export function costPerThousand({ costUsd, trials }: Pick<VariantSummary, "costUsd" | "trials">): number | null {
  return costUsd === null || trials === 0 ? null : (1000 * costUsd) / trials;
}

function keyOf({ manifest: { startedAt, runId } }: HistoryRun): string {
  return `${startedAt} ${runId}`;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
