/** Tokens as numbers: equal tokens have equal numbers. */
export type Codes = ArrayLike<number>;

/** Numbers words, with equal words of several texts getting equal numbers. */
export class WordCodes {
  readonly #numbers = new Map<string, number>();

  of(tokens: readonly string[]): Codes {
    return Int32Array.from(tokens, (token) => {
      const known = this.#numbers.get(token) ?? this.#numbers.size;
      this.#numbers.set(token, known);
      return known;
    });
  }
}

/** The characters of a text: its code points. */
export function characterCodes(text: string): Codes {
  const codes = new Int32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at)!;
    if (code > 0xffff) at++;
    codes[length++] = code;
  }
  return codes.subarray(0, length);
}

/** Number of n-grams of a text of this many tokens. */
export function ngramCount(tokens: number, n: number): number {
  return Math.max(0, tokens - n + 1);
}

/**
 * By n from 1 to `orders`: the number of n-grams of the answer that the references contain. An n-gram counts
 * at most as often as in the reference that contains it most often.
 */
export function sharedNgrams(answer: Codes, references: readonly Codes[], orders: number): number[] {
  const shared = Array.from({ length: orders }, () => 0);
  const names = new AnswerNames(answer);
  let starts = references.map((reference) => ({ reference, names: new Int32Array(reference.length) }));
  for (let n = 1; n <= orders; n++) {
    names.lengthen(n);
    for (const start of starts) shared[n - 1]! += names.match(start, n);
    if (shared[n - 1] === 0) break; // and no longer one
    starts = starts.filter(({ reference }) => reference.length > n);
  }
  return shared;
}

/**
 * Positions where n-grams of a reference begin, each with the name of the equal n-gram of the answer; -1 for
 * an n-gram that the answer lacks.
 */
interface Starts {
  readonly reference: Codes;
  readonly names: Int32Array;
}

/**
 * Names the n-grams of an answer by numbers, n by n: an n-gram is the name of its beginning and its last token. That
 * takes one look-up for each position, however long the n-gram.
 */
class AnswerNames {
  readonly #answer: Codes;
  /** Positions + 1, found by hash. */
  readonly #table: Int32Array;
  readonly #shift: number;
  /** By position, the name of the n-gram that begins there, and that of the one shorter by a token. -1: no reference has it. */
  #names: Int32Array;
  #before: Int32Array;
  /** By name: how often the answer has it, how often the current reference, and how often at most any reference. */
  readonly #counts: Int32Array;
  readonly #used: Int32Array;
  readonly #best: Int32Array;
  #size = 0;

  constructor(answer: Codes) {
    const { length } = answer;
    const bits = Math.max(4, 33 - Math.clz32(length));
    this.#answer = answer;
    this.#table = new Int32Array(2 ** bits);
    this.#shift = 32 - bits;
    [this.#names, this.#before] = [new Int32Array(length), new Int32Array(length)];
    [this.#counts, this.#used, this.#best] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  }

  /** Extends the names of shorter n-grams to those of n tokens. */
  lengthen(n: number): void {
    const [before, names] = [this.#names, this.#before];
    [this.#before, this.#names] = [before, names];
    const found = this.#best.slice(0, this.#size);
    this.#table.fill(0);
    this.#size = 0;
    for (let at = 0; at < this.#answer.length; at++) {
      names[at] = -1;
      if (at + n > this.#answer.length || (n > 1 && (before[at]! < 0 || found[before[at]!] === 0))) continue;
      const slot = this.#slotOf(before[at]!, this.#answer[at + n - 1]!, n);
      const known = this.#table[slot]! - 1;
      if (known < 0) {
        this.#table[slot] = at + 1;
        names[at] = this.#size;
        this.#counts[this.#size] = 1;
        this.#best[this.#size++] = 0;
      } else {
        names[at] = names[known]!;
        this.#counts[names[known]!]!++;
      }
    }
  }

  /** Names the n-grams of a reference; returns how many of the answer's it shares that no reference before it did. */
  match({ reference, names }: Starts, n: number): number {
    this.#used.fill(0, 0, this.#size);
    let added = 0;
    for (let at = 0; at + n <= reference.length; at++) {
      if (names[at]! < 0) continue;
      const known = this.#table[this.#slotOf(names[at]!, reference[at + n - 1]!, n)]! - 1;
      const name = known < 0 ? -1 : this.#names[known]!;
      names[at] = name;
      if (name < 0 || this.#used[name]! >= this.#counts[name]!) continue;
      if (++this.#used[name]! <= this.#best[name]!) continue;
      this.#best[name] = this.#used[name]!;
      added++;
    }
    return added;
  }

  /** The place in the table of an n-gram, by the name of its beginning and its last token. */
  #slotOf(before: number, last: number, n: number): number {
    let slot = (Math.imul(before, 0x9e3779b1) + Math.imul(last, 0x85ebca6b)) >>> this.#shift;
    for (;;) {
      const at = this.#table[slot]! - 1;
      if (at < 0 || (this.#before[at] === before && this.#answer[at + n - 1] === last)) return slot;
      slot = (slot + 1) & (this.#table.length - 1);
    }
  }
}

/** The tokens between white space. */
export function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
