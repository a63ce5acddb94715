/** Whole words from a fixed list, UTF-8 bytes for everything else. Must agree with ../training/tokens.py. */
export interface Tokenizer {
  /** Number of token ids. */
  readonly size: number;
  readonly marks: Marks;
  encode(text: string): number[];
  /** The bytes of a token; a special token has none. */
  bytesOf(token: number): Uint8Array;
}

/** Tokens that no text can produce: they part the turns of a chat. */
export interface Marks {
  readonly system: number;
  readonly user: number;
  readonly assistant: number;
  readonly end: number;
}

const BYTES = 256;
/** A word with or without the space before it, else one character. */
const PIECE = / ?[A-Za-z]+|[\s\S]/gu;

/** `words` get the ids from 256 on; the four marks follow. */
export function tokenizer(words: readonly string[]): Tokenizer {
  const encoder = new TextEncoder();
  const ids = new Map(words.map((word, index) => [word, BYTES + index]));
  const wordBytes = words.map((word) => encoder.encode(word));
  const first = BYTES + words.length;

  return {
    size: first + 4,
    marks: { system: first, user: first + 1, assistant: first + 2, end: first + 3 },

    encode(text) {
      const tokens: number[] = [];
      for (const [piece] of text.toWellFormed().matchAll(PIECE)) {
        const id = ids.get(piece);
        if (id === undefined) tokens.push(...encoder.encode(piece));
        else tokens.push(id);
      }
      return tokens;
    },

    bytesOf(token) {
      return token < BYTES ? Uint8Array.of(token) : (wordBytes[token - BYTES] ?? new Uint8Array(0));
    },
  };
}
