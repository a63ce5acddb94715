import {
  type Benchmark,
  canonicalJson,
  type Judge,
  type Model,
  type ModelParams,
  Prices,
  SameseedError,
  type Variant,
  option,
} from "@sameseed/core";
import {
  type BatchEvent,
  type Budget,
  type BudgetMeter,
  budgetMeter,
  cached,
  type CacheMode,
  checked,
  isBilled,
  isCacheable,
  openCache,
  priced,
  type PriceOf,
  priceTable,
  type Spent,
  wrapModel,
} from "@sameseed/runner";
import { batchModels } from "./batch-models.ts";

/** Where answers are kept, relative to the working folder, as `results` is. */
export const CACHE_FOLDER = ".sameseed/cache";
/** Services change behind a model's name: an answer older than this is requested again. */
export const CACHE_TTL_MS = 14 * 86_400_000;

export interface ExecutionOptions {
  /** Default `off`: a run is a measurement, and a cached answer is not. */
  readonly cache?: CacheMode | "off" | undefined;
  /** Default `.sameseed/cache`. */
  readonly cacheDir?: string | undefined;
  /** Age from which a cached answer is not served any more, in milliseconds. Default 14 days. */
  readonly cacheTtlMs?: number | undefined;
  /** Prices in US dollars for a million tokens, by model; they come before the benchmark's and the table's. */
  readonly prices?: Prices | undefined;
  /** The run stops before it crosses one of these. */
  readonly budget?: Budget | undefined;
  /** Sends the variants' requests as batches, where their service has them: within a day, at half the price. */
  readonly batch?: BatchOptions | undefined;
}

export interface BatchOptions {
  /** Time between two looks at a batch. Default 30 s. */
  readonly pollMs?: number | undefined;
  readonly onBatch?: ((event: BatchEvent) => void) | undefined;
  /** Stops waiting; the batches continue, and a resumed run collects them. */
  readonly stop?: AbortSignal | undefined;
}

/** The price of a request in a batch, as a share of the normal price. */
const BATCH_SHARE = 0.5;

/** The layers between the plan and the models: the cache, the prices and the budget. */
export interface Execution {
  /** The benchmark's variants with their models wrapped. Models are prepared and closed unwrapped. */
  readonly variants: readonly Variant[];
  /** The benchmark's judges, wrapped in the same way. */
  readonly judges: readonly Judge[];
  readonly priceTable: string | null;
  /** The variant's model without a cache: for a probe, which repeats requests. */
  readonly bare: (variant: Variant) => Model;
  readonly meter: BudgetMeter;
  /** Ids of the models whose requests are sent as batches. */
  readonly batchedModels: readonly string[];
  /** Gives the batches their file, once the run has a folder. */
  openBatches(file: string): Promise<void>;
  /** Warnings in addition to the result, such as a failed cache. */
  warnings(): readonly string[];
  close(): void;
}

/** Errors: `BAD_ARGUMENT` for a cost limit on models with unknown prices, `BAD_BENCHMARK` for invalid prices. */
export async function openExecution(
  { variants, judges }: Benchmark,
  options: ExecutionOptions = {},
): Promise<Execution> {
  const { cache = "off", cacheDir = CACHE_FOLDER, cacheTtlMs = CACHE_TTL_MS, budget = {} } = options;
  const table = await pricesOf({ variants, judges }, options);
  const meter = budgetMeter(budget);
  const store =
    cache === "off" ? undefined : await openCache(cacheDir, { ttlMs: cacheTtlMs, isReadOnly: cache === "read" });
  const wrapped = new Map<string, Model>();
  const batches = batchModels(options.batch);
  const counted = ({ modelId, model, params }: NamedModel, kept: Model): Model => {
    const priceOf = batches.has(model) ? shareOf(table.priceOf(model), BATCH_SHARE) : table.priceOf(model);
    return meter.metered(priced(kept, priceOf), modelId, atMostOf(params, priceOf));
  };
  /** Variants of one model share its wrapper, and with it the model's state. */
  const wrap = ({ modelId, model, params }: NamedModel, mayBatch: boolean): Model => {
    const sound = checked(mayBatch ? batches.of(model) : model);
    const kept = store === undefined || cache === "off" ? sound : cached(sound, store, { mode: cache });
    const made = wrapped.get(modelId) ?? counted({ modelId, model, params }, kept);
    wrapped.set(modelId, made);
    return made;
  };
  const replicates = countReplicates(
    variants.map(({ prompt, model, params }) => ({
      prompt: prompt.source,
      identity: [model.id, isCacheable(model) && model.identity],
      params,
    })),
  );
  const sent = variants.map((variant, place) => ({
    ...variant,
    model: replicated(wrap(variant, true), replicates[place]!),
  }));
  return {
    variants: sent,
    judges: judges.map((judge) => ({ ...judge, model: wrap({ ...judge, modelId: judgeAccount(judge.id) }, false) })),
    batchedModels: [...new Set(variants.flatMap(({ model, modelId }) => (batches.has(model) ? [modelId] : [])))],
    openBatches: (file) => batches.open(file),
    priceTable: table.version,
    bare: (variant) => counted(variant, variant.model),
    meter,
    warnings() {
      const problem = store?.problem() ?? null;
      return problem === null
        ? []
        : [
            `The cache in ${cacheDir} failed: ${problem}. Answers were received and not kept; sameseed cache clear with ${option("force")} deletes a damaged cache.`,
          ];
    },
    close() {
      batches.close();
      store?.close();
      meter.close();
    },
  };
}

/** Errors: `BAD_ARGUMENT` for a cost limit on models with unknown prices. */
export async function refuseUnknownCosts(benchmark: Benchmark, options: ExecutionOptions): Promise<void> {
  await pricesOf(benchmark, options);
}

async function pricesOf(
  { variants, judges }: Pick<Benchmark, "variants" | "judges">,
  { prices, budget }: ExecutionOptions,
): Promise<Awaited<ReturnType<typeof priceTable>>> {
  const asked = [...variants, ...judges.map(({ id, model, params }) => ({ modelId: id, model, params }))];
  const table = await priceTable(namedModels(asked), checkedPrices(prices));
  if (budget?.maxCostUsd !== undefined) refuseUnknownPrices(asked, (model) => table.priceOf(model) !== null);
  return table;
}

/**
 * Number of equal variants before each: the A/A control sends its own requests and does not reuse its
 * baseline's answers.
 */
export function countReplicates(
  variants: readonly { readonly prompt: unknown; readonly identity: unknown; readonly params: unknown }[],
): number[] {
  const contents = variants.map(({ prompt, identity, params }) => canonicalJson([prompt, identity, params]));
  return contents.map((content, place) => contents.slice(0, place).filter((earlier) => earlier === content).length);
}

function replicated(model: Model, replicate: number): Model {
  if (replicate === 0) return model;
  return wrapModel(model, (inner) => (request, signal) => inner.complete({ ...request, replicate }, signal));
}

function shareOf(priceOf: PriceOf | null, share: number): PriceOf | null {
  if (priceOf === null) return null;
  return (usage) => share * priceOf(usage);
}

type NamedModel = Pick<Variant, "modelId" | "model" | "params">;

/** The largest cost of an answer, where the parameters limit its tokens. */
function atMostOf({ maxTokens }: ModelParams, priceOf: PriceOf | null): ((promptTokens: number) => Spent) | undefined {
  if (maxTokens === undefined) return undefined;
  return (promptTokens) => {
    const usage = { promptTokens, completionTokens: maxTokens };
    return { usage, costUsd: priceOf?.(usage) ?? null };
  };
}

/** The name for a judge's spending: its model may be a variant's too. */
export function judgeAccount(judgeId: string): string {
  return `the judge ${judgeId}`;
}

function namedModels(variants: readonly Pick<NamedModel, "modelId" | "model">[]): { model: Model; names: string[] }[] {
  return [...Map.groupBy(variants, ({ model }) => model)].map(([model, group]) => ({
    model,
    names: [...new Set(group.map(({ modelId }) => modelId))],
  }));
}

function checkedPrices(prices: Prices = {}): Prices {
  const parsed = Prices.safeParse(prices);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new SameseedError("BAD_BENCHMARK", `prices.${path.map(String).join(".")}: ${message}.`, {
    hint: 'Write {"gpt-6-luna": {"input": 0.15, "output": 0.6}}: US dollars for a million tokens.',
  });
}

function refuseUnknownPrices(variants: readonly NamedModel[], isKnown: (model: Model) => boolean): void {
  const unknown = variants.find(({ model }) => isBilled(model) && !isKnown(model));
  if (unknown === undefined) return;
  const { id, identity } = unknown.model;
  const name = typeof identity?.["model"] === "string" ? identity["model"] : id;
  throw new SameseedError(
    "BAD_ARGUMENT",
    `${option("budget.maxCostUsd")} cannot be enforced: the price of ${unknown.modelId} is unknown.`,
    {
      hint: `Give it in the benchmark, prices: {"${name}": {input: 0.15, output: 0.6}} (US dollars for a million tokens), or with ${option("prices")}; or limit ${option("budget.maxTokens")}.`,
    },
  );
}
