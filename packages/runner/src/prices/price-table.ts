import { readFile } from "node:fs/promises";
import type { ProviderProfile } from "../providers/profiles/provider-profile.ts";
import { PROVIDERS } from "../providers/provider-profiles.ts";
import { canonicalJson, type Model, type Prices, type TokenUsage } from "@sameseed/core";

/** US dollars for a usage at a service tier; NaN where the tier's price is not known. */
export type PriceOf = (usage: TokenUsage, serviceTier?: string) => number;

export interface PriceTable {
  /** The manifest's record: the table's version and the prices that replace it; null if no price is known. */
  readonly version: string | null;
  /** Null where the price is unknown: then no cost is computed, and never 0. */
  priceOf(model: Model): PriceOf | null;
}

/** A model and its names in a benchmark. */
export interface NamedModel {
  readonly model: Model;
  readonly names: readonly string[];
}

const PACKAGE = "@pydantic/genai-prices";

/**
 * Looks up the models' prices once. `overrides` are found by a model's name in the benchmark, its id
 * (`openai:gpt-6-luna`) or the service's name for it (`gpt-6-luna`), in this order, and apply to any
 * endpoint. The table's prices are for the providers' own endpoints: other endpoints' prices for a model of
 * the same name are unknown. Of prices that change with time those at `now` apply to the whole run.
 */
export async function priceTable(
  models: readonly NamedModel[],
  overrides: Prices = {},
  now: Date = new Date(),
): Promise<PriceTable> {
  const prices = new Map<Model, PriceOf>();
  const used: Record<string, Prices[string]> = {};
  let version: string | null = null;
  for (const { model, names } of models) {
    const service = model.identity?.["model"];
    const name = [...names, model.id, ...(typeof service === "string" ? [service] : [])].find((one) =>
      Object.hasOwn(overrides, one),
    );
    if (name !== undefined) {
      const price = overrides[name]!;
      used[name] = price;
      prices.set(model, linear(price));
    } else {
      const provider = pricedProvider(model);
      const price = provider === null ? null : await listed(String(service), { provider, now });
      if (price === null) continue;
      version ??= `${PACKAGE} ${await tableVersion()}`;
      prices.set(model, price);
    }
  }
  const own = Object.keys(used).length === 0 ? null : `own prices ${canonicalJson(used)}`;
  return {
    version: [version, own].filter((part) => part !== null).join("; ") || null,
    priceOf: (model) => prices.get(model) ?? null,
  };
}

function linear({ input, output, cachedInput = input, cacheWrite = input }: Prices[string]): PriceOf {
  return ({ promptTokens, completionTokens, cachedTokens = 0, cacheWriteTokens = 0 }) => {
    const fresh = Math.max(0, promptTokens - cachedTokens - cacheWriteTokens);
    const prompt = fresh * input + cachedTokens * cachedInput + cacheWriteTokens * cacheWrite;
    return (prompt + completionTokens * output) / 1e6;
  };
}

/** Whether a service bills this model's answers and does not report their cost: its price must be known. */
export function isBilled({ id }: Pick<Model, "id">): boolean {
  const profile = profileOf(id);
  return profile !== undefined && profile.isLocal !== true && !profile.tells.includes("cost");
}

function profileOf(modelId: string): ProviderProfile | undefined {
  return PROVIDERS.findLast(({ id }) => modelId.startsWith(`${id}:`));
}

/** The table's word for the provider of a model at the provider's own endpoint; null for any other model. */
function pricedProvider({ id, identity }: Model): string | null {
  const profile = profileOf(id);
  // A recording's identity is not read, which would hash it needlessly.
  if (profile === undefined || profile.prices === null) return null;
  const { provider, baseUrl } = identity ?? {};
  if (provider !== profile.id) return null;
  const isOwn =
    baseUrl === "default" || (typeof baseUrl === "string" && isOwnAddress(baseUrl.replace(/\/$/, ""), profile));
  return isOwn ? profile.prices : null;
}

/** Whether it is the provider's own base URL, in any of its regions. */
function isOwnAddress(address: string, { baseUrl }: ProviderProfile): boolean {
  const [before = "", after] = (baseUrl ?? "").split("{region}");
  if (after === undefined) return address === baseUrl;
  const region = address.slice(before.length, address.length - after.length);
  return address === `${before}${region}${after}` && /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region);
}

/** Half the price, as OpenAI and Anthropic bill their batches and OpenAI its flexible tier. */
const HALF_PRICED: ReadonlySet<string> = new Set(["flex", "batch"]);
/** Tiers at the listed price. Others, such as `priority` and `fast`, cost more, and how much is not listed. */
const LISTED: ReadonlySet<string> = new Set(["default", "standard", "auto", "on_demand", "ON_DEMAND"]);

/** The table is 0.8 MB of code and takes 0.1 s to load. It is loaded with the first model that may be in it. */
async function listed(name: string, { provider, now }: { provider: string; now: Date }): Promise<PriceOf | null> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const price = (usage: TokenUsage) => calcPrice(tableUsage(usage), name, { providerId: provider, timestamp: now });
  const found = price({ promptTokens: 1, completionTokens: 1 });
  if (found === null) return null;
  const { input_mtok: input, output_mtok: output } = found.model_price;
  const { cache_read_mtok: cachedInput = input, cache_write_mtok: cacheWrite = input } = found.model_price;
  const isPlain = [input, output, cachedInput, cacheWrite].every((one) => typeof one === "number");
  // A look-up takes 60 µs. A plain price is looked up once; one with tiers each time.
  const plain = isPlain ? linear({ input, output, cachedInput, cacheWrite } as Prices[string]) : null;
  return atTier((usage) =>
    plain !== null && !hasAudio(usage) ? plain(usage) : (price(usage)?.total_price ?? Number.NaN),
  );
}

function atTier(price: PriceOf): PriceOf {
  return (usage, tier) => {
    if (tier === undefined || LISTED.has(tier)) return price(usage);
    return HALF_PRICED.has(tier) ? price(usage) / 2 : Number.NaN;
  };
}

function hasAudio({ audioPromptTokens = 0, audioCompletionTokens = 0 }: TokenUsage): boolean {
  return audioPromptTokens + audioCompletionTokens > 0;
}

function tableUsage(usage: TokenUsage) {
  const { promptTokens, completionTokens, cachedTokens, cacheWriteTokens } = usage;
  return {
    input_tokens: promptTokens,
    output_tokens: completionTokens,
    ...(cachedTokens && { cache_read_tokens: cachedTokens }),
    ...(cacheWriteTokens && { cache_write_tokens: cacheWriteTokens }),
    ...(usage.audioPromptTokens && { input_audio_tokens: usage.audioPromptTokens }),
    ...(usage.audioCompletionTokens && { output_audio_tokens: usage.audioCompletionTokens }),
  };
}

async function tableVersion(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve(PACKAGE));
  return (JSON.parse(await readFile(manifest, "utf8")) as { version: string }).version;
}
