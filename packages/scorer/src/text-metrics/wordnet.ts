import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** WordNet's synonyms of a word: its other words of one meaning, without multi-word ones. */
export interface WordNet {
  synonyms(word: string): ReadonlySet<string>;
}

interface PartOfSpeech {
  /** Positions of a lemma's meanings in `data`. */
  readonly offsets: ReadonlyMap<string, readonly number[]>;
  /** Irregular forms; empty where the folder has no list of them. */
  readonly irregular: ReadonlyMap<string, readonly string[]>;
  readonly data: Buffer;
  readonly endings: readonly (readonly [ending: string, replacement: string])[];
}

/** How a form leads back to its lemma: WordNet's Morphy. */
const ENDINGS: Readonly<Record<string, PartOfSpeech["endings"]>> = {
  noun: [
    ["s", ""],
    ["ses", "s"],
    ["ves", "f"],
    ["xes", "x"],
    ["zes", "z"],
    ["ches", "ch"],
    ["shes", "sh"],
    ["men", "man"],
    ["ies", "y"],
  ],
  verb: [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    ["ed", "e"],
    ["ed", ""],
    ["ing", "e"],
    ["ing", ""],
  ],
  adj: [
    ["er", ""],
    ["est", ""],
    ["er", "e"],
    ["est", "e"],
  ],
  adv: [],
};

/** Whether a folder holds WordNet's files. */
export function isWordNetFolder(folder: string): boolean {
  return Object.keys(ENDINGS).every((part) =>
    ["index", "data"].every((kind) => existsSync(join(folder, `${kind}.${part}`))),
  );
}

/** Reads WordNet's own files (`index.noun`, `data.noun`…, and `noun.exc`… where they are), about 30 MB. */
export function readWordNet(folder: string): WordNet {
  const parts = Object.entries(ENDINGS).map(([name, endings]): PartOfSpeech => {
    const list = join(folder, `${name}.exc`);
    return {
      offsets: readIndex(readFileSync(join(folder, `index.${name}`), "latin1")),
      irregular: existsSync(list) ? readIrregular(readFileSync(list, "latin1")) : new Map(),
      data: readFileSync(join(folder, `data.${name}`)),
      endings,
    };
  });
  const known = new Map<string, ReadonlySet<string>>();
  return {
    synonyms(word) {
      const found = known.get(word) ?? new Set(parts.flatMap((part) => synonymsIn(part, word)));
      known.set(word, found);
      return found;
    },
  };
}

/** A line: lemma, part, number of meanings, number of pointers, the pointers, two counts, the offsets. */
function readIndex(text: string): Map<string, number[]> {
  const offsets = new Map<string, number[]>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith(" ")) continue; // the licence lines begin with a space
    const fields = line.trimEnd().split(" ");
    offsets.set(fields[0]!, fields.slice(-Number(fields[2])).map(Number));
  }
  return offsets;
}

function readIrregular(text: string): Map<string, string[]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [form = "", ...lemmas] = line.trim().split(" ");
      return [form, lemmas];
    }),
  );
}

function synonymsIn(part: PartOfSpeech, word: string): string[] {
  return lemmasOf(part, word).flatMap((lemma) =>
    part.offsets.get(lemma)!.flatMap((offset) => wordsAt(part.data, offset)),
  );
}

/** The lemmas of a form that WordNet has: from the list of irregular forms, else by taking endings off until one is known. */
function lemmasOf({ offsets, irregular, endings }: PartOfSpeech, word: string): string[] {
  const knownOf = (forms: readonly string[]): string[] => [...new Set(forms)].filter((form) => offsets.has(form));
  const listed = irregular.get(word);
  if (listed !== undefined) return knownOf([word, ...listed]);
  const shorter = (forms: readonly string[]): string[] =>
    forms.flatMap((form) =>
      endings.flatMap(([ending, replacement]) =>
        form.endsWith(ending) ? [form.slice(0, form.length - ending.length) + replacement] : [],
      ),
    );
  let forms = shorter([word]);
  let found = knownOf([word, ...forms]);
  while (found.length === 0 && forms.length > 0) {
    forms = shorter(forms);
    found = knownOf(forms);
  }
  return found;
}

/** A line: offset, file, part, number of words in hexadecimal, then each word with its number. */
function wordsAt(data: Buffer, offset: number): string[] {
  const fields = data.toString("latin1", offset, data.indexOf(10, offset)).split(" ");
  const count = Number.parseInt(fields[3]!, 16);
  return Array.from({ length: count }, (_, place) => fields[4 + 2 * place]!.replace(/\(.*\)$/, "")).filter(
    (word) => !word.includes("_"),
  );
}
