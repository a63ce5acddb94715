import type { Benchmark, Variant } from "./benchmark.ts";
import { answeringVariants } from "./answering-variants.ts";
import { SameseedError } from "../error.ts";
import { readPath } from "../prompt/path.ts";
import { textOf } from "../prompt/template.ts";
import { sampled } from "./sample.ts";
import { isHeldOut, type SplitPart } from "../case/split.ts";
import { chainsOf } from "../case/chain.ts";
import type { Dataset, TestCase } from "../case/test-case.ts";

/** The part of a benchmark that a run executes. It is stored in the manifest. */
export interface Selection {
  /** Only the first n cases, after the other filters. */
  readonly limit?: number | undefined;
  /** Only cases whose id matches this regular expression. */
  readonly filterCases?: string | undefined;
  /** Only prompts whose id matches this regular expression. */
  readonly filterPrompts?: string | undefined;
  /** Only models whose id matches this regular expression. */
  readonly filterModels?: string | undefined;
  /** Key → value: only cases with this value in their metadata, or otherwise in their variables. */
  readonly filterMetadata?: Readonly<Record<string, string>> | undefined;
  /** Number of cases to draw at random with the benchmark's seed, after the other filters. A chain counts as one. */
  readonly filterSample?: number | undefined;
  /** The part of a split to use, before the other filters. */
  readonly split?: SplitPart | undefined;
  /** A run: only cases that failed in it. They are in `onlyCases`. */
  readonly filterFailing?: string | undefined;
  /** Only these case ids. The manifest stores how they were chosen, not the set. */
  readonly onlyCases?: ReadonlySet<string> | undefined;
}

/** The benchmark narrowed to a selection. Seeds do not depend on the selection, so a case keeps its seeds. */
export function select(benchmark: Benchmark, selection: Selection): Benchmark {
  const prompts = pattern("filter-prompts", selection.filterPrompts);
  const models = pattern("filter-models", selection.filterModels);
  const variants = benchmark.variants.filter(({ prompt, modelId }) => prompts.test(prompt.id) && models.test(modelId));
  if (variants.length === 0) {
    throw new SameseedError("BAD_ARGUMENT", "The filters leave no variant.", {
      hint: `Variants: ${benchmark.variants.map((variant) => variant.id).join(", ")}.`,
    });
  }
  const answered =
    variants.length === benchmark.variants.length ? benchmark.cases : answeredBy(variants, benchmark.cases);
  const cases = selectCases(answered, selection, benchmark.seed);
  return { ...benchmark, variants, cases, baseline: baselineAmong(variants, benchmark) };
}

/** The cases that at least one of the variants answers. */
function answeredBy(variants: readonly Variant[], dataset: Dataset): Dataset {
  const isAnswered = (testCase: TestCase): boolean => answeringVariants(variants, testCase).length > 0;
  return { ...dataset, cases: () => filtered(dataset.cases(), isAnswered) };
}

function selectCases(dataset: Dataset, selection: Selection, seed: number): Dataset {
  const { limit = Infinity, filterCases, filterMetadata, filterSample, onlyCases, split } = selection;
  const ids = pattern("filter-cases", filterCases);
  const chosen = [filterCases, filterMetadata, filterSample, onlyCases, split];
  if (limit === Infinity && chosen.every((filter) => filter === undefined)) return dataset;
  const isKept = (testCase: TestCase): boolean =>
    isInPart(testCase, split) &&
    ids.test(testCase.id) &&
    (onlyCases?.has(testCase.id) ?? true) &&
    hasMetadata(testCase, filterMetadata);
  const source = split === undefined ? dataset : withoutHeldOutExamples(dataset, split);
  return {
    ...source,
    async *cases() {
      const kept = wholeChains(chainsOf(source.cases()), isKept);
      let taken = 0;
      for await (const chain of filterSample === undefined ? kept : sampled(kept, filterSample, seed)) {
        for (const testCase of chain) {
          yield testCase;
          if (++taken >= limit) return;
        }
      }
    },
  };
}

/** Examples come from the development cases, in either part: prompts never show a held-out case and its answer. */
function withoutHeldOutExamples(dataset: Dataset, split: SplitPart): Dataset {
  return dataset.withExamples?.((testCase) => !isHeldOut(testCase, split)) ?? dataset;
}

function isInPart(testCase: TestCase, split: SplitPart | undefined): boolean {
  return split === undefined || isHeldOut(testCase, split) === (split.part === "held-out");
}

async function* filtered<T>(items: AsyncIterable<T>, isKept: (item: T) => boolean): AsyncGenerator<T> {
  for await (const item of items) if (isKept(item)) yield item;
}

/** Keeping a case of a chain also keeps the earlier ones, since its prompt needs their answers. */
async function* wholeChains(
  chains: AsyncIterable<TestCase[]>,
  isKept: (testCase: TestCase) => boolean,
): AsyncGenerator<TestCase[]> {
  for await (const chain of chains) {
    const last = chain.findLastIndex(isKept);
    if (last >= 0) yield chain.slice(0, last + 1);
  }
}

/** Every key has the value; of a list one entry is enough. */
function hasMetadata({ metadata = {}, vars }: TestCase, wanted: Selection["filterMetadata"]): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => {
    const found = Object.hasOwn(metadata, key) ? metadata[key] : readPath(vars, key);
    return [found].flat().some((one) => one !== undefined && textOf(one) === value);
  });
}

/** The baseline, else another phrasing of its prompt with its model, else the first variant. */
function baselineAmong(variants: readonly Variant[], benchmark: Benchmark): string {
  const wanted = benchmark.variants.find(({ id }) => id === benchmark.baseline);
  const isSibling = ({ prompt, modelId }: Variant): boolean =>
    prompt.phrasingOf !== undefined && prompt.phrasingOf === wanted?.prompt.phrasingOf && modelId === wanted.modelId;
  const kept = variants.find(({ id }) => id === benchmark.baseline) ?? variants.find(isSibling) ?? variants[0]!;
  return kept.id;
}

function pattern(flag: string, source = ""): RegExp {
  try {
    return new RegExp(source, "u");
  } catch (cause) {
    throw new SameseedError("BAD_ARGUMENT", `--${flag} "${source}" is not a regular expression.`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}
