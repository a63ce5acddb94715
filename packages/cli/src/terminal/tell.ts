import type { SameseedError } from "@sameseed/core/error";
import { flagsIn } from "./flags-in.ts";

/** A warning of the library on stderr. */
export function warn(sentence: string): void {
  console.error(`warning ${flagsIn(sentence)}`);
}

/** A note of the library on stderr. */
export function note(sentence: string): void {
  console.error(`note ${flagsIn(sentence)}`);
}

const SHOWN = 20;

/** Findings of a benchmark's check that do not prevent a run. */
export function tellChecks({ problems, notes }: Readonly<Record<"problems" | "notes", readonly string[]>>): void {
  for (const problem of problems.slice(0, SHOWN)) warn(`Trials of this case fail: ${problem}`);
  if (problems.length > SHOWN) console.error(`… and ${problems.length - SHOWN} more.`);
  for (const sentence of notes) note(sentence);
}

/** Problems that would keep models and scorers from working on this machine, such as a key that is not set. */
export function tellUnready(problems: readonly SameseedError[]): void {
  for (const { message, hint = "" } of problems) warn(`${message} ${hint}`.trimEnd());
}
