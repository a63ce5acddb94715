import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Manifest } from "@sameseed/core";
import { type CaseDetails, trialOf } from "../../data/case-details.ts";
import { type Cells, cellAt } from "../../data/cells.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { linkTo } from "../hooks/use-route.ts";
import { Choice } from "../parts/choice.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { LeftOut } from "./left-out.tsx";
import { AnswerText, CaseVars, Scores } from "./trial-details.tsx";

export interface CaseAnswersProps {
  readonly cells: Cells;
  readonly manifest: Manifest;
  readonly source: RunSource;
  readonly position: number;
  /** Positions of the variants that are shown. */
  readonly shown: readonly number[];
}

/** The whole answers of all shown variants to one case, side by side. */
export function CaseAnswers(props: CaseAnswersProps): JSX.Element {
  const { cells, source, position } = props;
  const [repeat, setRepeat] = useState(0);
  const number = cells.caseNumbers[position]!;
  const loaded = useLoaded(() => source.details([number]), [source, number]);
  const repeats = Array.from(
    { length: cells.repeats },
    (_, place) => [String(place), `${place + 1} of ${cells.repeats}`] as const,
  );
  return (
    <Section
      title={<Untrusted text={cells.caseIds[position]!} />}
      note={
        <>
          The answers side by side. <kbd>j</kbd> <kbd>k</kbd> next and previous case.
        </>
      }
    >
      {cells.repeats > 1 && (
        <div class="controls">
          <Choice label="Repeat" value={String(repeat)} options={repeats} onChange={(value) => setRepeat(+value)} />
        </div>
      )}
      <Ready of={loaded} what="the answers">
        {([details]) =>
          details ? <Columns {...props} {...{ details, repeat }} /> : <LeftOut id={cells.caseIds[position]!} />
        }
      </Ready>
    </Section>
  );
}

type ColumnsProps = CaseAnswersProps & { readonly details: CaseDetails; readonly repeat: number };

function Columns({ cells, manifest, details, repeat, shown }: ColumnsProps): JSX.Element {
  return (
    <>
      <CaseVars details={details} />
      <div class="answer-columns" style={{ "--columns": shown.length }}>
        {shown.map((position) => {
          const variant = manifest.variants[position]!;
          const trial = trialOf(details, cellAt(cells, [details.number, repeat, position]));
          return (
            <section key={variant.id} class="side" aria-label={`Answer of ${variant.id}`}>
              <header>
                <a href={linkTo("trial", { case: details.case.id, variant: variant.id, repeat: String(repeat) })}>
                  <VariantName {...variant} />
                </a>
              </header>
              {trial === undefined ? (
                <p class="note">No row is stored for this trial.</p>
              ) : (
                <>
                  <AnswerText trial={trial} />
                  <Scores trial={trial} manifest={manifest} />
                </>
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}
