import type { ModelEntry } from "../model/model-entry.ts";
import type { Judge } from "../scoring/judge.ts";
import type { Model, ModelParams } from "../model/model.ts";
import type { ReasoningPolicy } from "../model/separate-reasoning.ts";
import type { ParameterUse } from "../model/parameter-use.ts";
import type { Prices } from "./prices.ts";
import type { Prompt, PromptInput } from "../prompt/prompt.ts";
import type { Scorer } from "../scoring/scorer.ts";
import type { SeedPolicy } from "../seeds/seed.ts";
import type { TemplateVars } from "../prompt/template.ts";
import type { Dataset, TestCase, Vars } from "../case/test-case.ts";

/** One prompt × model picked by hand, where the full cross product is not wanted. */
export interface VariantEntry {
  readonly prompt: string;
  readonly model: string;
}

/** A benchmark as written in `benchmark.ts`, with the same keys as the YAML file. */
export interface BenchmarkDefinition<V extends Vars = Vars> {
  /** Name of the benchmark, used in run ids and reports. */
  readonly name: string;
  /** Purpose of the benchmark; reports show it. */
  readonly description?: string;
  /** The root seed, from which all other seeds and all random orders are derived. Default 1. */
  readonly seed?: number;
  /** Default `derived`: one seed per case and repeat, shared by all variants. */
  readonly seedPolicy?: SeedPolicy;
  /** How many answers each variant gives to each case, each with its own seed. Default 1. */
  readonly repeats?: number;
  /** The cases: a list, or a dataset such as `csv("cases.csv")`. */
  readonly cases: Dataset<V> | readonly TestCase<V>[];
  /** The prompts: templates with `{{variables}}`, messages, or functions. */
  readonly prompts: readonly PromptInput<V>[];
  /** The models: `provider:model`, an entry with options, or a model of your own. */
  readonly models: readonly (string | Model | ModelEntry)[];
  /** Default: every prompt with every model. */
  readonly variants?: readonly VariantEntry[];
  /** The scorers. Each gives every answer a score from 0 to 1. */
  readonly scorers: readonly Scorer[];
  /** The variant id that others are compared with. Default: the first. */
  readonly baseline?: string;
  /** The largest score difference that does not matter to you, for `equivalent` and `notWorse`. Default 0.02. */
  readonly margin?: number;
  /** Values of k for pass@k and pass^k, each from 1 to `repeats`. Default: `repeats`, for scorers that pass or fail. */
  readonly passAt?: readonly number[] | undefined;
  /** Metadata keys or variables. Reports also compare the variants within each group of cases that share a value. */
  readonly slices?: readonly string[] | undefined;
  /** The default judge. In a list, the first is the default; scorers select another by id. */
  readonly judge?: string | Model | ModelEntry | readonly (string | Model | ModelEntry)[];
  /** Prices per model, in US dollars per million tokens, for your own servers or instead of the price table. */
  readonly prices?: Prices;
  /** `true` omits parameters that a service does not support and notes it in the report. Default: an error. */
  readonly dropUnsupported?: boolean | undefined;
  /**
   * The handling of reasoning inside an answer, such as `<think>…</think>`. Default `strip`: it is moved to
   * the row's `reasoning` before scoring. Models may have their own.
   */
  readonly reasoning?: ReasoningPolicy | undefined;
}

/** A prompt × model × parameters with the id `<prompt id>/<model id>`. Comparisons are between variants. */
export interface Variant {
  readonly id: string;
  readonly prompt: Prompt;
  readonly modelId: string;
  readonly model: Model;
  /** The parameters that are sent. */
  readonly params: ModelParams;
  /** How the service handles the seed and each given parameter; absent if the service is unknown. */
  readonly parameters?: readonly ParameterUse[] | undefined;
  /** `keep` leaves reasoning inside the answer's text. Default `strip`. */
  readonly reasoning?: ReasoningPolicy | undefined;
  /** The A/A control: the baseline a second time. */
  readonly control?: boolean;
}

/** A checked benchmark, ready to plan. */
export interface Benchmark {
  /** Name of the benchmark, used in run ids and reports. */
  readonly name: string;
  /** Purpose of the benchmark; null without one. */
  readonly description: string | null;
  /** The root seed, from which all other seeds and all random orders are derived. */
  readonly seed: number;
  /** Source of the seed of each request: derived per case and repeat, fixed, or none. */
  readonly seedPolicy: SeedPolicy;
  /** Number of answers of each variant to each case. */
  readonly repeats: number;
  /** The cases, as a stream that can be read more than once. */
  readonly cases: Dataset;
  /** The variants, in the order of the reports. */
  readonly variants: readonly Variant[];
  /** The scorers, in the order of the columns. */
  readonly scorers: readonly Scorer[];
  /** The judge models of the scorers; empty if no scorer needs one. */
  readonly judges: readonly Judge[];
  /** Id of the variant that the others are compared with. */
  readonly baseline: string;
  /** The largest score difference that does not matter. With null, no variant is `equivalent` or `notWorse`. */
  readonly margin: number | null;
  /** Values of k for pass@k and pass^k; absent for the default, `repeats`. */
  readonly passAt?: readonly number[] | undefined;
  /** Metadata keys or variables of the slices; absent without slices. */
  readonly slices?: readonly string[] | undefined;
}

type UnknownVars<T extends string, V> = Exclude<TemplateVars<T>, keyof V>;
type CheckText<T extends string, V> = [UnknownVars<T, V>] extends [never]
  ? T
  : `unknown variable {{${UnknownVars<T, V> & string}}}`;
type CheckPrompt<P, V> = P extends { text: infer T extends string }
  ? Omit<P, "text"> & { readonly text: CheckText<T, V> }
  : P extends { messages: infer M }
    ? Omit<P, "messages"> & { readonly messages: CheckMessages<M, V> }
    : P extends { phrasings: infer L }
      ? Omit<P, "phrasings"> & {
          readonly phrasings: {
            readonly [K in keyof L]: L[K] extends string ? CheckText<L[K], V> : CheckPrompt<L[K], V>;
          };
        }
      : P;
type CheckMessages<M, V> = M extends string
  ? CheckText<M, V>
  : { readonly [K in keyof M]: M[K] extends string ? CheckText<M[K], V> : CheckMessage<M[K], V> };
type CheckMessage<M, V> = M extends { content: infer T extends string }
  ? Omit<M, "content"> & { readonly content: CheckText<T, V> }
  : M extends { content: infer C extends readonly unknown[] }
    ? Omit<M, "content"> & { readonly content: { readonly [K in keyof C]: CheckPart<C[K], V> } }
    : M;
type CheckPart<C, V> = C extends { text: infer T extends string }
  ? Omit<C, "text"> & { readonly text: CheckText<T, V> }
  : C;
/** Where the vars' names are known to the compiler, a template that names another does not compile. */
export type CheckedPrompts<P, V extends Vars> = string extends keyof V
  ? P
  : { readonly [K in keyof P]: CheckPrompt<P[K], V> };

/** Declares a benchmark. The compiler checks its keys, and the templates against the type of the cases' variables. */
export function defineBenchmark<V extends Vars, const P extends readonly PromptInput<V>[]>(
  definition: Omit<BenchmarkDefinition<V>, "prompts"> & { readonly prompts: P & CheckedPrompts<P, V> },
): BenchmarkDefinition {
  return definition as unknown as BenchmarkDefinition;
}
