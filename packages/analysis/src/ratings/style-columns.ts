import { answerText, type Row } from "@sameseed/core";
import { GrowingSums } from "./growing-sums.ts";

/** Headings, list items, code fences, table rows and bold text. */
const MARKDOWN = /^(?:#{1,6} |[ \t]*(?:[-*+]|\d{1,3}[.)]) |```|\|)|\*\*[^*\n]+\*\*/gm;

/** Length in characters and Markdown marks of each variant's answers, case by case. */
export class StyleColumns {
  readonly #variants: ReadonlyMap<string, { readonly length: GrowingSums; readonly markdown: GrowingSums }>;

  constructor(ids: readonly string[]) {
    this.#variants = new Map(ids.map((id) => [id, { length: new GrowingSums(), markdown: new GrowingSums() }]));
  }

  /** Failed trials have no style. */
  add({ trial, outcome }: Row, caseNumber: number): void {
    const columns = this.#variants.get(trial.variant);
    if (columns === undefined || outcome.status === "failed") return;
    const text = answerText(outcome) ?? "";
    columns.length.add(caseNumber, text.length);
    columns.markdown.add(caseNumber, markdownMarks(text));
  }

  /** Means over the repeats by case; NaN without an answer. */
  of(variant: string, style: "length" | "markdown", cases: number): Float64Array {
    const columns = this.#variants.get(variant);
    return columns === undefined ? new Float64Array(cases).fill(NaN) : columns[style].means(cases);
  }
}

export function markdownMarks(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(MARKDOWN)) count++;
  return count;
}
