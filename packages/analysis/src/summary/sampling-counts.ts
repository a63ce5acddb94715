/** Repeats of a case below which equal texts are not evidence. */
const LEAST_REPEATS = 3;

/**
 * Whether the repeats of any case gave more than one text although their seeds differ. A class because answers come one
 * by one.
 */
export class SamplingCounts {
  #first: string | null = null;
  #answers = 0;
  #cases = 0;
  #repeats = 0;
  #isSampled = false;

  /** An answer of the present case that was requested with its own seed. */
  add(text: string | null): void {
    if (this.#answers++ === 0) this.#first = text;
    else if (text !== this.#first) this.#isSampled = true;
  }

  closeCase(): void {
    if (this.#answers >= LEAST_REPEATS) {
      this.#cases++;
      this.#repeats += this.#answers;
    }
    this.#answers = 0;
  }

  /** Cases and answers where every case with enough repeats had one text only; undefined where any had several, or none has enough. */
  constant(): { readonly cases: number; readonly answers: number } | undefined {
    if (this.#isSampled || this.#cases === 0) return undefined;
    return { cases: this.#cases, answers: this.#repeats };
  }
}
