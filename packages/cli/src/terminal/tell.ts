import { flagsIn } from "./flags-in.ts";

/** A warning of the library on stderr. */
export function warn(sentence: string): void {
  console.error(`warning ${flagsIn(sentence)}`);
}

/** A note of the library on stderr. */
export function note(sentence: string): void {
  console.error(`note ${flagsIn(sentence)}`);
}
