import { answerText } from "@sameseed/core";
import { type CaseDetails, trialOf } from "../data/case-details.ts";
import { markdownText, parseMarkdown } from "./markdown.ts";

/** The contents of a cell for one answer. */
export interface AnswerExcerpt {
  readonly text: string;
  /** `answer`: its text; `failed`: the reason for a missing answer; `none`: no row, or an answer without text. */
  readonly kind: "answer" | "failed" | "none";
}

const LONGEST = 400;

/** The beginning of an answer on one line, of the trial with this index; null where its details are not here. */
export function answerExcerpt(
  details: CaseDetails | null | undefined,
  index: number,
  { isMarkdown = false }: { readonly isMarkdown?: boolean } = {},
): AnswerExcerpt | null {
  if (!details) return null;
  const trial = trialOf(details, index);
  if (trial === undefined) return { text: "not run", kind: "none" };
  const { outcome } = trial;
  if (outcome.status === "failed")
    return { text: `${outcome.error.kind}: ${oneLine(outcome.error.message)}`, kind: "failed" };
  const whole = answerText(outcome) ?? "";
  const nodes = isMarkdown ? parseMarkdown(whole.slice(0, 2 * LONGEST)) : null;
  const text = oneLine(nodes === null ? whole : markdownText(nodes));
  return text === "" ? { text: "no text", kind: "none" } : { text, kind: "answer" };
}

/** The case's expected answer on one line; null without one. */
export function expectedExcerpt(details: CaseDetails | null | undefined): string | null {
  const expected = details?.case.expected;
  if (expected === undefined || expected === null) return null;
  return oneLine(typeof expected === "string" ? expected : JSON.stringify(expected));
}

const LONGEST_VARS = 200;

/** The case's variables on one line, without one that repeats its id; empty before its details are loaded. */
export function varsExcerpt(details: CaseDetails | null | undefined): string {
  if (!details) return "";
  const values = Object.values(details.case.vars).filter((value) => value !== details.case.id);
  const text = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" · ");
  return text.slice(0, LONGEST_VARS).replaceAll(/\s+/g, " ");
}

function oneLine(text: string): string {
  return text.slice(0, LONGEST).replaceAll(/\s+/g, " ").trim();
}
