import { type Alignment, alignmentOf, editDistance } from "./ter-edit-distance.ts";
import { words } from "./ngrams.ts";

const MAX_SHIFT_SIZE = 10;
const MAX_SHIFT_DISTANCE = 50;
/** sacreBLEU's own limit: past it the best shift so far is not taken any more. */
const MAX_CANDIDATES = 1000;

export interface TerOptions {
  /** Default false: letters compare without their case. */
  readonly caseSensitive?: boolean | undefined;
}

/** Edits and the (mean) length of the references in words. */
export interface TerStatistics {
  readonly edits: number;
  readonly referenceLength: number;
}

/**
 * Translation edit rate of one answer: edits, with shifts of phrases, per word of the reference, against the
 * reference that needs fewest (Snover et al. 2006; sacreBLEU's `sentence_ter` / 100, which follows Tercom).
 * 0 is best and there is no upper end.
 */
export function sentenceTer(hypothesis: string, references: readonly string[], options: TerOptions = {}): number {
  return terOf(terStatistics(hypothesis, references, options));
}

/** TER of a set of answers, as sacreBLEU's `corpus_ter` / 100: edits and lengths are added up first. */
export function corpusTer(
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  options: TerOptions = {},
): number {
  const parts = hypotheses.map((hypothesis, index) => terStatistics(hypothesis, references[index] ?? [], options));
  return terOf({
    edits: parts.reduce((sum, { edits }) => sum + edits, 0),
    referenceLength: parts.reduce((sum, { referenceLength }) => sum + referenceLength, 0),
  });
}

/** Edits against the reference that needs fewest. */
export function terStatistics(hypothesis: string, references: readonly string[], options: TerOptions): TerStatistics {
  const split = (text: string): string[] => words(options.caseSensitive ? text : text.toLowerCase());
  const wanted = references.map(split);
  const edits = wanted.map((reference) => editsBetween(split(hypothesis), reference));
  return {
    edits: Math.min(...edits),
    referenceLength: wanted.reduce((sum, { length }) => sum + length, 0) / wanted.length,
  };
}

/** TER from its statistics. */
export function terOf({ edits, referenceLength }: TerStatistics): number {
  if (referenceLength > 0) return edits / referenceLength;
  return edits > 0 ? 1 : 0;
}

function editsBetween(hypothesis: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return hypothesis.length;
  let current = hypothesis;
  let shifts = 0;
  let tried = 0;
  for (;;) {
    const best = bestShift(current, reference, tried);
    tried = best.tried;
    if (tried >= MAX_CANDIDATES || best.gain <= 0) break;
    shifts++;
    current = best.words;
  }
  return shifts + editDistance(current, reference).distance;
}

interface Shift {
  readonly gain: number;
  readonly words: readonly string[];
  readonly tried: number;
}

interface Candidate {
  /** In order of importance, larger is better: gain, length, earliest start, earliest target. */
  readonly rank: readonly [gain: number, length: number, start: number, target: number];
  readonly words: readonly string[];
}

function bestShift(hypothesis: readonly string[], reference: readonly string[], triedBefore: number): Shift {
  const before = editDistance(hypothesis, reference);
  const alignment = alignmentOf(before.operations);
  let tried = triedBefore;
  let best: Candidate | undefined;
  for (const { start, referenceStart, length } of commonPhrases(hypothesis, reference)) {
    if (!mayShift(alignment, { start, referenceStart, length })) continue;
    let previous = -1;
    for (let offset = -1; offset < length; offset++) {
      const target = targetOf(alignment, referenceStart + offset);
      if (target === undefined) break;
      if (target === previous) continue;
      previous = target;
      const shifted = shift(hypothesis, { start, length }, target);
      const gain = before.distance - editDistance(shifted, reference).distance;
      const candidate: Candidate = { rank: [gain, length, -start, -target], words: shifted };
      tried++;
      if (best === undefined || outranks(candidate, best)) best = candidate;
    }
    if (tried >= MAX_CANDIDATES) break;
  }
  return best === undefined ? { gain: 0, words: hypothesis, tried } : { gain: best.rank[0], words: best.words, tried };
}

interface Phrase {
  readonly start: number;
  readonly referenceStart: number;
  readonly length: number;
}

/** Phrases that both have, each with all of its beginnings. */
function* commonPhrases(hypothesis: readonly string[], reference: readonly string[]): Generator<Phrase> {
  for (let start = 0; start < hypothesis.length; start++) {
    for (let referenceStart = 0; referenceStart < reference.length; referenceStart++) {
      if (Math.abs(referenceStart - start) > MAX_SHIFT_DISTANCE) continue;
      for (let length = 1; length <= MAX_SHIFT_SIZE; length++) {
        const word = hypothesis[start + length - 1];
        if (word === undefined || word !== reference[referenceStart + length - 1]) break;
        yield { start, referenceStart, length };
      }
    }
  }
}

/** Only a phrase that is wrong where it is, to a place that is wrong as well, and out of itself. */
function mayShift({ target, answerErrors, referenceErrors }: Alignment, phrase: Phrase): boolean {
  const { start, referenceStart, length } = phrase;
  if (!answerErrors.slice(start, start + length).includes(true)) return false;
  if (!referenceErrors.slice(referenceStart, referenceStart + length).includes(true)) return false;
  const aligned = target[referenceStart]!;
  return aligned < start || aligned >= start + length;
}

function targetOf({ target }: Alignment, position: number): number | undefined {
  if (position === -1) return 0;
  const aligned = target[position];
  return aligned === undefined ? undefined : aligned + 1;
}

function shift(list: readonly string[], { start, length }: Omit<Phrase, "referenceStart">, target: number): string[] {
  const end = start + length;
  const phrase = list.slice(start, end);
  if (target < start) return [...list.slice(0, target), ...phrase, ...list.slice(target, start), ...list.slice(end)];
  const until = target > end ? target : length + target;
  return [...list.slice(0, start), ...list.slice(end, until), ...phrase, ...list.slice(until)];
}

function outranks(one: Candidate, other: Candidate): boolean {
  const index = one.rank.findIndex((value, position) => value !== other.rank[position]);
  return index !== -1 && one.rank[index]! > other.rank[index]!;
}
