interface Kept {
  readonly number: number;
  readonly text: string;
}

/**
 * Selects the cases for a file of limited size as they arrive: notable ones (the variants differ, or a trial
 * failed) before others, and the first of the table before later ones.
 */
export class CaseSample {
  readonly #limit: number;
  readonly #notable: Kept[] = [];
  readonly #plain: Kept[] = [];
  #size = 0;
  #seen = 0;

  /** `limit` in characters of all texts together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get seen(): number {
    return this.#seen;
  }

  add(number: number, text: string, { isNotable }: { readonly isNotable: boolean }): void {
    this.#seen++;
    if (text.length > this.#limit) return; // it would drop all others and then itself
    this.#size += text.length;
    (isNotable ? this.#notable : this.#plain).push({ number, text });
    while (this.#size > this.#limit) {
      const dropped = this.#plain.pop() ?? this.#notable.pop()!;
      this.#size -= dropped.text.length;
    }
  }

  /** Whether `add` would leave out a case with this many characters at once, without another change. */
  isFullFor(length: number, { isNotable }: { readonly isNotable: boolean }): boolean {
    if (length > this.#limit) return true;
    return this.#size + length > this.#limit && (!isNotable || this.#plain.length === 0);
  }

  /** Counts a left-out case. */
  pass(): void {
    this.#seen++;
  }

  /** The kept cases in the order of the table. */
  kept(): readonly Kept[] {
    return [...this.#notable, ...this.#plain].toSorted((left, right) => left.number - right.number);
  }
}
