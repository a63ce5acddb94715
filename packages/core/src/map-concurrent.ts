/** Decides whether one more item may begin, and reports when that may have changed. */
export interface Gate {
  isOpen(): boolean;
  /** Whether no further item may begin, as if the source had ended. Default: never. */
  isOver?(): boolean;
  /** Set by `mapConcurrent`: call it when the gate may have opened while all items are running. */
  onOpen: () => void;
}

/**
 * Maps with at most `limit` transforms running and yields in order of completion: the only concurrency in the
 * project. Finished results are yielded at once; neither a slow item nor a slow source delays them (an
 * in-order window costs up to 3 × the ideal time). Does not use `Promise.race`, which costs O(limit) an item
 * and retains values. A gate instead of the number decides when the next item begins. The next item begins
 * only after the consumer has taken all finished results. A source that ends early ends the stream once the
 * running transforms have finished.
 */
export async function* mapConcurrent<A, B>(
  source: AsyncIterable<A>,
  limit: number | Gate,
  transform: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const items = source[Symbol.asyncIterator]();
  const finished: Finished<B>[] = [];
  let atWork = 0;
  let isPulling = false;
  let hasEnded = false;
  /** Ends the wait for a value to yield; null while the consumer is busy, when no item begins. */
  let wake: (() => void) | null = null;
  const finish = (one: Finished<B>): void => {
    finished.push(one);
    wake?.();
  };
  const isOver = (): boolean => typeof limit !== "number" && limit.isOver?.() === true;
  const begin = ({ done = false, value }: IteratorResult<A>): void => {
    isPulling = false;
    if (done || isOver()) {
      hasEnded = true;
      wake?.();
    } else {
      atWork++;
      const settle = (one: Finished<B>): void => {
        atWork--;
        finish(one);
      };
      transform(value as A).then(
        (result) => settle({ value: result }),
        (error: unknown) => settle({ error }),
      );
      pull();
    }
  };
  const fail = (error: unknown): void => {
    isPulling = false;
    hasEnded = true;
    finish({ error });
  };
  const isOpen = typeof limit === "number" ? () => atWork < limit : () => limit.isOpen();
  /** Begins with the next item, if one may begin now. Waking the generator for each would cost more than most transforms. */
  const pull = (): void => {
    if (wake === null || finished.length > 0 || hasEnded || isPulling) return;
    if (isOver()) {
      hasEnded = true;
      wake();
    } else if (isOpen()) {
      isPulling = true;
      items.next().then(begin, fail);
    }
  };
  if (typeof limit !== "number") limit.onOpen = pull;

  try {
    for (;;) {
      for (let next = finished.shift(); next !== undefined; next = finished.shift()) {
        if ("error" in next) throw next.error;
        yield next.value;
      }
      hasEnded ||= isOver();
      if (hasEnded && atWork === 0 && finished.length === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        pull();
      });
      wake = null;
    }
  } finally {
    const ended = items.return?.();
    if (!isPulling) await ended; // a source that is waiting for something cannot end yet
    else ended?.catch(() => {});
  }
}

type Finished<B> = { readonly value: B } | { readonly error: unknown };
