import { readFile } from "node:fs/promises";
import { canonicalJson, type Model, type Prices, type TokenUsage } from "@sameseed/core";

/** US dollars for a usage. */
export type PriceOf = (usage: TokenUsage) => number;

export interface PriceTable {
  /** What the manifest keeps: the table's version and the prices that took its place; null when no price is known. */
  readonly version: string | null;
  /** Null where the price is unknown: then no cost is computed, and never 0. */
  priceOf(model: Model): PriceOf | null;
}

/** A model and the names under which a benchmark knows it. */
export interface NamedModel {
  readonly model: Model;
  readonly names: readonly string[];
}

const PACKAGE = "@pydantic/genai-prices";
const OPENAI = "https://api.openai.com/v1";

/**
 * Looks the models' prices up once. `overrides` go by a model's name in the benchmark, its id (`openai:gpt-4o-mini`) or
 * the service's name for it (`gpt-4o-mini`), in this order, and count for any endpoint. Of the table only OpenAI's own
 * endpoint takes prices: what another endpoint charges for a model of the same name is not known. Of prices that change
 * with time those of `now` hold for the whole run.
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
    } else if (isOpenaiItself(model)) {
      const price = await listed(String(service), now);
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

function linear({ input, output }: Prices[string]): PriceOf {
  return ({ promptTokens, completionTokens }) => (promptTokens * input + completionTokens * output) / 1e6;
}

/** A recording's identity is not read: it would be hashed for nothing. */
function isOpenaiItself({ id, identity }: Model): boolean {
  if (!id.startsWith("openai:") || identity?.["provider"] !== "openai") return false;
  const { baseUrl } = identity;
  return baseUrl === "default" || (typeof baseUrl === "string" && baseUrl.replace(/\/$/, "") === OPENAI);
}

/** The table is 0.8 MB of code and takes 0.1 s to load, so it is loaded with the first model that may be in it. */
async function listed(name: string, now: Date): Promise<PriceOf | null> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const price = (usage: TokenUsage) =>
    calcPrice({ input_tokens: usage.promptTokens, output_tokens: usage.completionTokens }, name, {
      providerId: "openai",
      timestamp: now,
    });
  const found = price({ promptTokens: 1, completionTokens: 1 });
  if (found === null) return null;
  const { input_mtok: input, output_mtok: output } = found.model_price;
  // A look-up takes 60 µs, so a plain price is looked up once; one with tiers each time.
  if (typeof input === "number" && typeof output === "number") return linear({ input, output });
  return (usage) => price(usage)?.total_price ?? Number.NaN;
}

async function tableVersion(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve(PACKAGE));
  return (JSON.parse(await readFile(manifest, "utf8")) as { version: string }).version;
}
