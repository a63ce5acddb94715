/**
 * Maps with at most `limit` transforms at work and yields in order of completion: the only concurrency
 * in the project. A slow item never holds back the finished ones behind it (an in-order window costs up
 * to 3 × the ideal time), and nothing races promises (which costs O(limit) an item and retains values).
 * A source that ends early ends the stream after the transforms at work.
 */
export async function* mapConcurrent<A, B>(
  source: AsyncIterable<A>,
  limit: number,
  transform: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const slots: Promise<B>[] = [];
  const empty: PromiseWithResolvers<B>[] = [];
  let filled = 0;
  for await (const item of source) {
    const slot = Promise.withResolvers<B>();
    slot.promise.catch(() => {}); // a failure is reported when its slot is yielded, not before
    slots.push(slot.promise);
    empty.push(slot); // the k-th call to finish fills the k-th slot
    void transform(item)
      .then(
        (value) => empty.shift()!.resolve(value),
        (error: unknown) => empty.shift()!.reject(error),
      )
      .finally(() => filled++);
    for (; filled > 0 || slots.length >= limit; filled--) yield await slots.shift()!;
  }
  yield* slots;
}
