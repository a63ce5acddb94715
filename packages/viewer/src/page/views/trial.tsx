import type { JSX } from "preact";
import type { Manifest, Turn } from "@sameseed/core";
import { type CaseDetails, trialOf } from "../../data/case-details.ts";
import { type Cells, cellAt } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { cellTone, toneMark } from "../../models/score-tone.ts";
import { plural } from "../../models/format.ts";
import { messagesOfTurn } from "../../models/rendered-messages.ts";
import { Judged } from "../sections/judge-calls.tsx";
import { LeftOut } from "../sections/left-out.tsx";
import { MessageView } from "../parts/message-view.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { TextChoice } from "../parts/text-choice.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { VariantName } from "../parts/variant-name.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { AnswerText, CaseVars, Scores, TrialFacts } from "../sections/trial-details.tsx";
import { useKeys } from "../hooks/use-keys.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { amend, linkTo } from "../hooks/use-route.ts";

export interface TrialProps {
  readonly summary: RunSummary;
  readonly source: RunSource;
  readonly params: Readonly<Record<string, string>>;
}

/** One request and everything that came of it. */
export function Trial({ summary, source, params }: TrialProps): JSX.Element {
  const cells = useLoaded(() => source.cells(), [source]);
  return (
    <Ready of={cells} what="the trials">
      {(value) =>
        value.caseIds.length === 0 ? (
          <Section title="Trial">
            <p class="note">This run has no rows.</p>
          </Section>
        ) : (
          <OneCase {...{ summary, source, params }} cells={value} />
        )
      }
    </Ready>
  );
}

function OneCase({ summary, source, params, cells }: TrialProps & { readonly cells: Cells }): JSX.Element {
  const { manifest } = summary.report;
  const found = params["case"] === undefined ? 0 : cells.caseIds.indexOf(params["case"]);
  const position = Math.max(0, found);
  const variant = Math.max(0, cells.variants.indexOf(params["variant"] ?? manifest.baseline));
  const repeat = Math.min(Math.max(0, Number.parseInt(params["repeat"] ?? "0", 10) || 0), cells.repeats - 1);
  const number = cells.caseNumbers[position] ?? 0;
  const loaded = useLoaded(() => source.details([number]), [source, number]);
  const toCase = useTrialKeys(cells, { position, variant });

  if (found < 0)
    return (
      <Section title="Trial">
        <LeftOut id={params["case"] ?? ""} />
        <p class="note">
          <a href={linkTo("cases")}>The cases in this file</a>
        </p>
      </Section>
    );
  return (
    <>
      <Section
        title="Trial"
        note={
          <>
            Case {position + 1} of {cells.caseIds.length}. <kbd>j</kbd> <kbd>k</kbd> next and previous case,{" "}
            <kbd>h</kbd> <kbd>l</kbd> other variants.
          </>
        }
      >
        <Head id={cells.caseIds[position] ?? ""} position={position} cases={cells.caseIds.length} toCase={toCase} />
        <Siblings {...{ cells, position, variant, repeat, manifest }} />
      </Section>
      <Ready of={loaded} what="the answer">
        {([details]) =>
          details ? (
            <OneTrial {...{ details, cells, manifest, variant, repeat }} />
          ) : (
            <LeftOut id={cells.caseIds[position]!} />
          )
        }
      </Ready>
    </>
  );
}

/** Handles keys that open other cases and variants; returns the function that opens another case. */
function useTrialKeys(
  cells: Cells,
  { position, variant }: { readonly position: number; readonly variant: number },
): (by: number) => void {
  const toCase = (by: number): void => {
    const next = cells.caseIds[position + by];
    if (next !== undefined) amend({ case: next });
  };
  const toVariant = (by: number): void => {
    const next = cells.variants[variant + by];
    if (next !== undefined) amend({ variant: next });
  };
  useKeys({
    j: () => toCase(1),
    k: () => toCase(-1),
    h: () => toVariant(-1),
    l: () => toVariant(1),
    ArrowLeft: () => toVariant(-1),
    ArrowRight: () => toVariant(1),
  });
  return toCase;
}

interface HeadProps {
  readonly id: string;
  readonly position: number;
  /** Number of cases. */
  readonly cases: number;
  /** Moves by this number of cases. */
  readonly toCase: (by: number) => void;
}

function Head({ id, position, cases, toCase }: HeadProps): JSX.Element {
  return (
    <div class="trial-head">
      <h3>
        <Untrusted text={id} />
      </h3>
      <TextChoice />
      <span class="pager">
        <button type="button" onClick={() => toCase(-1)} disabled={position === 0}>
          ← Previous
        </button>
        <button type="button" onClick={() => toCase(1)} disabled={position === cases - 1}>
          Next →
        </button>
      </span>
    </div>
  );
}

/** All trials of the case, one a square: a map to its other answers. */
function Siblings({
  cells,
  position,
  variant,
  repeat,
  manifest,
}: {
  readonly cells: Cells;
  readonly position: number;
  readonly variant: number;
  readonly repeat: number;
  readonly manifest: Manifest;
}): JSX.Element {
  return (
    <ul class="siblings" aria-label="Trials of this case">
      {manifest.variants.map((one, place) => (
        <li key={one.id} class={place === variant ? "present" : ""}>
          <VariantName {...one} />
          <span class="squares">
            {Array.from({ length: cells.repeats }, (_, draw) => {
              const cell = cellAt(cells, [position, draw, place]);
              const score = cells.scores[0]![cell]!;
              const tone = cellTone(cells.status[cell]!, score);
              const isHere = place === variant && draw === repeat;
              return (
                <a
                  key={draw}
                  class={`square ${tone}`}
                  href={linkTo("trial", { case: cells.caseIds[position], variant: one.id, repeat: String(draw) })}
                  aria-current={isHere ? "true" : undefined}
                  aria-label={`repeat ${draw + 1} of ${cells.repeats}: ${tone} ${toneMark(tone, score)}`}
                  title={`repeat ${draw + 1} of ${cells.repeats}`}
                >
                  {toneMark(tone, score)}
                </a>
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function OneTrial({
  details,
  cells,
  manifest,
  variant: position,
  repeat,
}: {
  readonly details: CaseDetails;
  readonly cells: Cells;
  readonly manifest: Manifest;
  readonly variant: number;
  readonly repeat: number;
}): JSX.Element {
  const variant = manifest.variants[position]!;
  const trial = trialOf(details, cellAt(cells, [details.number, repeat, position]));
  const prompt = manifest.prompts.find(({ id }) => id === variant.prompt);
  return (
    <div class="columns trial">
      <div>
        <Section title="Messages">
          <Messages source={prompt?.source} testCase={details.case} earlier={trial?.earlier ?? []} />
        </Section>
        <Section title="Answer">
          {trial === undefined ? (
            <p class="note">No row is stored for this trial: it has not run, or failed to be written.</p>
          ) : (
            <AnswerText trial={trial} />
          )}
        </Section>
      </div>
      <div>
        {trial !== undefined && (
          <Section title="Scores">
            <Scores trial={trial} manifest={manifest} />
          </Section>
        )}
        {trial !== undefined && <Judged trial={trial} />}
        <Section title="Case">
          <CaseVars details={details} />
        </Section>
        {trial !== undefined && (
          <Section title="Record">
            <TrialFacts trial={trial} manifest={manifest} variant={variant} repeat={repeat} />
          </Section>
        )}
      </div>
    </div>
  );
}

/** The turns before this one in its chain, folded. */
function Earlier({ turns }: { readonly turns: readonly Turn[] }): JSX.Element | null {
  if (turns.length === 0) return null;
  return (
    <details class="reasoning">
      <summary>{plural(turns.length, "earlier turn")}</summary>
      {turns.flatMap(({ input, output }, place) =>
        [input, output].map((text, part) => (
          <MessageView
            key={`${place} ${part}`}
            role={part === 0 ? "user" : "assistant"}
            parts={[{ kind: "text", text }]}
            calls={[]}
          />
        )),
      )}
    </details>
  );
}

interface MessagesProps {
  readonly source: unknown;
  readonly testCase: CaseDetails["case"];
  readonly earlier: readonly Turn[];
}

/** The messages that were sent, or the source of a prompt that the page cannot fill. Earlier turns of a chain are folded. */
function Messages({ source, testCase, earlier }: MessagesProps): JSX.Element {
  const messages = messagesOfTurn(source, testCase, earlier);
  if (messages !== null)
    return (
      <>
        <Earlier turns={earlier} />
        {messages.map((message, place) => (
          <MessageView key={place} {...message} />
        ))}
      </>
    );
  return (
    <>
      <Earlier turns={earlier} />
      <p class="note">
        The page runs no functions and no template languages. This is the prompt's source; its variables are those of
        the case.
      </p>
      <pre>
        <Untrusted text={sourceText(source)} />
      </pre>
    </>
  );
}

function sourceText(source: unknown): string {
  return typeof source === "string" ? source : (JSON.stringify(source, null, 2) ?? "");
}
