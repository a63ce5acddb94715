import {
  answeringVariants,
  baselinePair,
  type Benchmark,
  ChainPreview,
  type CovariateReport,
  messageText,
  type Prompt,
  SameseedError,
  type TestCase,
  type Variant,
  option,
} from "@sameseed/core";
import { addRanges, type PlannedRange, type PlannedVariant, type RunPlan } from "@sameseed/analysis";
import type { PriceTable } from "@sameseed/runner";
import { covariateNotes } from "./covariate-notes.ts";
import { plannedJudges } from "./planned-judges.ts";
import { isAnsweredHere } from "../run/models-of.ts";
import { refuseDifference } from "../run/queue-options.ts";
import { assumedScenarios, pilotScenarios } from "./plan-power.ts";
import type { Pilot } from "./read-pilot.ts";

export interface PlanRunOptions {
  /** The difference of scores to find. */
  readonly detect?: number | undefined;
  /** Share of cases that one variant passes and the other does not. */
  readonly discordance?: number | undefined;
  /** A run that shows how far the variants differ and how long answers are. */
  readonly pilot?: Pilot | undefined;
  /** The pilot's differences adjusted by a past run: whether such a run saves cases. */
  readonly covariates?: CovariateReport | undefined;
  /** Where prices are looked up; without it no price is known. */
  readonly prices?: PriceTable | undefined;
}

const ALPHA = 0.05;
const POWER = 0.8;
const ENCODING = "o200k_base (gpt-tokenizer)";
/** Number of cases whose prompts are counted; the others are assumed to be similar. */
const MOST_COUNTED = 10_000;
/** Tokens that OpenAI's chat format adds to each message and to each request. */
const [TOKENS_A_MESSAGE, TOKENS_A_REQUEST] = [3, 3];

const SINGLE_PHRASINGS =
  "These sizes are for comparisons under a single phrasing. The verdict over phrasings has sizes of its own: they also depend on how many phrasings there are and how much they differ.";

/** The cost of a benchmark (requests, tokens, cost) and its power, without sending a request. */
export async function planRun(benchmark: Benchmark, options: PlanRunOptions = {}): Promise<RunPlan> {
  const { detect = null, discordance, pilot, prices } = options;
  refuseDifference(options.detect);
  const { cases, countedCases, sizes, hasFiles, hasChains, hasClusters } = await countPromptTokens(benchmark);
  const { repeats, variants } = benchmark;
  const planned = variants.map((variant, position) =>
    plannedVariant(variant, {
      ...options,
      requests: sizes[position]!.cases * repeats,
      promptTokens: Math.round(sizes[position]!.tokens * repeats),
    }),
  );
  const comparisons = comparisonsOf(benchmark);
  const hasPhrasings = variants.some(({ prompt }) => prompt.phrasingOf !== undefined);
  const isFixedSize =
    hasPhrasings ||
    hasClusters ||
    (pilot !== undefined && pilot.clusters !== null) ||
    sizes.some((size) => size.cases !== cases);
  const setting = {
    cases,
    repeats,
    variants: variants.length,
    comparisons,
    alpha: ALPHA / Math.max(1, comparisons),
    power: POWER,
    detect,
    isFixedSize,
  };
  const scenarios =
    comparisons === 0
      ? []
      : pilot === undefined
        ? assumedScenarios(setting, discordance)
        : pilotScenarios(
            setting,
            pilot,
            (variant) => options.covariates?.differences.find(({ b }) => b === variant)?.saved ?? null,
          );
  const costs = planned.map(({ costUsd }) => costUsd);
  return {
    name: benchmark.name,
    cases,
    repeats,
    requests: planned.reduce((sum, { requests }) => sum + requests, 0),
    variants: planned,
    judges: await plannedJudges(benchmark),
    costUsd: costs.includes(null) ? null : addRanges(costs.filter((cost) => cost !== null)),
    priceTable: prices?.version ?? null,
    tokens: { encoding: ENCODING, countedCases },
    alpha: ALPHA,
    powerLevel: POWER,
    comparisons,
    detect,
    pilot: pilot === undefined ? null : { runId: pilot.runId, cases: pilot.cases, repeats: pilot.repeats },
    scenarios,
    ...(isFixedSize && { isFixedSize }),
    notes: [
      ...(benchmark.cases.notes?.() ?? []),
      ...notesOf(benchmark, options),
      ...clusterNotes(options, hasClusters),
      ...uncountedNotes(benchmark, { hasFiles, hasChains }),
      ...(hasPhrasings && comparisons > 0 ? [SINGLE_PHRASINGS] : []),
      ...(options.covariates === undefined ? [] : covariateNotes(options.covariates, { scenarios, repeats })),
    ],
  };
}

/** How many variants are compared with another one. */
function comparisonsOf({ variants, baseline }: Benchmark): number {
  const paired = variants.map(({ id, prompt, modelId, control }) => ({
    id,
    prompt: prompt.id,
    phrasingOf: prompt.phrasingOf,
    model: modelId,
    control,
  }));
  const base = paired.find(({ id }) => id === baseline)!;
  return paired.filter((variant) => !variant.control && baselinePair(base, variant, paired) !== null).length;
}

interface VariantSize extends PlanRunOptions {
  readonly requests: number;
  readonly promptTokens: number;
}

function plannedVariant(variant: Variant, { requests, promptTokens, pilot, prices }: VariantSize): PlannedVariant {
  const mean = pilot?.answerTokens.get(variant.id);
  const completionTokens = answerTokens(requests, mean, variant.params.maxTokens);
  const here = isAnsweredHere(variant.model) && { isAnsweredHere: true as const };
  return { variant: variant.id, requests, ...here, promptTokens, completionTokens, costUsd: costOf() };

  function costOf(): PlannedRange | null {
    // Models that need no cache cost nothing: embedded, recorded, simulated.
    if (variant.model.isCacheable === false) return { low: 0, high: 0 };
    const price = prices?.priceOf(variant.model) ?? null;
    if (price === null) return null;
    const { low, high } = completionTokens;
    const at = (tokens: number): number => price({ promptTokens, completionTokens: tokens });
    return { low: at(low), high: high === null ? null : at(high) };
  }
}

function answerTokens(requests: number, mean: number | undefined, maxTokens: number | undefined): PlannedRange {
  if (mean !== undefined) return { low: Math.round(requests * mean), high: Math.round(requests * mean) };
  return { low: 0, high: maxTokens === undefined ? null : requests * maxTokens };
}

/** The messages of a case; empty if the prompt fails for it, when no request is sent. */
function messagesOf(prompt: Prompt, testCase: TestCase): ReturnType<Prompt["messages"]> {
  try {
    return prompt.messages(testCase);
  } catch (error) {
    if (error instanceof SameseedError && error.code === "PROMPT") return [];
    throw error;
  }
}

/** The requests to one variant in one repeat. */
interface VariantCases {
  readonly cases: number;
  readonly tokens: number;
}

interface PromptTokens {
  readonly cases: number;
  readonly countedCases: number;
  /** By place of the variant. */
  readonly sizes: readonly VariantCases[];
  readonly hasFiles: boolean;
  /** Whether cases are turns of chains; the answers before them are not known yet. */
  readonly hasChains: boolean;
  /** Whether two cases share a cluster. */
  readonly hasClusters: boolean;
}

/** Tokens of each variant's prompts over its cases. Of many cases the first are counted and scaled. */
async function countPromptTokens({ cases, variants }: Benchmark): Promise<PromptTokens> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const asText = { disallowedSpecial: new Set<string>() }; // "<|endoftext|>" in a prompt is text, not a token
  const sums = new Map(variants.map((variant) => [variant, { cases: 0, counted: 0, tokens: 0 }]));
  let total = 0;
  let hasFiles = false;
  let hasChains = false;
  let hasClusters = false;
  const clusters = new Set<string>();
  const preview = new ChainPreview();
  for await (const given of cases.cases()) {
    const testCase = preview.of(given);
    hasChains ||= given.chain !== undefined;
    hasClusters ||= given.cluster !== undefined && clusters.has(given.cluster);
    if (given.cluster !== undefined) clusters.add(given.cluster);
    const isCounted = total++ < MOST_COUNTED;
    const counts = new Map<Prompt, number>();
    for (const variant of answeringVariants(variants, testCase)) {
      const sum = sums.get(variant)!;
      sum.cases++;
      if (!isCounted) continue;
      const { prompt } = variant;
      const messages = counts.has(prompt) ? [] : messagesOf(prompt, testCase);
      const tokens = messages.map((message) => TOKENS_A_MESSAGE + countTokens(messageText(message), asText));
      hasFiles ||= messages.some(
        ({ content }) => Array.isArray(content) && content.some(({ type }) => type !== "text"),
      );
      if (!counts.has(prompt))
        counts.set(
          prompt,
          tokens.reduce((left, right) => left + right, TOKENS_A_REQUEST),
        );
      sum.counted++;
      sum.tokens += counts.get(prompt)!;
    }
  }
  return {
    cases: total,
    countedCases: Math.min(total, MOST_COUNTED),
    sizes: [...sums.values()].map(({ cases: count, counted, tokens }) => ({
      cases: count,
      tokens: counted === 0 ? 0 : (tokens * count) / counted,
    })),
    hasFiles,
    hasChains,
    hasClusters,
  };
}

function uncountedNotes(
  { variants }: Benchmark,
  { hasFiles, hasChains }: Pick<PromptTokens, "hasFiles" | "hasChains">,
): string[] {
  const uncounted = [
    ...(hasChains ? ["the earlier turns that chains send again"] : []),
    ...(hasFiles ? ["images", "audio", "documents"] : []),
    ...(variants.some(({ params }) => params.tools !== undefined) ? ["tools"] : []),
  ];
  return uncounted.length === 0 ? [] : [`Not in the token counts, and paid for as well: ${uncounted.join(", ")}.`];
}

function notesOf({ repeats }: Benchmark, { pilot, discordance }: PlanRunOptions): string[] {
  const notes: string[] = [];
  if (pilot === undefined && discordance === undefined)
    notes.push(
      `How many cases differ is not known: state it with ${option("discordance")}, or learn it from a small run with ${option("pilot")}.`,
    );
  if (pilot === undefined && repeats > 1)
    notes.push(
      "The requests include the repeats, but the cases are those that one repeat needs: only a pilot with repeats shows how many cases they save.",
    );
  if (pilot !== undefined && pilot.repeats === 1 && repeats > 1)
    notes.push(
      "The pilot had no repeats, so the cases are those that one repeat needs: how many cases the repeats save is unknown.",
    );
  if (pilot !== undefined && pilot.cases < 50)
    notes.push(`The pilot has ${pilot.cases} cases: its variances and these sizes are uncertain.`);
  return notes;
}

/** Fewer clusters give variances that are hardly known. */
const MANY_CLUSTERS = 20;

function clusterNotes({ pilot }: PlanRunOptions, hasClusters: boolean): string[] {
  if (pilot === undefined && !hasClusters) return [];
  if (pilot === undefined)
    return [
      "Cases share clusters, and these sizes take cases as independent. Only a pilot shows how many more are needed.",
    ];
  if (pilot.clusters === null)
    return hasClusters ? ["Cases share clusters, and those of the pilot do not: these sizes may be too small."] : [];
  const clusters = new Set(pilot.clusters).size;
  const few = clusters < MANY_CLUSTERS ? ` ${clusters} clusters are few, so the sizes are uncertain.` : "";
  return [`These sizes take the pilot's ${clusters} clusters into account, for clusters of the same size.${few}`];
}
