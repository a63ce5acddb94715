import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { answerText, type Manifest } from "@sameseed/core";
import type { CaseDetails, TrialDetails } from "../../data/case-details.ts";
import { trialOf } from "../../data/case-details.ts";
import { type Cells, cellAt } from "../../data/cells.ts";
import { answerDiff } from "../parts/answer-diff.tsx";
import { useMarkdown } from "../hooks/use-markdown.ts";
import { Choice } from "../parts/choice.tsx";
import { TextChoice } from "../parts/text-choice.tsx";
import { Ready } from "../parts/ready.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { AnswerText, CaseVars, Scores } from "./trial-details.tsx";
import { LeftOut } from "./left-out.tsx";
import { useLoaded } from "../hooks/use-loaded.ts";
import { linkTo } from "../hooks/use-route.ts";

export interface CasePairProps {
  readonly cells: Cells;
  readonly manifest: Manifest;
  readonly source: RunSource;
  readonly position: number;
  readonly a: number;
  readonly b: number;
}

/** One case: its variables, and the answers of A and B to the same draw, word by word. */
export function CasePair(props: CasePairProps): JSX.Element {
  const { cells, source, position } = props;
  const number = cells.caseNumbers[position]!;
  const loaded = useLoaded(() => source.details([number]), [source, number]);
  return (
    <Ready of={loaded} what="the answers">
      {([details]) => (details ? <Sides {...props} details={details} /> : <LeftOut id={cells.caseIds[position]!} />)}
    </Ready>
  );
}

function Sides({ cells, manifest, details, a, b }: CasePairProps & { readonly details: CaseDetails }): JSX.Element {
  const [repeat, setRepeat] = useState(0);
  useEffect(() => setRepeat(differingRepeat(details, manifest, [a, b])), [details, a, b]);
  const at = (variant: number): TrialDetails | undefined =>
    trialOf(details, cellAt(cells, [details.number, repeat, variant]));
  const [left, right] = [at(a), at(b)];
  const texts = [textOf(left), textOf(right)] as const;
  const isMarkdown = useMarkdown();
  const diff = useMemo(
    () => (isMarkdown || texts[0] === null || texts[1] === null ? null : answerDiff(texts[0], texts[1])),
    [isMarkdown, ...texts],
  );
  const repeats = Array.from(
    { length: cells.repeats },
    (_, place) => [String(place), `${place + 1} of ${cells.repeats}`] as const,
  );
  return (
    <article>
      <header class="pair-head">
        <h3>
          <Untrusted text={details.case.id} />
        </h3>
        <TextChoice />
        {cells.repeats > 1 && (
          <Choice
            label="Repeat"
            value={String(repeat)}
            options={repeats}
            onChange={(value) => setRepeat(Number(value))}
          />
        )}
      </header>
      <CaseVars details={details} />
      <div class="sides">
        {(
          [
            [left, a, "A"],
            [right, b, "B"],
          ] as const
        ).map(([trial, position, side], place) => (
          <Side key={side} id={details.case.id} text={diff?.[place]} {...{ side, trial, manifest, position, repeat }} />
        ))}
      </div>
      {diff !== null && <p class="note">Words that occur only in this answer are marked.</p>}
    </article>
  );
}

interface SideProps {
  readonly id: string;
  readonly side: string;
  readonly trial: TrialDetails | undefined;
  /** The answer with its differences marked, where they are shown. */
  readonly text: JSX.Element | undefined;
  readonly manifest: Manifest;
  readonly position: number;
  readonly repeat: number;
}

function Side({ id, side, trial, text, manifest, position, repeat }: SideProps): JSX.Element {
  const variant = manifest.variants[position]!;
  return (
    <section class="side" aria-label={`Answer of ${side}`}>
      <header>
        <span class="side-letter">{side}</span>
        <a href={linkTo("trial", { case: id, variant: variant.id, repeat: String(repeat) })}>
          <VariantName {...variant} />
        </a>
      </header>
      {trial === undefined ? (
        <p class="note">No row is stored for this trial.</p>
      ) : (
        <>
          {text !== undefined && textOf(trial) !== "" ? (
            <div class="answer" dir="auto">
              {text}
            </div>
          ) : (
            <AnswerText trial={trial} />
          )}
          <Scores trial={trial} manifest={manifest} />
        </>
      )}
    </section>
  );
}

function textOf(trial: TrialDetails | undefined): string | null {
  return trial === undefined || trial.outcome.status === "failed" ? null : answerText(trial.outcome);
}

/** The first repeat with different scores of the two, else the first. */
function differingRepeat(details: CaseDetails, manifest: Manifest, pair: readonly [number, number]): number {
  for (let repeat = 0; repeat < manifest.repeats; repeat++) {
    const [left, right] = pair.map((variant) =>
      trialOf(details, (details.number * manifest.repeats + repeat) * manifest.variants.length + variant),
    );
    const value = (trial: TrialDetails | undefined): string =>
      JSON.stringify(Object.values(trial?.scores ?? {}).map((score) => score.value));
    if (value(left) !== value(right)) return repeat;
  }
  return 0;
}
