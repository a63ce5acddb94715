import type { Answered, BackendSpan } from "@sameseed/core";

interface Span {
  readonly systemFingerprint: string | null;
  readonly modelVersion: string | null;
  readonly region: string | null;
  answers: number;
  firstAt: string;
  lastAt: string;
}

/** Who answered a variant, and from when to when. Rows may come in any order; mostly the backend is the one of the row before. */
export class BackendTally {
  readonly #spans = new Map<string, Span>();
  #last: Span | null = null;

  /** Answers from a cache are of another time and are passed over. */
  add(answer: Answered): void {
    const { systemFingerprint, modelVersion, region = null, startedAt, cached } = answer;
    if (cached || (systemFingerprint === null && modelVersion === null && region === null)) return;
    const last = this.#last;
    const isSame =
      last !== null &&
      last.systemFingerprint === systemFingerprint &&
      last.modelVersion === modelVersion &&
      last.region === region;
    const span = isSame ? last : this.#spanOf({ systemFingerprint, modelVersion, region }, startedAt);
    this.#last = span;
    span.answers++;
    // ISO 8601 in UTC: the order of the texts is that of the times.
    if (startedAt < span.firstAt) span.firstAt = startedAt;
    if (startedAt > span.lastAt) span.lastAt = startedAt;
  }

  /** In the order of their first answers. */
  spans(): BackendSpan[] {
    return [...this.#spans.values()].toSorted((left, right) => (left.firstAt < right.firstAt ? -1 : 1));
  }

  #spanOf(backend: Pick<Span, "systemFingerprint" | "modelVersion" | "region">, startedAt: string): Span {
    const key = JSON.stringify([backend.systemFingerprint, backend.modelVersion, backend.region]);
    const span = this.#spans.get(key) ?? { ...backend, answers: 0, firstAt: startedAt, lastAt: startedAt };
    this.#spans.set(key, span);
    return span;
  }
}
