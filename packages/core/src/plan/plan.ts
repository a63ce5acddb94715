import { shuffle } from "@sameseed/stats";
import type { Benchmark } from "../benchmark/benchmark.ts";
import { takesSeed } from "../benchmark/sent-parameters.ts";
import type { Trial } from "../record/row.ts";
import { seedOf } from "../seeds/seed.ts";
import { isInShard, type Shard } from "../seeds/shard.ts";
import { answersCase, type TestCase } from "../case/test-case.ts";

/** Blocks are shuffled in windows of this size, which plans a dataset of any length in constant memory. */
export const BLOCKS_PER_WINDOW = 8192;

export interface PlanOptions {
  /** Trials that are stored already, by index: a resumed run leaves them out and keeps everyone's order. */
  readonly isDone?: (index: number) => boolean;
  /**
   * Shuffles cases instead of blocks, which keeps the repeats of a case together. A sequential run counts
   * cases, and a case counts after its last repeat. Without repeats the order is the same.
   */
  readonly isSequential?: boolean;
  /**
   * Called for each trial when its turn comes; a trial that is no longer wanted is left out. Default: all are
   * wanted.
   */
  readonly isWanted?: (trial: Trial) => boolean;
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
 * Stage 1: the trials of a benchmark in their seeded, interleaved order. All variants of one (case, repeat)
 * run back to back in a block, so that drift and rate limits affect all variants alike. Blocks are shuffled,
 * and so are the variants inside each. The blocks of a chain stay together in the order of its cases; a chain
 * is one unit of the order and of a shard. A variant that a case excludes keeps its index and its position in
 * the order, but has no trial. Pure and lazy.
 */
export async function* plan(
  benchmark: Benchmark,
  { isDone = () => false, isWanted = () => true, isSequential = false, shard }: PlanOptions = {},
): AsyncGenerator<Trial> {
  let order = 0;
  let window = 0;
  let number = 0;
  for await (const blocks of windows(benchmark)) {
    const label = `order/1|${benchmark.seed}|blocks|${window++}`;
    for (const unit of shuffle({ label, items: unitsOf(blocks, isSequential) })) {
      const isHere = isInShard(shard, number++);
      const before = new Map<string, number>();
      for (const block of unit) {
        const first = order;
        order += benchmark.variants.length;
        if (!isHere) continue;
        for (const trial of trialsOf(benchmark, block, first)) {
          const planned = block.testCase.chain === undefined ? trial : afterPrevious(trial, before);
          if (!isDone(trial.index) && isWanted(planned)) yield planned;
        }
      }
    }
  }
}

async function* windows({ cases, repeats, variants }: Benchmark): AsyncGenerator<Block[]> {
  let blocks: Block[] = [];
  let firstIndex = 0;
  let previous: string | undefined;
  for await (const testCase of cases.cases()) {
    if (blocks.length >= BLOCKS_PER_WINDOW && testCase.chain !== previous) {
      yield blocks; // a chain ended beyond the window's size
      blocks = [];
    }
    for (let repeat = 0; repeat < repeats; repeat++) {
      blocks.push({ testCase, repeat, firstIndex });
      firstIndex += variants.length;
    }
    previous = testCase.chain;
    if (blocks.length < BLOCKS_PER_WINDOW || testCase.chain !== undefined) continue;
    yield blocks;
    blocks = [];
  }
  if (blocks.length > 0) yield blocks;
}

/**
 * The units to shuffle: a block; the blocks of a case in a sequential run; the blocks of a chain and a repeat
 * in their order, or of a chain with all its repeats.
 */
function unitsOf(blocks: readonly Block[], isSequential: boolean): readonly (readonly Block[])[] {
  if (!isSequential && blocks.every(({ testCase }) => testCase.chain === undefined)) return blocks.map((one) => [one]);
  const units = Map.groupBy(blocks, (block): unknown => {
    const { testCase, repeat } = block;
    if (testCase.chain !== undefined) return isSequential ? testCase.chain : `${repeat}|${testCase.chain}`;
    return isSequential ? testCase : block;
  });
  return [...units.values()].map((unit) => unit.toSorted((left, right) => left.repeat - right.repeat));
}

/** A trial of a chain waits for its variant's answer to the case before, in the same repeat. */
function afterPrevious(trial: Trial, before: Map<string, number>): Trial {
  const key = `${trial.repeat}|${trial.variant}`;
  const after = before.get(key);
  before.set(key, trial.index);
  return after === undefined ? trial : { ...trial, after };
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
  for (let place = 0; place < positions.length; place++) {
    const position = positions[place]!;
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
