import type { JSX } from "preact";
import type { LabelScale, ReviewLabel } from "@sameseed/core";
import type { ReviewItem } from "../../data/page-data.ts";
import { labelChoices } from "../../models/label-choices.ts";
import { useMarkdown } from "../hooks/use-markdown.ts";
import { Markdown } from "../parts/markdown.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { CaseVars } from "./trial-details.tsx";

export interface ReviewItemViewProps {
  readonly item: ReviewItem;
  readonly scale: LabelScale;
  readonly label: ReviewLabel | null;
  readonly onGive: (value: number) => void;
  /** Null takes the label back. */
  readonly onChange: (label: ReviewLabel | null) => void;
}

/** The answer, or the two, with the possible labels. */
export function ReviewItemView({ item, scale, label, onGive, onChange }: ReviewItemViewProps): JSX.Element {
  const isMarkdown = useMarkdown();
  const { vars, expected, answers } = item;
  return (
    <>
      <CaseVars details={{ number: 0, case: { id: "", vars, expected }, trials: [] }} />
      <div class="answer-columns" style={{ "--columns": answers.length }}>
        {answers.map((text, place) => (
          <section key={place} class="side" aria-label={answers.length === 1 ? "Answer" : `Answer ${"AB"[place]}`}>
            {answers.length > 1 && <span class="side-letter">{"AB"[place]}</span>}
            <div class="answer" dir="auto">
              {isMarkdown ? <Markdown text={text} /> : <Untrusted text={text === "" ? "The empty text." : text} />}
            </div>
          </section>
        ))}
      </div>
      <div class="review-form">
        <span class="label-choices" role="group" aria-label="Label">
          {labelChoices(scale).map(({ key, name, value }) => (
            <button key={key} type="button" aria-pressed={label?.value === value} onClick={() => onGive(value)}>
              {name} <kbd>{key}</kbd>
            </button>
          ))}
          <button type="button" disabled={label === null} onClick={() => onChange(null)}>
            Take back
          </button>
        </span>
        {label !== null && <Remarks label={label} onChange={onChange} />}
      </div>
    </>
  );
}

function Remarks({
  label,
  onChange,
}: {
  readonly label: ReviewLabel;
  readonly onChange: (label: ReviewLabel) => void;
}): JSX.Element {
  return (
    <>
      <label class="choice">
        <span>Comment</span>
        <input
          type="text"
          maxLength={2000}
          value={label.note}
          onChange={(event) => onChange({ ...label, note: event.currentTarget.value })}
        />
      </label>
      <label>
        <input
          type="checkbox"
          checked={label.isFlagged}
          onChange={(event) => onChange({ ...label, isFlagged: event.currentTarget.checked })}
        />{" "}
        Flag for somebody to look at
      </label>
    </>
  );
}
