import { count, plural } from "@sameseed/core";
import type { FailingAnswer, FailingCases } from "@sameseed/analysis";
import { styleFor, type Style } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { wrapped } from "./text-table.ts";
import { oneLine, shorten, textWidth } from "./text-width.ts";

/** Variants of a case that are listed; of more they are counted. */
const MOST_VARIANTS = 3;
/** A reason in fewer cells is unreadable. */
const FEWEST_CELLS = 30;
const LABEL = { expected: "expected  ", got: "got       " } as const;

/** Some failing cases with expected and actual answers; empty without failures. No newline at the end. */
export function failingText(
  { count: failing, cases, shown }: FailingCases,
  { width = 80, color = false }: TerminalOptions = {},
): string {
  if (shown.length === 0) return "";
  const style = styleFor(color);
  const more = failing > shown.length ? `. ${shown.length} of them` : "";
  const title = `${count(failing)} of ${plural(cases, "case")} ${failing === 1 ? "has" : "have"} a failing answer${more}:`;
  return [
    ...wrapped(title, width).map((part) => style("bold", part)),
    ...shown.flatMap(({ id, answers }) => caseLines(oneLine(id), answers, { width, style })),
  ].join("\n");
}

interface LineOptions {
  readonly width: number;
  readonly style: Style;
}

function caseLines(id: string, answers: readonly FailingAnswer[], { width, style }: LineOptions): string[] {
  const [first] = answers;
  const expected = [...new Set(answers.map((one) => one.expected))];
  const isShared = expected.length === 1 && expected[0] !== null;
  const listed = answers.slice(0, MOST_VARIANTS);
  const rest = answers.length - listed.length;
  return [
    `${style("red", "✗")} ${style("bold", shorten(id, width - 2))}`,
    ...(isShared ? [line(LABEL.expected, first!.expected!, { width, style })] : []),
    ...listed.flatMap((answer) => answerLines(answer, { isShared, width, style })),
    ...(rest > 0 ? [style("dim", `  … and ${plural(rest, "more variant")}`)] : []),
  ];
}

function answerLines(
  { variant, expected, got, reason }: FailingAnswer,
  { isShared, width, style }: LineOptions & { readonly isShared: boolean },
): string[] {
  const whole = oneLine(variant);
  const name = `  ${shorten(whole, Math.floor(width / 2))}`;
  const why = reason === null ? "" : `  ${oneLine(reason)}`;
  const room = width - textWidth(name);
  // A reason that has too little room after the name is a line of its own.
  const isBelow = textWidth(why) > room && room < FEWEST_CELLS;
  return [
    ...(isBelow
      ? [`  ${shorten(whole, width - 2)}`, style("dim", `  ${shorten(why, width - 2)}`)]
      : [(name + style("dim", shorten(why, room))).trimEnd()]),
    ...(isShared || expected === null ? [] : [line(LABEL.expected, expected, { width, style })]),
    ...(got === null ? [] : [line(LABEL.got, got === "" ? "(empty answer)" : got, { width, style })]),
  ];
}

/** A text of the data on one line: its beginning and its end, since answers often decide at their end. */
function line(label: string, text: string, { width, style }: LineOptions): string {
  return `  ${style("dim", label)}${shorten(oneLine(text).trim(), width - 2 - label.length)}`;
}
