import { count } from "@sameseed/core";
import type { CaseChanges, CaseTexts } from "@sameseed/analysis";
import { own } from "../csv/rows-table.ts";
import { columnOf } from "./column-of.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";

/** Lines of the sheet: a person reads no more, and the sheet Wide has every case. */
export const MOST_CASE_LINES = 2_000;
/** Points of the highest row: some lines of an answer, the rest by opening the cell. */
const MOST_HEIGHT = 96;
const COLUMNS = ["case", "change", "a", "b", "score_a", "score_b", "difference", "expected", "answers_a", "answers_b"];

/** Cases that changed and how: lost first, then gained, with every repeat's answer. */
export interface CasesOf {
  readonly changes: CaseChanges;
  readonly texts: CaseTexts;
  readonly varNames: readonly string[];
}

export function casesSheet({ changes, texts, varNames }: CasesOf): Sheet {
  return {
    name: "Cases",
    columns: [...COLUMNS, ...varNames.map((name) => `vars.${name}`)].map(caseColumn),
    *rows() {
      for (const { id, change, a, b, scoreA, scoreB, difference } of changes.shown) {
        const text = texts.of(id);
        const answers = (label: string): string => answersText(text?.answers.get(label) ?? []);
        yield [
          id,
          change,
          a,
          b,
          scoreA,
          scoreB,
          difference,
          text?.expected,
          answers(a),
          answers(b),
          ...varNames.map((name) => own(text?.vars ?? {}, name)),
        ];
      }
    },
    frozenColumns: 2,
    mostHeight: MOST_HEIGHT,
  };
}

/** The cases that are not on the sheet, in a sentence; empty where all cases are. */
export function casesNotes({ changes: { shown, counts } }: CasesOf): string[] {
  const all = counts.lost + counts.gained + counts.same;
  return shown.length === all
    ? []
    : [
        `Sheet Cases: ${count(shown.length)} of ${count(all)} lines, the largest differences first. The sheet Wide has every case.`,
      ];
}

function caseColumn(name: string): SheetColumn {
  const column = columnOf(name);
  const isText = name.startsWith("answers") || name === "expected";
  return isText ? { ...column, width: name === "expected" ? 26 : 52, format: "wrapped" } : column;
}

/** One answer unchanged; several with their numbers, each on separate lines. */
function answersText(answers: readonly string[]): string {
  if (answers.length < 2) return answers[0] ?? "";
  return Array.from(answers, (answer, repeat) => `[${repeat}] ${answer ?? "(no answer)"}`).join("\n");
}
