import { requireAtLeast } from "../argument-checks.ts";
import { isMissing } from "../missing-values.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { comparePairedScores, type PairedScoresOptions } from "./compare-paired-scores.ts";
import type { Comparison } from "./comparison.ts";

/** Case means of a complete prompts x models grid: `scores[case][prompt][model]`; null or NaN is missing. */
export type ScoreGrid = readonly (readonly (readonly (number | null)[])[])[];

/** A level against its baseline level, averaged over the levels of the other factor. */
export interface MainEffect {
  readonly level: number;
  readonly comparison: Comparison;
}

/** How much the prompt's effect under a model differs from its effect under the baseline model. */
export interface Interaction {
  readonly prompt: number;
  readonly model: number;
  readonly comparison: Comparison;
}

export interface FactorEffects {
  readonly prompts: readonly MainEffect[];
  readonly models: readonly MainEffect[];
  readonly interactions: readonly Interaction[];
}

interface Shape {
  readonly prompts: number;
  readonly models: number;
}

function shapeOf(scores: ScoreGrid): Shape {
  const prompts = scores[0]?.length ?? 0;
  const models = scores[0]?.[0]?.length ?? 0;
  const isComplete = scores.every((grid) => grid.length === prompts && grid.every((row) => row.length === models));
  if (!isComplete) throw new RangeError("scores must hold every prompt x model for every case");
  return { prompts, models };
}

/** A case with a missing cell has no contrast at all: averages over other cells would compare different sets. */
function isWhole(grid: ScoreGrid[number]): boolean {
  return !grid.some((row) => row.some((score) => isMissing(score, "scores")));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Main effects and interactions of prompts and models as per-case contrasts, each compared with 0 like any paired
 * difference (CR2 t interval, sign-flip p). `range` is that of one difference; a contrast of contrasts has twice that.
 * Adjust the p-values of a family with `adjustComparisons`.
 */
export function factorEffects(
  input: {
    readonly scores: ScoreGrid;
    /** Indexes of the baseline levels. Default 0. */
    readonly basePrompt?: number;
    readonly baseModel?: number;
    readonly cluster?: ClusterIds | undefined;
  },
  options: PairedScoresOptions,
): FactorEffects {
  const { scores, basePrompt = 0, baseModel = 0, cluster } = input;
  const { prompts, models } = shapeOf(scores);
  requireAtLeast(basePrompt, 0, "basePrompt");
  requireAtLeast(baseModel, 0, "baseModel");
  if (scores.length > 0 && (basePrompt >= prompts || baseModel >= models)) {
    throw new RangeError(`basePrompt and baseModel must name a level of ${prompts} x ${models}`);
  }
  const label = options.label ?? "stats/1|sign-flip";
  const promptLevels = Array.from({ length: prompts }, (_, index) => index);
  const modelLevels = Array.from({ length: models }, (_, index) => index);
  const compare = (
    name: string,
    contrast: (score: (prompt: number, model: number) => number) => number,
    range: number | null,
  ): Comparison => {
    const d = scores.map((grid) =>
      isWhole(grid) ? contrast((prompt, model) => grid[prompt]?.[model] as number) : NaN,
    );
    return comparePairedScores({ d, cluster }, { ...options, range, label: `${label}|${name}` });
  };
  const { range } = options;
  return {
    prompts: promptLevels
      .filter((level) => level !== basePrompt)
      .map((level) => ({
        level,
        comparison: compare(
          `prompt=${level}`,
          (score) => mean(modelLevels.map((model) => score(level, model) - score(basePrompt, model))),
          range,
        ),
      })),
    models: modelLevels
      .filter((level) => level !== baseModel)
      .map((level) => ({
        level,
        comparison: compare(
          `model=${level}`,
          (score) => mean(promptLevels.map((prompt) => score(prompt, level) - score(prompt, baseModel))),
          range,
        ),
      })),
    interactions: promptLevels
      .filter((prompt) => prompt !== basePrompt)
      .flatMap((prompt) =>
        modelLevels
          .filter((model) => model !== baseModel)
          .map((model) => ({
            prompt,
            model,
            comparison: compare(
              `prompt=${prompt}|model=${model}`,
              (score) =>
                score(prompt, model) -
                score(basePrompt, model) -
                (score(prompt, baseModel) - score(basePrompt, baseModel)),
              range === null ? null : 2 * range,
            ),
          })),
      ),
  };
}
