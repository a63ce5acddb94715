import type { TestCase } from "@sameseed/core";

/** Cases that are kept for the slower readers. */
const MOST_KEPT = 1024;

/**
 * The cases for several concurrent readers, read once. The fastest reader reads; the others get the cases
 * that it has read. A reader that is more than 1,024 cases behind, or starts later than that, gets a separate
 * reading.
 */
export class SharedCases {
  readonly #open: () => AsyncIterable<TestCase>;
  #source: AsyncIterator<TestCase> | undefined;
  /** The latest cases; the first has the number `#first`. */
  #kept: TestCase[] = [];
  #first = 0;
  #isOver = false;
  #reading: Promise<void> | undefined;

  constructor(open: () => AsyncIterable<TestCase>) {
    this.#open = open;
  }

  async *cases(): AsyncGenerator<TestCase> {
    for (let number = 0; ; number++) {
      while (number === this.#first + this.#kept.length && !this.#isOver) await (this.#reading ??= this.#read());
      if (number < this.#first) return yield* this.#ownCases(number);
      const testCase = this.#kept[number - this.#first];
      if (testCase === undefined) return;
      yield testCase;
    }
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#source?.return?.();
  }

  async #read(): Promise<void> {
    this.#source ??= this.#open()[Symbol.asyncIterator]();
    const { done = false, value } = await this.#source.next();
    if (done) this.#isOver = true;
    else this.#kept.push(value as TestCase);
    if (this.#kept.length === 2 * MOST_KEPT) {
      this.#kept = this.#kept.slice(MOST_KEPT);
      this.#first += MOST_KEPT;
    }
    this.#reading = undefined;
  }

  async *#ownCases(from: number): AsyncGenerator<TestCase> {
    let number = 0;
    for await (const testCase of this.#open()) if (number++ >= from) yield testCase;
  }
}
