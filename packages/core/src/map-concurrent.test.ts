import fc from "fast-check";
import { expect, test } from "vitest";
import { type Gate, mapConcurrent } from "./map-concurrent.ts";

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

test("yields every value once and never runs more than the limit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      async (scheduler, items, limit) => {
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
      },
    ),
  );
});

test("yields in order of completion: a slow item does not delay others", async () => {
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

test("a slow source does not delay finished results", async () => {
  const more = Promise.withResolvers<void>();
  async function* slowSource(): AsyncGenerator<string> {
    yield "first";
    await more.promise;
    yield "second";
  }
  const values = mapConcurrent(slowSource(), 4, async (item) => item);
  expect((await values.next()).value).toBe("first");
  const second = values.next();
  more.resolve();
  expect((await second).value).toBe("second");
});

test("a consumer that leaves ends the source, even while the source waits", async () => {
  let hasEnded = false;
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      hasEnded = true;
    }
  }
  for await (const value of mapConcurrent(source(), 1, async (item) => item)) if (value === 1) break;
  expect(hasEnded).toBe(true);
  async function* waiting(): AsyncGenerator<number> {
    yield 1;
    await new Promise(() => {});
  }
  for await (const value of mapConcurrent(waiting(), 4, async (item) => item)) if (value === 1) break;
});

test("a gate decides when the next item begins: a running item may let others pass", async () => {
  const places = { free: 1 };
  const gate: Gate = { isOpen: () => places.free > 0, onOpen: () => {} };
  const waits = Promise.withResolvers<void>();
  const values = mapConcurrent(from(["waits", "a", "b"]), gate, async (item) => {
    places.free--;
    await Promise.resolve();
    places.free++;
    gate.onOpen();
    if (item === "waits") await waits.promise;
    return item;
  });
  expect((await values.next()).value).toBe("a");
  expect((await values.next()).value).toBe("b");
  waits.resolve();
  expect((await values.next()).value).toBe("waits");
});
