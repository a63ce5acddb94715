import type { FactorEffect } from "@sameseed/core";
import { adjustComparisons, type Comparison, factorEffects } from "@sameseed/stats";
import type { VariantTrials } from "./variant-trials.ts";
import { pairCases } from "./paired-cases.ts";

export interface CompareFactorsOptions {
  readonly metric: string;
  readonly baseline: string;
  readonly repeats: number;
  readonly cases: number;
  readonly clusters: Int32Array | null;
  readonly margin: number | null;
  readonly label: string;
}

/** Main effects and interactions; empty unless every prompt is combined with every model and there are two of each. */
export function compareFactors(candidates: readonly VariantTrials[], options: CompareFactorsOptions): FactorEffect[] {
  const { metric, baseline, repeats, cases, clusters, margin, label } = options;
  const prompts = [...new Set(candidates.map(({ variant }) => variant.prompt))];
  const models = [...new Set(candidates.map(({ variant }) => variant.model))];
  if (prompts.length < 2 || models.length < 2 || candidates.length !== prompts.length * models.length) return [];

  const cell = (prompt: string, model: string): VariantTrials =>
    candidates.find(({ variant }) => variant.prompt === prompt && variant.model === model)!;
  const base = candidates.find(({ variant }) => variant.id === baseline)?.variant ?? candidates[0]!.variant;
  const means = prompts.map((prompt) => models.map((model) => caseMeans(cell(prompt, model), options)));
  const scores = Array.from({ length: cases }, (_, number) => means.map((row) => row.map((column) => column[number]!)));
  const effects = factorEffects(
    {
      scores,
      basePrompt: prompts.indexOf(base.prompt),
      baseModel: models.indexOf(base.model),
      cluster: clusters ?? undefined,
    },
    { range: 1, margin, label: `stats/1|factors|${label}|metric=${metric}|repeats=${repeats}` },
  );
  const family = (
    factor: FactorEffect["factor"],
    levels: readonly (readonly [string, string, Comparison])[],
  ): FactorEffect[] => {
    const results = adjustComparisons(levels.map(([, , comparison]) => comparison));
    return levels.map(([level, of], place) => ({ metric, factor, level, baseline: of, result: results[place]! }));
  };
  return [
    ...family(
      "prompt",
      effects.prompts.map(({ level, comparison }) => [prompts[level]!, base.prompt, comparison]),
    ),
    ...family(
      "model",
      effects.models.map(({ level, comparison }) => [models[level]!, base.model, comparison]),
    ),
    ...family(
      "interaction",
      effects.interactions.map(({ prompt, model, comparison }) => [
        `${prompts[prompt]} × ${models[model]}`,
        `${base.prompt} × ${base.model}`,
        comparison,
      ]),
    ),
  ];
}

/** Case means of one variant by case number, failed trials scored 0; NaN for a case it has no row of. */
function caseMeans(candidate: VariantTrials, options: CompareFactorsOptions): Float64Array {
  const { cases, a } = pairCases(candidate, candidate, options);
  const means = new Float64Array(options.cases).fill(NaN);
  for (const [place, number] of cases.entries()) means[number] = a[place]!;
  return means;
}
