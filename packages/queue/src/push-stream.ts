/** A stream with a push side: buffers values until the consumer reads them. */
export interface PushStream<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the stream; buffered values can still be read. */
  end(): void;
}

export function pushStream<T>(): PushStream<T> {
  let items: T[] = [];
  let place = 0;
  let hasEnded = false;
  let wake = Promise.withResolvers<void>();
  return {
    push(item) {
      items.push(item);
      wake.resolve();
    },
    end() {
      hasEnded = true;
      wake.resolve();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (place < items.length) yield items[place++]!;
        items = [];
        place = 0;
        if (hasEnded) return;
        wake = Promise.withResolvers();
        await wake.promise;
      }
    },
  };
}
