import { type Answered, type Backend, backendKey, backendOf, type BackendSpan, isSameBackend } from "@sameseed/core";

interface Span extends Backend {
  answers: number;
  firstAt: string;
  lastAt: string;
}

/** Who answered a variant, and from when to when. Rows may come in any order; mostly the backend is the one of the row before. */
export class BackendCounts {
  readonly #spans = new Map<string, Span>();
  #last: Span | null = null;

  /** Answers from a cache are of another time and are passed over. */
  add(answer: Answered): void {
    const { startedAt, cached } = answer;
    const backend = cached ? null : backendOf(answer);
    if (backend === null) return;
    const isSame = this.#last !== null && isSameBackend(this.#last, backend);
    const span = isSame ? this.#last! : this.#spanOf(backend, startedAt);
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

  #spanOf(backend: Backend, startedAt: string): Span {
    const key = backendKey(backend);
    const span = this.#spans.get(key) ?? { ...backend, answers: 0, firstAt: startedAt, lastAt: startedAt };
    this.#spans.set(key, span);
    return span;
  }
}
