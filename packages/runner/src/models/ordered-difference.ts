/** The ids that only the cases or only the recording has. */
export interface Difference {
  /** In the order of the cases. */
  readonly without: readonly string[];
  /** In the order of the recording. */
  readonly unknown: readonly string[];
}

/**
 * Compares two lists of unique ids that mostly have the same order: only ids that wait for their counterpart are kept. Both
 * lists advance together. A class because it has state.
 */
export class OrderedDifference {
  readonly #recorded: Iterator<string>;
  readonly #onlyCases = new Set<string>();
  readonly #onlyRecorded = new Set<string>();

  constructor(recorded: Iterator<string>) {
    this.#recorded = recorded;
  }

  /** Called with the id of each case. */
  see(caseId: string): void {
    const { done, value } = this.#recorded.next();
    if (value === caseId) return;
    if (done !== true) this.#record(value);
    if (!this.#onlyRecorded.delete(caseId)) this.#onlyCases.add(caseId);
  }

  #record(id: string): void {
    if (!this.#onlyCases.delete(id)) this.#onlyRecorded.add(id);
  }

  finish(): Difference {
    for (let next = this.#recorded.next(); next.done !== true; next = this.#recorded.next()) this.#record(next.value);
    return { without: [...this.#onlyCases], unknown: [...this.#onlyRecorded] };
  }
}
