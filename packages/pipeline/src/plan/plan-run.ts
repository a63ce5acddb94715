import {
  type Benchmark,
  messageText,
  type Prompt,
  SameseedError,
  type TestCase,
  type Variant,
  option,
} from "@sameseed/core";
import { addRanges, type PlannedRange, type PlannedVariant, type RunPlan } from "@sameseed/analysis";
import type { PriceTable } from "@sameseed/runner";
import { plannedJudges } from "./planned-judges.ts";
import { assumedScenarios, pilotScenarios } from "./plan-power.ts";
import type { Pilot } from "./read-pilot.ts";

export interface PlanRunOptions {
  /** The difference of scores to find. */
  readonly detect?: number | undefined;
  /** Share of cases that one variant passes and the other does not. */
  readonly discordance?: number | undefined;
  /** A run that says how far the variants differ and how long answers are. */
  readonly pilot?: Pilot | undefined;
  /** Where prices are looked up; without it no price is known. */
  readonly prices?: PriceTable | undefined;
}

const ALPHA = 0.05;
const POWER = 0.8;
const ENCODING = "o200k_base (gpt-tokenizer)";
/** Cases whose prompts are counted; the rest is taken to be like them. */
const MOST_COUNTED = 10_000;
/** Tokens that OpenAI's chat format adds to each message and to each request. */
const [TOKENS_A_MESSAGE, TOKENS_A_REQUEST] = [3, 3];

/** What a benchmark takes (requests, tokens, cost) and what it can find, without sending anything. */
export async function planRun(benchmark: Benchmark, options: PlanRunOptions = {}): Promise<RunPlan> {
  const { detect = null, discordance, pilot, prices } = options;
  const { cases, countedCases, tokens, hasFiles } = await countPromptTokens(benchmark);
  const { repeats, variants } = benchmark;
  const planned = variants.map((variant) =>
    plannedVariant(variant, {
      ...options,
      requests: cases * repeats,
      promptTokens: Math.round(tokens.get(variant.prompt)! * repeats),
    }),
  );
  const comparisons = variants.filter(({ id, control }) => id !== benchmark.baseline && !control).length;
  const setting = {
    cases,
    repeats,
    variants: variants.length,
    alpha: ALPHA / Math.max(1, comparisons),
    power: POWER,
    detect,
  };
  const costs = planned.map(({ costUsd }) => costUsd);
  return {
    name: benchmark.name,
    cases,
    repeats,
    requests: cases * repeats * variants.length,
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
    scenarios:
      comparisons === 0
        ? []
        : pilot === undefined
          ? assumedScenarios(setting, discordance)
          : pilotScenarios(setting, pilot),
    notes: [
      ...(benchmark.cases.notes?.() ?? []),
      ...notesOf(benchmark, options),
      ...uncountedNotes(benchmark, hasFiles),
    ],
  };
}

interface VariantSize extends PlanRunOptions {
  readonly requests: number;
  readonly promptTokens: number;
}

function plannedVariant(variant: Variant, { requests, promptTokens, pilot, prices }: VariantSize): PlannedVariant {
  const mean = pilot?.answerTokens.get(variant.id);
  const completionTokens = answerTokens(requests, mean, variant.params.maxTokens);
  return { variant: variant.id, requests, promptTokens, completionTokens, costUsd: costOf() };

  function costOf(): PlannedRange | null {
    // What is not worth a cache costs nothing: embedded, recorded, simulated.
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

/** None for a case for which the prompt fails: nothing is sent. */
function messagesOf(prompt: Prompt, testCase: TestCase): ReturnType<Prompt["messages"]> {
  try {
    return prompt.messages(testCase);
  } catch (error) {
    if (error instanceof SameseedError && error.code === "PROMPT") return [];
    throw error;
  }
}

/** Tokens of each prompt over all cases, once. Of many cases the first are counted and scaled. */
async function countPromptTokens({
  cases,
  variants,
}: Benchmark): Promise<{ cases: number; countedCases: number; tokens: Map<Prompt, number>; hasFiles: boolean }> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const asText = { disallowedSpecial: new Set<string>() }; // "<|endoftext|>" in a prompt is text, not a token
  const sums = new Map(variants.map(({ prompt }) => [prompt, 0]));
  let total = 0;
  let hasFiles = false;
  for await (const testCase of cases.cases()) {
    if (total++ >= MOST_COUNTED) continue;
    for (const [prompt, sum] of sums) {
      const messages = messagesOf(prompt, testCase);
      const counts = messages.map((message) => TOKENS_A_MESSAGE + countTokens(messageText(message), asText));
      hasFiles ||= messages.some(
        ({ content }) => Array.isArray(content) && content.some(({ type }) => type !== "text"),
      );
      sums.set(
        prompt,
        counts.reduce((left, right) => left + right, sum + TOKENS_A_REQUEST),
      );
    }
  }
  const countedCases = Math.min(total, MOST_COUNTED);
  const scale = countedCases === 0 ? 0 : total / countedCases;
  return {
    cases: total,
    countedCases,
    tokens: new Map([...sums].map(([prompt, sum]) => [prompt, sum * scale])),
    hasFiles,
  };
}

function uncountedNotes({ variants }: Benchmark, hasFiles: boolean): string[] {
  const uncounted = [
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
    notes.push("Repeats are given no credit here: what they save only a pilot with repeats shows.");
  if (pilot !== undefined && pilot.repeats === 1 && repeats > 1)
    notes.push("The pilot had no repeats, so what repeats save is not known; they are given no credit.");
  if (pilot !== undefined && pilot.cases < 50)
    notes.push(`The pilot has ${pilot.cases} cases: its variances are uncertain, and so are these sizes.`);
  return notes;
}
