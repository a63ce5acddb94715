import { IndexSet } from "./index-set.ts";

/** The trials of a plan that are queued or being sent. A class because it has state. */
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

  /** Notes that the trial's row, or the message that it has no row, has arrived. */
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
