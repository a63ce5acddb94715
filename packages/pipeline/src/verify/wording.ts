/** Members of reports that hold sentences or lists of them. */
const SENTENCES = /(?:^|\.)(?:conclusion|text|insufficient|(?:reasons|sentences|caveats)(?:\.\d+)?)$/;

/** What a sentence states: its numbers and verdicts. */
const FACTS = /\d+(?:[.,]\d+)*|\b(?:better|worse|equivalent|inconclusive|insufficient|comparable)\b/g;

/**
 * Whether a member of a report, or a column of a table, differs in its words alone: it is a sentence, and its numbers and
 * verdicts are the same. Builds of one version may word a sentence in other ways, and may add or leave out one.
 */
export function isWording(where: string, stored: unknown, recomputed: unknown): boolean {
  if (!SENTENCES.test(where)) return false;
  const texts = [stored, recomputed].filter((text) => text !== undefined);
  if (!texts.every((text) => typeof text === "string")) return false;
  return texts.length < 2 ? /\.\d+$/.test(where) : statesSame(texts[0]!, texts[1]!);
}

/** Whether two texts have the same numbers and verdicts, in any order. */
export function statesSame(left: string, right: string): boolean {
  return factsOf(left) === factsOf(right);
}

function factsOf(text: string): string {
  return (text.match(FACTS) ?? []).toSorted().join(" ");
}
