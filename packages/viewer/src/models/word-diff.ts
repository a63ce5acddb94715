import Diff from "diff/lib/diff/base.js";

/** Consecutive words that both texts have, or only one of them. */
export interface WordChange {
  readonly value: string;
  /** Only the second text has it. */
  readonly added: boolean;
  /** Only the first text has it. */
  readonly removed: boolean;
}

/**
 * A line break, a run of Latin letters and digits, a run of spaces, or one other character: the words of
 * `diffWordsWithSpace`. Only the search is imported, because the library's words would double its share of the page.
 */
const WORDS =
  /\r?\n|[\w\u{AD}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2C6}\u{2C8}-\u{2D7}\u{2DE}-\u{2FF}\u{1E00}-\u{1EFF}]+|[^\S\r\n]+|[^]/gu;

class WordDiff extends Diff<string, string> {
  override tokenize(text: string): string[] {
    return text.match(WORDS) ?? [];
  }
}

/** Stops the search for the shortest difference, which grows with the square of the words that differ. */
const LONGEST_MS = 200;

/** The shortest difference between two texts; undefined if the search takes too long. */
export function wordDiff(a: string, b: string): readonly WordChange[] | undefined {
  return new WordDiff().diff(a, b, { timeout: LONGEST_MS });
}
