import { afterTurns } from "../case/chain.ts";
import type { TestCase } from "../case/test-case.ts";
import type { Trial } from "./row.ts";

const known = new WeakMap<Trial, TestCase>();

/** The case as in the trial's prompt: for a chain after the trial's earlier turns, otherwise unchanged. */
export function promptedCase(trial: Trial): TestCase {
  if (trial.case.chain === undefined) return trial.case;
  const before = known.get(trial);
  if (before !== undefined) return before;
  const made = afterTurns(trial.case, trial.earlier ?? []);
  known.set(trial, made);
  return made;
}
