import { overallScore, type Row } from "../record/row.ts";

const PASS = "pass.";
/** Scorers that always decide whether an answer passes. */
const PASSING: ReadonlySet<unknown> = new Set(["assert", "assert-set"]);

/** The metric of how many answers pass a scorer, which is also the name of its column. */
export function passMetric(scorer: string): string {
  return PASS + scorer;
}

/** Whether a scorer decides which answers pass, from its identity in the manifest. */
export function saysPass(identity: unknown): boolean {
  if (typeof identity !== "object" || identity === null) return false;
  return (
    ("threshold" in identity && identity.threshold !== undefined) || ("type" in identity && PASSING.has(identity.type))
  );
}

/**
 * A row's value of a metric. `score` is the overall score, even where the only scorer has that name, since
 * the two are equal; `pass.<scorer>` is 1 or 0; any other name is that scorer's score. Null where there is no
 * value.
 */
export function metricValue(row: Row, metric: string): number | null {
  if (metric === "score") return overallScore(row);
  const { scores } = row;
  if (Object.hasOwn(scores, metric)) return scores[metric]?.value ?? null;
  if (!metric.startsWith(PASS)) return null;
  const name = metric.slice(PASS.length);
  const pass = Object.hasOwn(scores, name) ? scores[name]?.pass : undefined;
  return pass === undefined ? null : Number(pass);
}
