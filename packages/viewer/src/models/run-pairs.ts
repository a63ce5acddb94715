import type { RunEntry } from "../data/page-data.ts";

/** The run that a run is read against: the newest release before it, else the run of its benchmark before it; null for none. */
export function earlierRun(runs: readonly RunEntry[], id: string): RunEntry | null {
  const run = runs.find((one) => one.id === id);
  if (run === undefined) return null;
  const before = runs
    .slice(0, runs.indexOf(run))
    .filter(({ name, scores }) => name === run.name && scores !== null)
    .toReversed();
  return before.find(({ note }) => note.release !== null) ?? before[0] ?? null;
}

/** Two chosen runs, the earlier one first; a third choice takes the place of the first. */
export function withChosen(chosen: readonly string[], id: string): readonly string[] {
  return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2);
}

/** The score of a run minus that of another, for the same variant, in [−1, 1]; null where either has no score. */
export function scoreChange(before: RunEntry, after: RunEntry, variant: string): number | null {
  const [old, now] = [before, after].map(({ scores }) => scores?.find((one) => one.variant === variant)?.mean ?? null);
  return old === null || now === null || old === undefined || now === undefined ? null : now - old;
}
