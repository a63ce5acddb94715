import type { Benchmark, Variant } from "./benchmark.ts";
import { SameseedError } from "../error.ts";
import type { Dataset } from "../case/test-case.ts";

/** A part of a benchmark; kept in the manifest, because a part is not the whole. */
export interface Selection {
  /** The first n cases that the other filters let through. */
  readonly limit?: number | undefined;
  /** A regular expression on case ids. */
  readonly filterCases?: string | undefined;
  /** A regular expression on prompt ids. */
  readonly filterPrompts?: string | undefined;
  /** A regular expression on model ids. */
  readonly filterModels?: string | undefined;
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
  const cases = selectCases(benchmark.cases, selection);
  return { ...benchmark, variants, cases, baseline: baselineAmong(variants, benchmark.baseline) };
}

function selectCases(dataset: Dataset, { limit = Infinity, filterCases }: Selection): Dataset {
  const ids = pattern("filter-cases", filterCases);
  if (limit === Infinity && filterCases === undefined) return dataset;
  return {
    ...dataset,
    async *cases() {
      let taken = 0;
      for await (const testCase of dataset.cases()) {
        if (!ids.test(testCase.id)) continue;
        yield testCase;
        if (++taken >= limit) return;
      }
    },
  };
}

function baselineAmong(variants: readonly Variant[], baseline: string): string {
  return variants.some((variant) => variant.id === baseline) ? baseline : variants[0]!.id;
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
