import { sha256Hex } from "@sameseed/stats";

/** Up to this many ids are stored unchanged. */
const FEW = 65_536;
const TABLES = 64;
/** Number of 32-bit words that represent an id: 96 bits of its SHA-256. */
const WORDS = 3;
const FIRST_PLACES = 4096;
/** How full a table may be, and how much larger the next one is. */
const [FULL, GROWTH] = [0.8, 1.5];

/**
 * A set of ids that takes 15 to 23 bytes an id, because it is 53 to 80 % full. Above 65,536 ids it keeps 96 bits of each
 * id's SHA-256 instead of its text: among 10,000,000 ids, two different ones count as equal with a probability of 6e-16.
 */
export class IdSet {
  #few: Set<string> | null = new Set();
  #tables: Table[] = [];
  #size = 0;

  /** Number of different ids. */
  get size(): number {
    return this.#few?.size ?? this.#size;
  }

  has(id: string): boolean {
    if (this.#few !== null) return this.#few.has(id);
    const words = wordsOf(id);
    return this.#table(words).has(words);
  }

  /** Whether the id is new. */
  add(id: string): boolean {
    if (this.#few === null) return this.#addWords(wordsOf(id));
    if (this.#few.has(id)) return false;
    this.#few.add(id);
    if (this.#few.size > FEW) this.#compact(this.#few);
    return true;
  }

  #compact(ids: Iterable<string>): void {
    this.#few = null;
    this.#tables = Array.from({ length: TABLES }, () => new Table());
    for (const id of ids) this.#addWords(wordsOf(id));
  }

  #addWords(words: Words): boolean {
    const isNew = this.#table(words).add(words);
    if (isNew) this.#size++;
    return isNew;
  }

  /** Many small tables, because each needs its old and its new space while it grows. */
  #table([first]: Words): Table {
    return this.#tables[first % TABLES]!;
  }
}

type Words = readonly [number, number, number];

/** The first word is never 0: 0 is an empty place. Halves of a surrogate pair would all become U+FFFD in the hash: they are escaped. */
function wordsOf(id: string): Words {
  const hex = sha256Hex(id.isWellFormed() ? id : `\0${JSON.stringify(id)}`);
  const word = (at: number): number => Number.parseInt(hex.slice(at, at + 8), 16);
  return [word(0) || 1, word(8), word(16)];
}

/** Open addressing with linear probing. */
class Table {
  #places = FIRST_PLACES;
  #words = new Uint32Array(FIRST_PLACES * WORDS);
  #used = 0;

  has(words: Words): boolean {
    return this.#words[this.#find(words)] !== 0;
  }

  add(words: Words): boolean {
    const at = this.#find(words);
    if (this.#words[at] !== 0) return false;
    this.#words.set(words, at);
    if (++this.#used > this.#places * FULL) this.#grow();
    return true;
  }

  /** Where the words are, or where they would be. */
  #find([first, second, third]: Words): number {
    const all = this.#words;
    // The lowest bits of the first word chose the table.
    for (let place = second % this.#places; ; place = place + 1 === this.#places ? 0 : place + 1) {
      const at = place * WORDS;
      if (all[at] === 0 || (all[at] === first && all[at + 1] === second && all[at + 2] === third)) return at;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#places = Math.ceil(this.#places * GROWTH);
    this.#words = new Uint32Array(this.#places * WORDS);
    for (let at = 0; at < old.length; at += WORDS) {
      const words: Words = [old[at]!, old[at + 1]!, old[at + 2]!];
      if (words[0] !== 0) this.#words.set(words, this.#find(words));
    }
  }
}
