import type { JSX } from "preact";
import { type Cells, cellAt, CellReview } from "../../data/cells.ts";
import type { CaseDetails } from "../../data/case-details.ts";
import { answerExcerpt } from "../../models/answer-excerpt.ts";
import { caseFigures } from "../../models/case-figures.ts";
import { type CellTone, cellTone, scoreTone, toneMark } from "../../models/score-tone.ts";
import { Untrusted } from "./untrusted.tsx";
import { VariantSwatch } from "./variant-name.tsx";

/** More repeats of a cell than this are one bar. */
export const MOST_SQUARES = 5;

export interface CaseCellProps {
  readonly cells: Cells;
  /** Of the case and of the variant among the cells. */
  readonly position: number;
  readonly variant: number;
  readonly metric: number;
  /** Where the cell leads. */
  readonly link: string;
  /** Whether a colour in the cell shows its variant, where no column does. */
  readonly hasSwatch?: boolean;
  /** Shows the first repeat's answer next to the marks; undefined for the marks alone. */
  readonly answers?: ShownAnswers | undefined;
}

interface ShownAnswers {
  readonly details: CaseDetails | null | undefined;
  /** Whether the signs of Markdown are left out. */
  readonly isMarkdown: boolean;
}

/** One variant's results for one case: one mark per repeat, and the answer where answers are shown. */
export function CaseCell(props: CaseCellProps): JSX.Element {
  const { variant, answers, hasSwatch = false, link } = props;
  return (
    <span role="cell" class="case-cell">
      <a href={link} title={answers === undefined ? meanText(props) : undefined}>
        <span class="unseen">{meanText(props)}</span>
        {hasSwatch && <VariantSwatch position={variant} />}
        <Marks {...props} />
        {answers !== undefined && <Answer {...props} {...answers} />}
      </a>
    </span>
  );
}

function Answer({ cells, position, variant, details, isMarkdown }: CaseCellProps & ShownAnswers): JSX.Element | null {
  const block = cells.caseNumbers[position]! * cells.repeats;
  const excerpt = answerExcerpt(details, block * cells.variants.length + variant, { isMarkdown });
  return excerpt === null ? null : (
    <span class={`excerpt is-${excerpt.kind}`} dir="auto">
      <Untrusted text={excerpt.text} />
    </span>
  );
}

interface Mark {
  readonly cell: number;
  readonly tone: CellTone;
  readonly score: number;
}

function marksOf({ cells, position, variant, metric }: CaseCellProps): readonly Mark[] {
  return Array.from({ length: cells.repeats }, (_, repeat) => {
    const cell = cellAt(cells, [position, repeat, variant]);
    const score = cells.scores[metric]![cell]!;
    return { cell, tone: cellTone(cells.status[cell]!, score), score };
  });
}

function meanOf({ cells, position, variant, metric }: CaseCellProps): number {
  return caseFigures(cells, position, { metric, into: new Float32Array(cells.variants.length) }).means[variant]!;
}

function meanText(props: CaseCellProps): string {
  if (marksOf(props).some(({ tone }) => tone === "missing")) return "not run";
  const mean = meanOf(props);
  return Number.isNaN(mean) ? "no score" : `${Math.round(100 * mean)} %`;
}

/** Shows that an answer of the cell was flagged. */
function Flag({ cells, position, variant }: CaseCellProps): JSX.Element | null {
  const first = cellAt(cells, [position, 0, variant]);
  for (let cell = first; cell < first + cells.repeats * cells.variants.length; cell += cells.variants.length)
    if ((cells.review[cell]! & CellReview.flagged) !== 0) return <span title="flagged in review">⚑</span>;
  return null;
}

function Marks(props: CaseCellProps): JSX.Element {
  if (props.cells.repeats > MOST_SQUARES) {
    const mean = meanOf(props);
    return (
      <i class={`share ${scoreTone(mean)}`} aria-hidden="true">
        <b style={{ width: `${Number.isNaN(mean) ? 0 : 100 * mean}%` }} />
        <span>{meanText(props)}</span>
      </i>
    );
  }
  return (
    <span class="marks">
      {marksOf(props).map(({ cell, tone, score }) => (
        <i key={cell} class={`square ${tone}`} style={{ "--share": score }} aria-hidden="true">
          {toneMark(tone, score)}
        </i>
      ))}
      <Flag {...props} />
    </span>
  );
}
