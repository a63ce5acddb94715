/** One place where a stored value differs from the recomputed one. */
export interface Difference {
  /** File of the run, e.g. `rows.csv`. */
  readonly file: string;
  /** Where in it: `line 12`, a path, or empty for the file. */
  readonly where: string;
  readonly stored: unknown;
  readonly recomputed: unknown;
  /** Whether it is in the words alone: numbers and verdicts are the same. */
  readonly isWording?: true;
}

export type Tell = (difference: Difference) => void;

export function differenceText({ file, where, stored, recomputed }: Difference): string {
  return `${file}${where === "" ? "" : `, ${where}`}: stored ${shown(stored)}, recomputed ${shown(recomputed)}`;
}

const LONGEST = 120;

function shown(value: unknown): string {
  const text =
    value === undefined
      ? "nothing"
      : typeof value === "string" && /^[\x20-\x7e]*$/.test(value) && value !== ""
        ? value
        : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
