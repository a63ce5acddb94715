import { option, SameseedError } from "@sameseed/core";

/** Reported once: the first entry that is not a row, and the file with all of them. */
export function unreadableEntry(where: string, file: string): string {
  return `Skipping an entry in Redis that is not a row: ${where}. It is kept in ${file}.`;
}

/** The trials may have been paid for: they are not sent again without the user's permission. */
export function unreadableRows(count: number, file: string): SameseedError {
  const what = count === 1 ? "1 entry that is not a row" : `${count} entries that are not rows`;
  return new SameseedError("BAD_RUN", `Redis had ${what}, and the rows of some trials are missing.`, {
    hint: `They are kept in ${file}. Check that nothing else writes to keys that begin with {sameseed:. ${option("resume")} sends the missing trials again.`,
  });
}
