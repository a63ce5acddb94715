import { IndexSet } from "./index-set.ts";

/** Which trials of a plan are in the queue or at work. A class because the state is the point. */
export class OpenTrials {
  readonly #expected: IndexSet;
  readonly #arrived: IndexSet;
  #arrivedExpected = 0;

  constructor(planned: number) {
    this.#expected = new IndexSet(planned);
    this.#arrived = new IndexSet(planned);
  }

  /** Trials that were queued and have not arrived. */
  get count(): number {
    return this.#expected.size - this.#arrivedExpected;
  }

  /** Notes that a trial is in the queue. */
  expect(index: number): void {
    if (this.#expected.add(index) && this.#arrived.has(index)) this.#arrivedExpected++;
  }

  /** Notes that its row, or that it has none, is here. */
  note(index: number): void {
    if (this.#arrived.add(index) && this.#expected.has(index)) this.#arrivedExpected++;
  }

  isExpected(index: number): boolean {
    return this.#expected.has(index);
  }

  hasArrived(index: number): boolean {
    return this.#arrived.has(index);
  }
}
