import type { CheckedFigure } from "../recorded/recorded-run.ts";
import type { LogFigures, LogHeader } from "./log-schema.ts";

/** A sample's value of one column in one epoch, in the log's own scale. */
export interface EpochValue {
  readonly caseId: string;
  readonly cluster: string | undefined;
  readonly value: number;
}

type Reducer = (values: readonly number[]) => number;
const mean: Reducer = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const REDUCERS: Readonly<Record<string, Reducer>> = {
  mean,
  max: (values) => Math.max(...values),
  median: (values) => {
    const sorted = values.toSorted((one, other) => one - other);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  },
  mode: (values) => {
    const counts = Map.groupBy(values, (value) => value);
    return [...counts].reduce((best, next) => (next[1].length > best[1].length ? next : best))[0];
  },
};

/** All figures that a log gives, each computed again as Inspect computes it. */
export function checkFigures(header: LogHeader, values: ReadonlyMap<string, readonly EpochValue[]>): CheckedFigure[] {
  return figuresOf(header).flatMap((figures) => {
    const own = values.get(columnOf(figures, values)) ?? [];
    return Object.entries(figures.metrics).map(([name, { value, params, options }]) => ({
      scorer: figures.name,
      metric: name,
      logged: value,
      computed: compute(name, reduced(own, figures.reducer ?? "mean"), (params ?? options)?.["cluster"] !== undefined),
    }));
  });
}

/** The figures of a log; version 1 had those of one scorer. */
function figuresOf({ results }: LogHeader): readonly LogFigures[] {
  if (results?.scores) return results.scores;
  return results?.metrics ? [{ name: results.scorer?.name ?? "score", metrics: results.metrics }] : [];
}

/** A scorer with several values has its figures under the values' names. */
function columnOf({ name, scorer }: LogFigures, values: ReadonlyMap<string, unknown>): string {
  const column = `${scorer ?? name}.${name}`;
  return values.has(column) ? column : name;
}

interface CaseValue {
  readonly value: number;
  readonly cluster: string | undefined;
}

/** One value per case; undefined for an unknown reducer. */
function reduced(values: readonly EpochValue[], reducer: string): readonly CaseValue[] | undefined {
  const cases = [...Map.groupBy(values, ({ caseId }) => caseId).values()];
  const reduce = cases.every((epochs) => epochs.length === 1) ? mean : REDUCERS[reducer];
  if (reduce === undefined) return undefined;
  return cases.map((epochs) => ({ value: reduce(epochs.map(({ value }) => value)), cluster: epochs[0]!.cluster }));
}

function compute(metric: string, cases: readonly CaseValue[] | undefined, isClustered: boolean): number | null {
  if (cases === undefined || cases.length === 0) return null;
  const values = cases.map(({ value }) => value);
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const variance = values.length < 2 ? 0 : squares / (values.length - 1);
  switch (metric.slice(metric.lastIndexOf("/") + 1)) {
    case "accuracy":
    case "mean":
      return center;
    case "var":
      return variance;
    case "std":
      return Math.sqrt(variance);
    case "stderr":
      return isClustered ? clusteredError(cases, center) : Math.sqrt(variance / values.length);
    default:
      return null;
  }
}

/** With Inspect's correction for a finite number of clusters. */
function clusteredError(cases: readonly CaseValue[], center: number): number {
  const clusters = [...Map.groupBy(cases, ({ cluster }) => cluster).values()];
  const squares = clusters.reduce(
    (sum, members) => sum + members.reduce((rest, { value }) => rest + value - center, 0) ** 2,
    0,
  );
  return Math.sqrt((squares * clusters.length) / (clusters.length - 1)) / cases.length;
}
