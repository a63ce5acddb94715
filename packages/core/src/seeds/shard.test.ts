import fc from "fast-check";
import { expect, test } from "vitest";
import { blocksInShard, isInShard, Shard } from "./shard.ts";

test("every block is in one shard, and shard sizes differ by one block at most", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 500 }), (of, blocks) => {
      const shards = Array.from({ length: of }, (_, place): Shard => ({ index: place + 1, of }));
      const sizes = shards.map((shard) => Array.from({ length: blocks }, (_, block) => isInShard(shard, block)));
      for (let block = 0; block < blocks; block++) expect(sizes.filter((shard) => shard[block])).toHaveLength(1);
      const counts = sizes.map((shard) => shard.filter(Boolean).length);
      expect(counts).toEqual(shards.map((shard) => blocksInShard(shard, blocks)));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});

test.for([
  [0, 4],
  [5, 4],
  [1.5, 4],
  [1, 0],
])("%d/%d is not a shard", ([index, of]) => {
  expect(Shard.safeParse({ index, of }).success).toBe(false);
});
