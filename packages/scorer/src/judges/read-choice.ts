import { readFields } from "./read-verdict.ts";

/** Names of a judge's choice in a JSON answer. */
const NAMES = ["verdict", "choice", "answer", "winner", "best", "category", "selection"] as const;
const LABEL = "(?:verdict|choice|answer|winner|best(?:\\s+answer)?|category|selection|grade)";

/**
 * The choice in a judge's text, in any form: `{"verdict": "A"}`, `[[A]]`, "The answer is (A).", a line with
 * only the choice, the last of several. Choices are letters, words or numbers without signs; letters count in
 * capitals. Null without a choice.
 */
export function readChoice(text: string, choices: readonly string[]): string | null {
  const fields = readFields(text, NAMES);
  const named = NAMES.map((name) => fields?.[name]).find((value) => value !== undefined);
  if (typeof named === "string" || typeof named === "number") {
    const chosen = exact(String(named), choices);
    if (chosen !== null) return chosen;
  }
  const any = choices.join("|");
  return (
    last(text, new RegExp(`\\[\\[\\s*(${any})\\s*\\]\\]`, "gi"), choices) ??
    last(text, new RegExp(`${LABEL}["'*_\\s]*(?:is|:|=|-)+["'*_\\s]*[\\[(]?(${any})\\b`, "gi"), choices) ??
    last(text, new RegExp(`^[\\s"'*_([]*(${any})[\\s"'*_.):\\]]*$`, "gim"), choices) ??
    last(text, new RegExp(`^[\\s"'*_([]*(${any})[\\s"'*_]*[.):\\]-]\\s`, "g"), choices)
  );
}

function exact(value: string, choices: readonly string[]): string | null {
  const bare = value.trim().replaceAll(/^[[("'\s]+|[\])"'.\s]+$/g, "");
  return choices.find((choice) => choice.toLowerCase() === bare.toLowerCase()) ?? null;
}

function last(text: string, pattern: RegExp, choices: readonly string[]): string | null {
  for (const match of [...text.matchAll(pattern)].toReversed()) {
    const chosen = exact(match[1]!, choices);
    // "a" is a word and "A" a choice
    if (chosen !== null && (match[1] === chosen || chosen.length > 1)) return chosen;
  }
  return null;
}
