/** A name in three parts: shared, its own, and shared again. */
export interface NameParts {
  readonly before: string;
  readonly own: string;
  readonly after: string;
}

export interface VariantLabel {
  /** The variant's place in the manifest: its colour and its letter follow from it. */
  readonly position: number;
  readonly prompt: NameParts;
  readonly model: NameParts;
  /** The part that distinguishes it from the others; `both` also without others. */
  readonly differsBy: "prompt" | "model" | "both";
  /** Whether it is the A/A variant: the baseline a second time. */
  readonly isControl: boolean;
}

interface Named {
  readonly id: string;
  readonly prompt: string;
  readonly model: string;
  readonly control?: boolean | undefined;
}

/** The label of each variant, by its id: differences between the variants are emphasized, shared parts are not. */
export function variantLabels(variants: readonly Named[]): ReadonlyMap<string, VariantLabel> {
  const prompts = nameParts(variants.map(({ prompt }) => prompt));
  const models = nameParts(variants.map(({ model }) => model));
  const differsBy = prompts.size > 1 === models.size > 1 ? "both" : prompts.size > 1 ? "prompt" : "model";
  return new Map(
    variants.map(({ id, prompt, model, control = false }, position) => [
      id,
      { position, prompt: prompts.get(prompt)!, model: models.get(model)!, differsBy, isControl: control },
    ]),
  );
}

/** The parts of each distinct name. Of one name all is its own. */
export function nameParts(names: readonly string[]): ReadonlyMap<string, NameParts> {
  const distinct = [...new Set(names)];
  const before = distinct.length < 2 ? 0 : sharedStart(distinct);
  const rests = distinct.map((name) => name.slice(before));
  const after = distinct.length < 2 ? 0 : sharedStart(rests.map(reversed));
  return new Map(
    distinct.map((name) => [
      name,
      {
        before: name.slice(0, before),
        own: name.slice(before, name.length - after),
        after: name.slice(name.length - after),
      },
    ]),
  );
}

const SEPARATOR = /[\s/:_.@-]/;

/** Characters that all names begin with, up to and including a separator, since names are not split inside a word. */
function sharedStart(names: readonly string[]): number {
  const [first = "", ...others] = names;
  let shared = 0;
  for (let place = 0; place < first.length; place++) {
    if (others.some((name) => name[place] !== first[place])) break;
    if (SEPARATOR.test(first[place]!)) shared = place + 1;
  }
  return names.some((name) => name.length === shared) ? 0 : shared; // no name becomes empty
}

function reversed(text: string): string {
  return [...text].toReversed().join("");
}

/** A, B … Z, A1 …: replaces a variant's name where there is no room. */
export function variantLetter(position: number): string {
  const round = Math.floor(position / 26);
  return String.fromCharCode(65 + (position % 26)) + (round === 0 ? "" : round);
}
