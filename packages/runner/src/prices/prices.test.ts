import type { Completion, Model, ModelRequest } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { fake } from "../models/fake.ts";
import { openai } from "../models/openai.ts";
import { priceTable } from "./price-table.ts";
import { priced } from "./priced.ts";

const REQUEST: ModelRequest = { messages: [], params: {}, seed: null, case: "c", repeat: 0 };
const USAGE = { promptTokens: 1_000_000, completionTokens: 100_000 };
const named = (model: Model, ...names: string[]) => [{ model, names }];
/** OpenAI's own endpoint, whatever the environment says. */
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

  test("and the benchmark's own comes before the table's", async () => {
    const model = atOpenai("gpt-4o-mini");
    const { priceOf } = await priceTable(named(model), { "gpt-4o-mini": { input: 0, output: 1 } });
    expect(priceOf(model)!(USAGE)).toBe(0.1);
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
  test("stays what the model says itself", async () => expect(await costOf({ usage: USAGE, costUsd: 0 }, 0.5)).toBe(0));
});
