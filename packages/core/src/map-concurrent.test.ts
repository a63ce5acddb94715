import fc from "fast-check";
import { expect, test } from "vitest";
import { mapConcurrent } from "./map-concurrent.ts";

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

test("yields every value once, never more than the limit at work", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), async (scheduler, items, limit) => {
      let atWork = 0;
      let most = 0;
      const mapped = Array.fromAsync(
        mapConcurrent(from(items), limit, async (item) => {
          most = Math.max(most, ++atWork);
          await scheduler.schedule(Promise.resolve());
          atWork--;
          return item;
        }),
      );
      await scheduler.waitFor(mapped);
      expect((await mapped).toSorted()).toEqual(items.toSorted());
      expect(most).toBeLessThanOrEqual(limit);
    }),
  );
});

test("yields in order of completion: a slow item holds nothing back", async () => {
  const slow = Promise.withResolvers<void>();
  const values = mapConcurrent(from(["slow", "a", "b"]), 2, async (item) => {
    if (item === "slow") await slow.promise;
    return item;
  });
  expect((await values.next()).value).toBe("a");
  expect((await values.next()).value).toBe("b");
  slow.resolve();
  expect((await values.next()).value).toBe("slow");
});

test("a failing transform ends the stream with its error", async () => {
  const failing = mapConcurrent(from([1, 2, 3]), 2, async (item) => {
    if (item === 2) throw new Error("two");
    return item;
  });
  await expect(Array.fromAsync(failing)).rejects.toThrowError("two");
});

test("a failing source ends the stream with its error", async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error("line 2");
  }
  await expect(Array.fromAsync(mapConcurrent(broken(), 4, async (item) => item))).rejects.toThrowError("line 2");
});
