import { shuffle } from "@sameseed/stats";
import type { Benchmark } from "../benchmark/benchmark.ts";
import { takesSeed } from "../benchmark/sent-parameters.ts";
import type { Trial } from "../record/row.ts";
import { seedOf } from "../seeds/seed.ts";
import { isInShard, type Shard } from "../seeds/shard.ts";
import { answersCase, type TestCase } from "../case/test-case.ts";

/** Blocks are shuffled in windows of this size, so that a dataset of any length is planned in constant memory. */
export const BLOCKS_PER_WINDOW = 8192;

export interface PlanOptions {
  /** Trials that are stored already, by index: a resumed run leaves them out and keeps everyone's order. */
  readonly isDone?: (index: number) => boolean;
  /**
   * Shuffles cases instead of blocks, so that the repeats of a case follow one another: a sequential run
   * counts cases, and a case counts once its last repeat is in. Without repeats the order is the same.
   */
  readonly isSequential?: boolean;
  /** Plans the blocks of one shard alone; they keep their place in the order of the whole. Default: all. */
  readonly shard?: Shard | undefined;
}

interface Block {
  readonly testCase: TestCase;
  readonly repeat: number;
  /** Index of the block's first trial. */
  readonly firstIndex: number;
}

/**
 * Stage 1: the trials of a benchmark in their seeded, interleaved order. All variants of one
 * (case, repeat) run back to back in a block, so drift and rate limits hit all variants alike; blocks
 * are shuffled, and the variants inside each. A variant that a case is not for keeps its index and its place in the
 * order, and has no trial. Pure and lazy.
 */
export async function* plan(
  benchmark: Benchmark,
  { isDone = () => false, isSequential = false, shard }: PlanOptions = {},
): AsyncGenerator<Trial> {
  let order = 0;
  let window = 0;
  for await (const blocks of windows(benchmark)) {
    const label = `order/1|${benchmark.seed}|blocks|${window++}`;
    for (const block of isSequential ? shuffleCases(label, blocks) : shuffle({ label, items: blocks })) {
      const first = order;
      order += benchmark.variants.length;
      if (!isInShard(shard, first / benchmark.variants.length)) continue;
      for (const trial of trialsOf(benchmark, block, first)) {
        if (!isDone(trial.index)) yield trial;
      }
    }
  }
}

async function* windows({ cases, repeats, variants }: Benchmark): AsyncGenerator<Block[]> {
  let blocks: Block[] = [];
  let firstIndex = 0;
  for await (const testCase of cases.cases()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      blocks.push({ testCase, repeat, firstIndex });
      firstIndex += variants.length;
    }
    if (blocks.length < BLOCKS_PER_WINDOW) continue;
    yield blocks;
    blocks = [];
  }
  if (blocks.length > 0) yield blocks;
}

/** The blocks of a case stay together. */
function shuffleCases(label: string, blocks: readonly Block[]): Block[] {
  const cases = [...Map.groupBy(blocks, ({ testCase }) => testCase).values()];
  return shuffle({ label, items: cases }).flat();
}

function* trialsOf(
  benchmark: Benchmark,
  { testCase, repeat, firstIndex }: Block,
  firstOrder: number,
): Generator<Trial> {
  const seed = seedOf(benchmark, testCase.id, repeat);
  const positions = shuffle({
    label: `order/1|${benchmark.seed}|variants|${testCase.id}|${repeat}`,
    items: [...benchmark.variants.keys()],
  });
  for (const [place, position] of positions.entries()) {
    const variant = benchmark.variants[position]!;
    if (!answersCase({ prompt: variant.prompt.id, model: variant.modelId }, testCase)) continue;
    yield {
      index: firstIndex + position,
      order: firstOrder + place,
      case: testCase,
      repeat,
      variant: variant.id,
      prompt: variant.prompt.id,
      model: variant.modelId,
      seed: takesSeed(variant.parameters) ? seed : null,
    };
  }
}
