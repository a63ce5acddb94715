import { TestCase, type Trial } from "@sameseed/core";
import * as z from "@sameseed/core/zod";

/** How many trials a chunk aims at: the queue then costs less than the work, and a lost chunk is small. */
export const TRIALS_PER_CHUNK = 64;

/** The trials of one block that are to be run: [index, order, position of the variant in the benchmark]. */
const BlockTrial = z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]);

const ChunkBlock = z.object({
  /** The case whole, or its id alone where JSON cannot hold it: the worker then reads it from its own dataset. */
  case: z.union([TestCase.loose(), z.string()]),
  repeat: z.int().min(0),
  seed: z.int().nullable(),
  trials: z.array(BlockTrial).min(1),
});

/** Consecutive whole blocks of the plan: a worker's unit of work. It contains no prompt, no key and no code. */
export const Chunk = z.object({ blocks: z.array(ChunkBlock).min(1) });
export type Chunk = z.infer<typeof Chunk>;
export type ChunkBlock = z.infer<typeof ChunkBlock>;

/** The data to rebuild a chunk's trials: the benchmark's variants, and its cases by id. */
export interface ChunkContext {
  readonly variants: readonly {
    readonly id: string;
    readonly prompt: { readonly id: string };
    readonly modelId: string;
  }[];
  /** Finds a case that JSON cannot hold. */
  readonly caseOf: (id: string) => Promise<TestCase>;
}

/** The trials of a chunk, in the order of the plan. */
export async function* trialsOfChunk({ blocks }: Chunk, { variants, caseOf }: ChunkContext): AsyncGenerator<Trial> {
  for (const { case: given, repeat, seed, trials } of blocks) {
    const testCase = typeof given === "string" ? await caseOf(given) : given;
    for (const [index, order, position] of trials) {
      const variant = variants[position]!;
      yield {
        index,
        order,
        case: testCase,
        repeat,
        variant: variant.id,
        prompt: variant.prompt.id,
        model: variant.modelId,
        seed,
      };
    }
  }
}

/** Indices of the trials of a chunk. */
export function indicesOf({ blocks }: Chunk): number[] {
  return blocks.flatMap(({ trials }) => trials.map(([index]) => index));
}

/** The chunk without some of its trials; null when none remains. */
export function without({ blocks }: Chunk, isDone: (index: number) => boolean): Chunk | null {
  const left = blocks
    .map((block) => ({ ...block, trials: block.trials.filter(([index]) => !isDone(index)) }))
    .filter(({ trials }) => trials.length > 0);
  return left.length === 0 ? null : { blocks: left };
}

/** Splits each block into a separate chunk. */
export function splitChunk({ blocks }: Chunk): Chunk[] {
  return blocks.map((block) => ({ blocks: [block] }));
}

export interface ChunkOptions {
  /** Ids of the benchmark's variants, in its order. */
  readonly variants: readonly string[];
  /** Trials of the whole plan: chunks shrink in its last tenth, so that all workers end at about the same time. */
  readonly planned: number;
}

/** Near the end a chunk is this part of the rest: that many workers with one request at a time end together. */
const PART_OF_THE_REST = 256;

/**
 * How many trials a chunk that begins here aims at. Single blocks for a whole tenth would cost Redis, the coordinator and
 * the workers more than the trials themselves.
 */
function chunkSize(order: number, planned: number): number {
  if (order < 0.9 * planned) return TRIALS_PER_CHUNK;
  return Math.min(TRIALS_PER_CHUNK, Math.max(1, Math.floor((planned - order) / PART_OF_THE_REST)));
}

/** Cuts the plan into chunks of whole blocks. A partly stored block contains the remaining trials. */
export async function* chunksOf(
  trials: AsyncIterable<Trial>,
  { variants, planned }: ChunkOptions,
): AsyncGenerator<Chunk> {
  const positions = new Map(variants.map((id, position) => [id, position]));
  let blocks: ChunkBlock[] = [];
  let size = 0;
  let lastBlock = -1;
  for await (const trial of trials) {
    const entry: z.infer<typeof BlockTrial> = [trial.index, trial.order, positions.get(trial.variant)!];
    const block = Math.floor(trial.index / variants.length);
    if (block === lastBlock) {
      blocks.at(-1)!.trials.push(entry);
      size++;
      continue;
    }
    lastBlock = block;
    const isFull = size + variants.length > chunkSize(trial.order, planned);
    if (blocks.length > 0 && isFull) {
      yield { blocks };
      blocks = [];
      size = 0;
    }
    blocks.push({ case: portable(trial.case), repeat: trial.repeat, seed: trial.seed, trials: [entry] });
    size++;
  }
  if (blocks.length > 0) yield { blocks };
}

/** The case, or its id where JSON would change it. */
function portable(testCase: TestCase): z.infer<typeof TestCase> | string {
  return isJson(testCase) ? (testCase as z.infer<typeof TestCase>) : testCase.id;
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((member) => member === undefined || isJson(member));
}
