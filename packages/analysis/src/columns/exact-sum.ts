/**
 * A sum that is unknown if one part is unknown: half a price is not a price. Compensated (Neumaier 1974): a
 * million prices of 0.0001 sum to 100 and not to 100.00000000219.
 */
export class ExactSum {
  #sum = 0;
  #lost = 0;
  #isKnown = false;
  #hasUnknown = false;

  add(value: number | null): void {
    if (value === null) {
      this.#hasUnknown = true;
      return;
    }
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
    this.#isKnown = true;
  }

  total(): number | null {
    return this.#isKnown && !this.#hasUnknown ? this.#sum + this.#lost : null;
  }
}
