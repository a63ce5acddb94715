import type { ComponentChildren, JSX } from "preact";
import { type VariantComparison, verdictWord } from "@sameseed/core";
import type { Verdict } from "@sameseed/stats";
import { visibleParts } from "../../models/visible-text.ts";
import type { Loaded } from "../hooks/use-loaded.ts";

const VERDICT_SIGNS: Readonly<Record<Verdict | "none", string>> = {
  better: "▲",
  worse: "▼",
  equivalent: "=",
  notWorse: "≥",
  inconclusive: "?",
  insufficient: "…",
  none: "⊘",
};

/** A verdict as a word with a sign and a colour: never the colour alone. */
export function VerdictPill({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  return (
    <span class={`pill ${verdict ?? "none"}`}>
      <span aria-hidden="true">{VERDICT_SIGNS[verdict ?? "none"]}</span> {verdictWord(verdict)}
    </span>
  );
}

/** The verdict of a comparison; the A/A control has none to win: it holds, or the run leaks. */
export function ComparisonPill({
  comparison: { verdict, isControl },
}: {
  readonly comparison: Pick<VariantComparison, "verdict" | "isControl">;
}): JSX.Element {
  if (!isControl) return <VerdictPill verdict={verdict} />;
  const leaks = verdict === "better" || verdict === "worse";
  return <span class={`pill ${leaks ? "worse" : "base"}`}>{leaks ? "▼ leaks" : "A/A control"}</span>;
}

/** Text from the data: never markup, set apart in its direction, with hidden characters made visible. */
export function Untrusted({ text }: { readonly text: string }): JSX.Element {
  return (
    <bdi>
      {visibleParts(text).map((part, place) =>
        "text" in part ? (
          part.text
        ) : (
          <span key={place} class="hidden-character">
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}

/** `prompt` over `model`. */
export function VariantName({
  prompt,
  model,
  control,
}: {
  readonly prompt: string;
  readonly model: string;
  readonly control?: boolean | undefined;
}): JSX.Element {
  return (
    <span class="variant-name">
      <b>
        <Untrusted text={prompt} />
      </b>
      <small>
        <Untrusted text={model} />
        {control && " · A/A control"}
      </small>
    </span>
  );
}

export function Section({
  title,
  note,
  children,
  class: name = "",
}: {
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
}): JSX.Element {
  return (
    <section class={`card ${name}`}>
      <header>
        <h2>{title}</h2>
        {note && <p class="note">{note}</p>}
      </header>
      {children}
    </section>
  );
}

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map(([key, name]) => (
          <option key={key} value={key} selected={key === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Shows what is loaded, or says that it is loading or why it cannot be. */
export function Ready<T>({
  of,
  what,
  children,
}: {
  readonly of: Loaded<T>;
  readonly what: string;
  readonly children: (value: T) => JSX.Element;
}): JSX.Element {
  if (of.state === "ready") return children(of.value);
  return (
    <p class="status" role="status">
      {of.state === "loading" ? `Reading ${what}…` : `Cannot read ${what}: ${of.message}`}
    </p>
  );
}
