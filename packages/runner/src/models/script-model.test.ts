import type { Model, ModelRequest, ScriptFunction, TestCase } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { scriptModel } from "./script-model.ts";

const REQUEST: ModelRequest = {
  messages: [{ role: "user", content: "hi" }],
  params: {},
  seed: 7,
  case: "c1",
  repeat: 2,
};

function script(value: unknown, language: ScriptFunction["language"] = "javascript"): ScriptFunction {
  return { value, language, hash: "h", call: value as ScriptFunction["call"] };
}

async function* cases(): AsyncGenerator<TestCase> {
  yield { id: "c1", vars: { x: 1 }, metadata: { kind: "m" } };
}

describe("a model from a script", () => {
  class Provider {
    readonly options: { readonly config?: unknown };
    constructor(options: { config?: unknown }) {
      this.options = options;
    }
    callApi(prompt: string, context: { vars: object; seed: number; repeatIndex: number }) {
      return { output: [prompt, context.vars, context.seed, context.repeatIndex, this.options.config] };
    }
  }

  test.each<[unknown, string]>([
    ["plain text", 'The script returned "plain text". Return {output: "…"}.'],
    [undefined, "The script returned nothing."],
    [null, "The script returned null."],
    [7, "The script returned 7."],
    [7n, "The script returned a bigint that is no JSON."],
    [() => 7, "The script returned a function."],
  ])("that returns %s fails once, with the form to return", async (returned, message) => {
    const model = scriptModel(
      script(() => returned),
      { id: "m" },
    );
    await expect(model.complete(REQUEST)).rejects.toMatchObject({
      kind: "invalid_response",
      isLasting: true,
      message: expect.stringContaining(message),
    });
  });

  test.each<[string, unknown, string]>([
    ["promptfoo's class", Provider, '["hi",{"x":1},7,2,{"k":1}]'],
    ["an object with callApi", { callApi: (prompt: string) => ({ output: `${prompt}!` }) }, "hi!"],
    ["a function alone", async (prompt: string) => ({ output: prompt }), "hi"],
    ["a Model", { id: "own", complete: async () => ({ text: "model" }) }, "model"],
  ])("is %s", async (_name, exported, text) => {
    const model = scriptModel(script(exported), { id: "m", config: { k: 1 } });
    await model.notes?.(cases());
    expect(model.id).toBe("m");
    expect(model.identity).toMatchObject({ provider: "script", hash: "h" });
    expect((await model.complete(REQUEST)).text).toBe(text);
  });

  test("gets the variables of a turn as in its prompt", async () => {
    const model = scriptModel(script(Provider), { id: "m" });
    await model.notes?.(cases());
    const { text } = await model.complete({ ...REQUEST, vars: { x: "after 4", first: "4" } });
    expect(JSON.parse(text!)).toEqual(["hi", { x: "after 4", first: "4" }, 7, 2, {}]);
  });

  test.each([
    [[-0.1, -0.3], -0.2],
    [[], undefined],
    [["x"], undefined],
    [5, undefined],
  ])("log probabilities %j have the mean %s", async (logProbs, mean) => {
    const { meanLogprob } = await scriptModel(
      script(() => ({ output: "a", logProbs })),
      { id: "m" },
    ).complete(REQUEST);
    expect(meanLogprob).toEqual(mean === undefined ? undefined : expect.closeTo(mean, 12));
  });

  test("sends several messages as JSON, distinguishes an object from text, and keeps the cost", async () => {
    const model = scriptModel(
      script((prompt: string) => ({ output: { prompt }, cost: 2, tokenUsage: { prompt: 1, completion: 3, total: 4 } })),
      { id: "m" },
    );
    const messages = [{ role: "system" as const, content: "s" }, ...REQUEST.messages];
    expect(await model.complete({ ...REQUEST, messages })).toMatchObject({
      text: JSON.stringify({ prompt: JSON.stringify(messages) }),
      structured: true,
      costUsd: 2,
      usage: { promptTokens: 1, completionTokens: 3 },
    });
  });

  test("a function of Python takes the options before the context", async () => {
    const asked: unknown[][] = [];
    const call = async (...args: unknown[]): Promise<object> => {
      asked.push(args);
      return { output: "py" };
    };
    const python = script(call, "python");
    expect((await scriptModel(python, { id: "m", config: { k: 1 } }).complete(REQUEST)).text).toBe("py");
    expect(asked[0]).toEqual(["hi", { id: "m", config: { k: 1 } }, expect.objectContaining({ seed: 7 })]);
  });

  test("an error is a failed trial, and so is a missing answer", async () => {
    const failing = (given: unknown): Model =>
      scriptModel(
        script(() => given),
        { id: "m" },
      );
    await expect(failing({ error: "down" }).complete(REQUEST)).rejects.toThrow("down");
    await expect(failing(undefined).complete(REQUEST)).rejects.toMatchObject({ kind: "invalid_response" });
    expect(() => scriptModel(script({}), { id: "m" })).toThrow("neither a Model nor a provider");
  });
});
