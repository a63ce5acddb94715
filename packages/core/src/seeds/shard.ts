import { z } from "zod";
import { whenUsed } from "../when-used.ts";

/**
 * Part `index` (from 1) of `of` parts of a plan: every `of`-th block or chain in the plan's order, which
 * makes each part a fair sample.
 */
export const Shard = whenUsed(() =>
  z
    .strictObject({ index: z.int().min(1), of: z.int().min(1) })
    .refine(({ index, of }) => index <= of, { error: "the shard's number is larger than the number of shards" }),
);
export type Shard = Readonly<z.infer<typeof Shard>>;

/** Whether a block or a chain is in the shard, by its number in the order of the plan (from 0). Without a shard all are. */
export function isInShard(shard: Shard | undefined, block: number): boolean {
  return shard === undefined || block % shard.of === shard.index - 1;
}

/** Number of blocks of a plan that are in the shard. */
export function blocksInShard({ index, of }: Shard, blocks: number): number {
  return Math.max(0, Math.ceil((blocks - (index - 1)) / of));
}
