import type { JSX } from "preact";
import type { NameParts } from "../../models/variant-labels.ts";
import { toneClass } from "../../models/variant-tone.ts";
import { useVariantLabels } from "../hooks/use-variant-labels.ts";
import { Untrusted } from "./untrusted.tsx";

/** The variant's colour, the same in every place. Every second round of colours is a ring. */
export function VariantSwatch({ position }: { readonly position: number }): JSX.Element {
  return <i class={`swatch ${toneClass(position)}`} aria-hidden="true" />;
}

export interface VariantNameProps {
  readonly prompt: string;
  readonly model: string;
  /** Its id, where the caller has it: `prompt/model` otherwise. */
  readonly id?: string | undefined;
}

/** Prompt and model, one below the other: first and bold the part that differs between the variants of the run. */
export function VariantName({ prompt, model, id }: VariantNameProps): JSX.Element {
  const labels = useVariantLabels();
  const label = labels.get(id ?? `${prompt}/${model}`);
  const promptLine = <Parts parts={label?.prompt ?? ownName(prompt)} isBold={label?.differsBy !== "model"} />;
  const modelLine = (
    <Parts parts={label?.model ?? ownName(model)} isBold={label !== undefined && label.differsBy !== "prompt"} />
  );
  const [first, second] = label?.differsBy === "model" ? [modelLine, promptLine] : [promptLine, modelLine];
  return (
    <span class="variant-name">
      {label !== undefined && labels.size > 1 && <VariantSwatch position={label.position} />}
      <span>
        <span class="line">{first}</span>
        <span class="line second">
          {second}
          {label?.isControl === true && " · A/A control"}
        </span>
      </span>
    </span>
  );
}

/** A variant that is known by its id alone. */
export function VariantById({ id }: { readonly id: string }): JSX.Element {
  const label = useVariantLabels().get(id);
  if (label === undefined) return <Untrusted text={id} />;
  const text = ({ before, own, after }: NameParts): string => before + own + after;
  return <VariantName id={id} prompt={text(label.prompt)} model={text(label.model)} />;
}

function Parts({
  parts: { before, own, after },
  isBold,
}: {
  readonly parts: NameParts;
  readonly isBold: boolean;
}): JSX.Element {
  if (!isBold) return <Untrusted text={before + own + after} />;
  return (
    <>
      {before !== "" && <Untrusted text={before} />}
      <b>
        <Untrusted text={own} />
      </b>
      {after !== "" && <Untrusted text={after} />}
    </>
  );
}

function ownName(name: string): NameParts {
  return { before: "", own: name, after: "" };
}
