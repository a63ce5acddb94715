import {
  afterTurns,
  canonicalJson,
  type Manifest,
  type Prompt,
  type Result,
  type Row,
  SameseedError,
  type Trial,
} from "@sameseed/core";
import type { StoredRows } from "./read-rows.ts";

/** A run with answers to replay. */
export interface ReplayedRun {
  readonly manifest: Pick<Manifest, "runId" | "cases" | "repeats" | "variants" | "counts">;
  readonly rows: StoredRows;
  /** The prompts by id, to see that a case still gives the messages that were answered. */
  readonly prompts: ReadonlyMap<string, Prompt>;
}

/**
 * A replacement for `run`: the results of trials from a stored run, without key, network or clock. A trial
 * that the run does not have is left out. Seed and order are those of the stored row, because they belong to
 * the answer; the case is the trial's, which applies a corrected reference. Errors: `BAD_RUN` where the case
 * gives other messages now.
 */
export async function* replay(
  trials: AsyncIterable<Trial>,
  { manifest, rows, prompts }: ReplayedRun,
): AsyncGenerator<Result & { readonly stored: Row }> {
  const { repeats, variants } = manifest;
  const positions = new Map(variants.map(({ id }, position) => [id, position]));
  const blockOf = casePlaces(manifest, rows);
  for await (const trial of trials) {
    const place = blockOf.get(trial.case.id);
    const position = positions.get(trial.variant);
    if (place === undefined || position === undefined || trial.repeat >= repeats) continue;
    const stored = rows.row((place * repeats + trial.repeat) * variants.length + position);
    if (stored === null) continue;
    refuseOtherMessages(stored, trial, prompts.get(trial.prompt)!);
    const { seed, order, earlier } = stored.trial;
    const { after: _, ...planned } = trial;
    const replayed = { ...planned, seed, order, ...(earlier && { earlier }) };
    yield { trial: replayed, outcome: stored.outcome, stored };
  }
}

/** The position of each case in the run's table. Reads one row per case. */
function casePlaces({ counts, repeats, variants }: ReplayedRun["manifest"], rows: StoredRows): Map<string, number> {
  const perCase = repeats * variants.length;
  const places = new Map<string, number>();
  for (let place = 0; place * perCase < counts.planned; place++) {
    for (let index = place * perCase; index < (place + 1) * perCase; index++) {
      const row = rows.row(index);
      if (row === null) continue;
      places.set(row.trial.case.id, place);
      break;
    }
  }
  return places;
}

function refuseOtherMessages({ trial: before }: Row, { case: now }: Trial, prompt: Prompt): void {
  if (canonicalJson(before.case.vars) === canonicalJson(now.vars)) return;
  const messages = (testCase: typeof now): string =>
    canonicalJson(prompt.messages(afterTurns(testCase, before.earlier ?? [])));
  if (messages(before.case) === messages(now)) return;
  throw new SameseedError(
    "BAD_RUN",
    `Case "${now.id}" now gives other messages than those of the run with prompt "${prompt.id}".`,
    {
      hint: "In a replay, only the scoring can change. Undo the change of the case, or start a new run.",
    },
  );
}
