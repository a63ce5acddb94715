import { SameseedError } from "../error.ts";
import { nearest } from "../nearest.ts";
import { orRemoveIt } from "./needless-scorer.ts";
import type { Scorer } from "./scorer.ts";

type Reader = Pick<Scorer, "name" | "reads" | "derived" | "weight"> & {
  readonly ofParts?: true;
  readonly scoreBlock?: unknown;
};

/** A score that another scorer reads must exist, for no answer would have a value otherwise. Errors: `UNKNOWN_ID`. */
export function refuseUnknownScores(scorers: readonly Reader[]): void {
  for (const reader of scorers) {
    const known = readableBy(reader, scorers);
    const unknown = reader.reads?.find((name) => !known.includes(name));
    if (unknown !== undefined) throw unknownScore(reader, { unknown, known, scorers });
  }
}

/** Scorers read the scorers that are called before them (parts before derived values) and never each other. */
function readableBy(reader: Reader, scorers: readonly Reader[]): readonly string[] {
  const rank = ({ derived, ofParts, scoreBlock }: Reader): number =>
    derived !== true ? 0 : typeof scoreBlock === "function" ? 1 : ofParts === true ? 2 : 3;
  return scorers.filter((other) => rank(other) < rank(reader)).map(({ name }) => name);
}

function unknownScore(
  { name, ofParts, scoreBlock, weight }: Reader,
  {
    unknown,
    known,
    scorers,
  }: { readonly unknown: string; readonly known: readonly string[]; readonly scorers: readonly Reader[] },
): SameseedError {
  const isDerived = scorers.some((other) => other.name === unknown);
  const guess = nearest(unknown, known);
  const readsParts = ofParts === true || scoreBlock !== undefined;
  const remedy = isDerived
    ? "A derived score cannot read another one: write its formula out."
    : guess !== undefined
      ? `Did you mean "${guess}"?${readsParts ? "" : quotedIn(guess)}`
      : readsParts
        ? "It reads the parts of another scorer: add an assert, or name a scorer with parts in of."
        : "A metric inside assert needs a scorer assert-metric with its name.";
  return new SameseedError(
    "UNKNOWN_ID",
    `Scorer "${name}" reads the score "${unknown}", ${isDerived ? "which is derived too" : "and no scorer has this name"}.`,
    { hint: `${remedy}${known.length === 0 ? "" : ` Known: ${known.join(", ")}.`}${orRemoveIt({ weight })}` },
  );
}

/** Syntax that a formula needs around the name; empty for a name that needs no quotes. */
function quotedIn(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? "" : ` In a formula, write it in quotes: '${name}'.`;
}
