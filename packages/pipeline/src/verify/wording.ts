/** Members of reports that hold sentences or lists of them. */
const SENTENCES = /(?:^|\.)(?:conclusion|text|insufficient|(?:reasons|sentences|caveats)(?:\.\d+)?)$/;

/** Members and files that hold texts of users, not sentences of the build. */
const OF_USERS = /^manifest\.|^(?:rows|wide)\.csv\b/;

/** The facts of a sentence: its numbers with their signs, its verdicts, and the colours of verdicts. */
const FACTS =
  /[+\-−]?\d+(?:[.,]\d+)*|\b(?:not ?|no )?(?:better|worse|equivalent|comparable)\b|\b(?:inconclusive|insufficient)\b|[🟢🟡🔴⚪]/giu;

/** Ids of variants have a slash. */
const IDS = /[^\s|"'<>&]+\/[^\s|"'<>&]*[^\s|"'<>&.,:;!?)]/g;

/** Tags of a JUnit file, and the names in them. */
const TAGS = /<(?:testsuite|testcase|failure|error|skipped)\b|\bname="[^"]*"/g;

/**
 * Whether a member of a report, or a column of a table, differs in its words alone: it is a sentence, and its numbers and
 * verdicts are the same. Builds of one version may word a sentence in other ways, and may add or leave out one.
 */
export function isWording(
  { file, where }: { readonly file: string; readonly where: string },
  stored: unknown,
  recomputed: unknown,
): boolean {
  if (!SENTENCES.test(where) || OF_USERS.test(where) || OF_USERS.test(file)) return false;
  const texts = [stored, recomputed].filter((text) => text !== undefined);
  if (!texts.every((text) => typeof text === "string")) return false;
  return texts.length < 2 ? /\.\d+$/.test(where) : statesSame(texts[0]!, texts[1]!);
}

/**
 * Whether the lines of two texts have the same numbers and verdicts, in any order, and the same variants in the same order.
 * Lines without any of these are sentences that a build may leave out.
 */
export function statesSame(left: string, right: string): boolean {
  return factsOf(left) === factsOf(right);
}

function factsOf(text: string): string {
  return text.split("\n").map(factsOfLine).filter(Boolean).join("\n");
}

function factsOfLine(line: string): string {
  const verdicts = (line.match(FACTS) ?? []).map((fact) => fact.toLowerCase().replace(/^not ?(?=\w)/, "not "));
  // The order of a table's cells is part of its facts.
  const facts = line.startsWith("|") ? [line.split("|")[1]!.trim(), ...verdicts] : verdicts.toSorted();
  const isEmpty = verdicts.length === 0 && line.match(IDS) === null && line.match(TAGS) === null;
  return isEmpty ? "" : [...facts, ...(line.match(IDS) ?? []), ...(line.match(TAGS) ?? [])].join(" ");
}
