import type { Completion, Model, ModelRequest } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fake } from "../models/fake.ts";
import { openai } from "../models/openai.ts";
import { isBilled, priceTable } from "./price-table.ts";
import { priced } from "./priced.ts";

const REQUEST: ModelRequest = { messages: [], params: {}, seed: null, case: "c", repeat: 0 };
const USAGE = { promptTokens: 1_000_000, completionTokens: 100_000 };
const named = (model: Model, ...names: string[]) => [{ model, names }];
/** OpenAI's own endpoint, in any environment. */
const atOpenai = (name: string): Model => ({
  ...openai(name),
  identity: { provider: "openai", model: name, baseUrl: "default" },
});

describe("a price is known", () => {
  test.each<[string, number]>([
    ["gpt-4o-mini", 0.21], // 0.15 + 0.06, OpenAI's price list
    ["gpt-4o-mini-2024-07-18", 0.21],
    ["gpt-4o", 3.5],
  ])("of OpenAI's %s", async (name, costUsd) => {
    const model = atOpenai(name);
    const { priceOf, version } = await priceTable(named(model));
    expect(priceOf(model)!(USAGE)).toBeCloseTo(costUsd, 10);
    expect(version).toMatch(/^@pydantic\/genai-prices \d+\.\d+\.\d+$/);
  });

  test("by the benchmark's own prices, under any of the model's names and at any endpoint", async () => {
    const model = openai("llama", { baseUrl: "http://127.0.0.1:1/v1" });
    for (const name of ["warm", "openai:llama", "llama"]) {
      const { priceOf, version } = await priceTable(named(model, "warm"), { [name]: { input: 1, output: 10 } });
      expect(priceOf(model)!(USAGE)).toBe(2);
      expect(version).toBe(`own prices {"${name}":{"input":1,"output":10}}`);
    }
  });

  test("and the benchmark's own takes precedence over the table's", async () => {
    const model = atOpenai("gpt-4o-mini");
    const { priceOf } = await priceTable(named(model), { "gpt-4o-mini": { input: 0, output: 1 } });
    expect(priceOf(model)!(USAGE)).toBe(0.1);
  });
});

test.each<[string, boolean]>([
  ["openai:gpt-6-luna", true],
  ["openai:responses:gpt-6-luna", true],
  ["azure:large", true],
  ["anthropic:claude-x", true],
  ["groq:llama", true],
  ["bedrock:converse:any", true],
  ["openrouter:any/model", false], // reports its costs
  ["ollama:llama3.2", false],
  ["tiny:1m", false],
  ["recorded", false],
])("knows whether a service bills %s without reporting the cost: %s", (id, billed) => {
  expect(isBilled({ id })).toBe(billed);
});

describe("a price applies to the parts of the usage:", () => {
  // DeepSeek's prices are lower from 16:30 to 0:30 UTC.
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-02T12:00:00Z"), toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  const costOf = async (name: string, usage: object, tier?: string) => {
    const [, provider = "", model = ""] = /^(.*):([^:]+)$/.exec(name) ?? [];
    const at = { ...fake(name, "x"), identity: { provider, model, baseUrl: "default" } };
    const { priceOf } = await priceTable(named(at));
    return priceOf(at)?.({ promptTokens: 1_000_000, completionTokens: 0, ...usage }, tier);
  };

  test.each<[string, object, number]>([
    ["openai:gpt-4.1-mini", {}, 0.4],
    ["openai:gpt-4.1-mini", { cachedTokens: 1_000_000 }, 0.1],
    ["openai:responses:gpt-4.1-mini", { cachedTokens: 500_000 }, 0.25],
    ["openai:gpt-6-luna", { promptTokens: 1200, cachedTokens: 1024 }, 0.00002784],
    ["openai:gpt-6-luna", { promptTokens: 1000, cacheWriteTokens: 1000 }, 0.000125],
    ["anthropic:claude-haiku-4-5", { cachedTokens: 900_000, cacheWriteTokens: 100_000 }, 0.215],
    ["google:gemini-2.5-flash", { audioPromptTokens: 1_000_000 }, 1],
    ["mistral:mistral-small-latest", { completionTokens: 1_000_000 }, 0.4],
    ["deepseek:deepseek-chat", { cachedTokens: 1_000_000 }, 0.07],
  ])("%s with %j", async (name, usage, costUsd) => {
    expect(await costOf(name, usage)).toBeCloseTo(costUsd, 10);
  });

  test("and the time of day", async () => {
    vi.setSystemTime(new Date("2026-11-02T17:00:00Z"));
    expect(await costOf("deepseek:deepseek-chat", { cachedTokens: 1_000_000 })).toBeCloseTo(0.035, 10);
  });

  test("a flexible tier and a batch cost half, and a tier without a listed price is unknown", async () => {
    expect(await costOf("openai:gpt-4.1-mini", {}, "default")).toBeCloseTo(0.4, 10);
    expect(await costOf("openai:gpt-4.1-mini", {}, "flex")).toBeCloseTo(0.2, 10);
    expect(await costOf("anthropic:claude-haiku-4-5", {}, "batch")).toBeCloseTo(0.5, 10);
    expect(await costOf("openai:gpt-4.1-mini", {}, "priority")).toBeNaN();
  });

  test("custom prices may include those of the cache", async () => {
    const model = openai("llama", { baseUrl: "http://127.0.0.1:1/v1" });
    const { priceOf } = await priceTable(named(model), { llama: { input: 2, output: 8, cachedInput: 0.2 } });
    expect(priceOf(model)!({ promptTokens: 1200, completionTokens: 0, cachedTokens: 1024 })).toBeCloseTo(0.0005568, 10);
  });
});

describe("a price is unknown", () => {
  test.each<[string, Model]>([
    ["of a model that the table does not have", atOpenai("no-such-model")],
    ["of a known name at another endpoint", openai("gpt-4o-mini", { baseUrl: "http://127.0.0.1:1/v1" })],
    ["of another provider's model", fake("gpt-4o-mini", "x")],
  ])("%s", async (_, model) => {
    const { priceOf, version } = await priceTable(named(model), { other: { input: 1, output: 1 } });
    expect(priceOf(model)).toBeNull();
    expect(version).toBeNull();
  });
});

describe("an answer's cost", () => {
  const costOf = async (part: Partial<Completion>, price: number | null): Promise<number | null> =>
    (
      await priced(
        fake("f", () => part),
        price === null ? null : () => price,
      ).complete(REQUEST)
    ).costUsd;

  test("is the price of its usage", async () => expect(await costOf({ usage: USAGE }, 0.5)).toBe(0.5));
  test("stays null without a price", async () => expect(await costOf({ usage: USAGE }, null)).toBeNull());
  test("stays null without a usage", async () => expect(await costOf({ usage: null }, 0.5)).toBeNull());
  test("stays null where the price is not a number", async () =>
    expect(await costOf({ usage: USAGE }, Number.NaN)).toBeNull());
  test("is the model's own value if it has one", async () =>
    expect(await costOf({ usage: USAGE, costUsd: 0 }, 0.5)).toBe(0));
});
