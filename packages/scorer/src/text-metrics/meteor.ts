import { words } from "./ngrams.ts";
import { porterStem } from "./porter-stem.ts";
import type { WordNet } from "./wordnet.ts";

export interface MeteorOptions {
  /** How much precision weighs against recall. Default 0.9. */
  readonly alpha?: number | undefined;
  /** Shape of the penalty for fragments. Default 3. */
  readonly beta?: number | undefined;
  /** Weight of the penalty. Default 0.5. */
  readonly gamma?: number | undefined;
}

interface Placed {
  readonly place: number;
  readonly word: string;
}
type Match = readonly [hypothesis: number, reference: number];

/**
 * METEOR of one answer with the best-matching reference, in [0, 1] (Lavie & Agarwal 2007), as NLTK's `meteor_score`: words
 * between white space in small letters, matched exactly, then by stem, then by WordNet's synonyms. Without a WordNet
 * there are no synonyms.
 */
export function sentenceMeteor(
  hypothesis: string,
  references: readonly string[],
  { wordNet = null, ...options }: MeteorOptions & { readonly wordNet?: WordNet | null } = {},
): number {
  const given = placed(hypothesis);
  const values = references.map((reference) => {
    const wanted = placed(reference);
    return meteorOf(aligned(given, wanted, wordNet), [given.length, wanted.length], options);
  });
  return Math.max(0, ...values);
}

function meteorOf(
  matches: readonly Match[],
  [given, wanted]: readonly [given: number, wanted: number],
  { alpha = 0.9, beta = 3, gamma = 0.5 }: MeteorOptions,
): number {
  if (matches.length === 0) return 0;
  const precision = matches.length / given;
  const recall = matches.length / wanted;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return (1 - gamma * (chunks(matches) / matches.length) ** beta) * mean;
}

function placed(text: string): Placed[] {
  return words(text.toLowerCase()).map((word, place) => ({ place, word }));
}

/** In order of the hypothesis. The remaining words continue as stems, as in NLTK: synonyms are those of the stem. */
function aligned(given: Placed[], wanted: Placed[], wordNet: WordNet | null): Match[] {
  const stemmed = (list: readonly Placed[]): Placed[] =>
    list.map(({ place, word }) => ({ place, word: porterStem(word) }));
  const same = (word: string): readonly string[] => [word];
  const exact = matched(given, wanted, same);
  const stems = matched(stemmed(exact.given), stemmed(exact.wanted), same);
  const synonyms =
    wordNet === null
      ? []
      : matched(stems.given, stems.wanted, (word) => new Set([word, ...wordNet.synonyms(word)])).matches;
  return [...exact.matches, ...stems.matches, ...synonyms].toSorted(([left], [right]) => left - right);
}

/**
 * Pairs words from the end on, each with the last that matches; and the remaining words. Words are looked up:
 * long answers of one repeated word take no longer than others.
 */
function matched(
  given: readonly Placed[],
  wanted: readonly Placed[],
  fitting: (word: string) => Iterable<string>,
): { readonly matches: Match[]; readonly given: Placed[]; readonly wanted: Placed[] } {
  const matches: Match[] = [];
  const left: Placed[] = [];
  const free = new Map<string, number[]>();
  for (const { place, word } of wanted) {
    const places = free.get(word);
    if (places === undefined) free.set(word, [place]);
    else places.push(place);
  }
  const taken = new Set<number>();
  for (const one of given.toReversed()) {
    let last: number[] | undefined;
    for (const word of fitting(one.word)) {
      const places = free.get(word);
      if (places?.length && (last === undefined || places.at(-1)! > last.at(-1)!)) last = places;
    }
    if (last === undefined) {
      left.push(one);
      continue;
    }
    const place = last.pop()!;
    taken.add(place);
    matches.push([one.place, place]);
  }
  return { matches, given: left.toReversed(), wanted: wanted.filter(({ place }) => !taken.has(place)) };
}

/** Number of runs of matches that are adjacent in both. */
function chunks(matches: readonly Match[]): number {
  return matches.filter(([given, wanted], place) => {
    const before = matches[place - 1];
    return before === undefined || before[0] + 1 !== given || before[1] + 1 !== wanted;
  }).length;
}
