import type { SameseedError } from "@sameseed/core/error";
import { messageText } from "./flags-in.ts";

/** A warning of the library on stderr. */
export function warn(sentence: string): void {
  console.error(`warning ${messageText(sentence)}`);
}

/** A note of the library on stderr. */
export function note(sentence: string): void {
  console.error(`note ${messageText(sentence)}`);
}

const SHOWN = 20;

/** Findings of a benchmark's check that do not prevent a run. */
export function tellChecks({ problems, notes }: Readonly<Record<"problems" | "notes", readonly string[]>>): void {
  tellFirst(problems, (problem) => warn(`Trials of this case fail: ${problem}`));
  tellFirst(notes, note);
}

/** Problems that would keep models and scorers from working on this machine, such as a key that is not set. */
export function tellUnready(problems: readonly SameseedError[]): void {
  tellFirst(problems, ({ message, hint = "" }) => warn(`${message} ${hint}`.trimEnd()));
}

function tellFirst<T>(items: readonly T[], tell: (item: T) => void): void {
  for (const item of items.slice(0, SHOWN)) tell(item);
  if (items.length > SHOWN) console.error(`… and ${items.length - SHOWN} more.`);
}
