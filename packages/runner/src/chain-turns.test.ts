import {
  type Benchmark,
  compilePrompt,
  messageText,
  type Model,
  ModelError,
  plan,
  type PromptFunction,
  resolveBenchmark,
  type Result,
  SameseedError,
  type ScriptFunction,
  textCompletion,
} from "@sameseed/core";
import { expect, test, vi } from "vitest";
import { scriptPrompt } from "./prompts/script-prompt.ts";
import { Traffic } from "./rate/traffic.ts";
import { run, type RunOptions } from "./run.ts";

/** Two chains of three turns, each said to two prompts; a reply that throws fails its trial. */
async function chained(reply: (asked: readonly string[]) => Promise<string>): Promise<Benchmark> {
  const model: Model = {
    id: "m",
    complete: async ({ messages }) => textCompletion(await reply(messages.map(messageText))),
  };
  return resolveBenchmark(
    {
      name: "b",
      repeats: 2,
      cases: ["x", "y"].flatMap((chain) =>
        [1, 2, 3].map((turn) => ({ id: `${chain}${turn}`, chain, vars: { q: `${chain}${turn}` } })),
      ),
      prompts: ["plain", "loud"].map((id) => ({
        id,
        messages: [
          { role: "system" as const, content: id },
          "{{_conversation}}",
          { role: "user" as const, content: "{{q}}" },
        ],
      })),
      models: [model],
      scorers: [{ name: "none", score: () => null }],
    },
    () => model,
  );
}

const results = (benchmark: Benchmark, options?: RunOptions): Promise<Result[]> =>
  Array.fromAsync(run(plan(benchmark), benchmark.variants, options));

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test.each([1, 3, 16])(
  "sends every turn after the answers before it, of its own variant and repeat, %i at a time",
  async (concurrency) => {
    let number = 0;
    const benchmark = await chained(async (asked) => {
      await later(number % 5);
      return `${asked[0]} ${asked.at(-1)} #${number++}`;
    });
    const all = await results(benchmark, { concurrency });
    expect(all).toHaveLength(24);
    const outputs = new Map(
      all.map(({ trial, outcome }) => [
        `${trial.case.id} ${trial.variant} ${trial.repeat}`,
        "text" in outcome ? outcome.text : null,
      ]),
    );
    for (const { trial } of all) {
      const turn = Number(trial.case.id[1]);
      expect(trial).not.toHaveProperty("after");
      expect(trial.earlier).toEqual(
        Array.from({ length: turn - 1 }, (_, place) => {
          const id = `${trial.case.chain}${place + 1}`;
          return { case: id, input: id, output: outputs.get(`${id} ${trial.variant} ${trial.repeat}`) };
        }),
      );
    }
  },
);

test("the messages contain the earlier turns", async () => {
  const asked: (readonly string[])[] = [];
  const benchmark = await chained(async (messages) => {
    asked.push(messages);
    return `re ${messages.at(-1)}`;
  });
  await results(benchmark);
  expect(asked.filter(([, , , , , last]) => last === "x3")).toEqual(
    expect.arrayContaining([
      ["plain", "x1", "re x1", "x2", "re x2", "x3"],
      ["loud", "x1", "re x1", "x2", "re x2", "x3"],
    ]),
  );
});

test("after a failed turn the rest of the chain is not sent, with the reason; other chains continue", async () => {
  const asked: string[] = [];
  const benchmark = await chained(async (messages) => {
    asked.push(messages.at(-1)!);
    if (messages.at(-1) === "x2") throw new ModelError("bad_request", "no");
    return "yes";
  });
  const all = await results(benchmark);
  expect(asked.filter((one) => one === "x3")).toEqual([]);
  expect(asked.filter((one) => one === "y3")).toHaveLength(4);
  const unsent = all.filter(({ trial }) => trial.case.id === "x3").map(({ outcome }) => outcome);
  expect(unsent).toHaveLength(4);
  for (const outcome of unsent)
    expect(outcome).toMatchObject({
      status: "failed",
      error: { message: 'Case "x3" was not sent: case "x2", before it in chain "x", has no answer.' },
      attempts: 0,
      latencyMs: null,
    });
});

test("a turn follows a stored answer", async () => {
  const first = await chained(async (messages) => `first ${messages.at(-1)}`);
  const stored = new Map((await results(first)).map((result) => [result.trial.index, result]));
  const asked: (readonly string[])[] = [];
  const second = await chained(async (messages) => {
    asked.push(messages);
    return "second";
  });
  const isDone = (index: number): boolean => !stored.get(index)!.trial.case.id.endsWith("3");
  const all = await Array.fromAsync(
    run(plan(second, { isDone }), second.variants, { stored: async (index) => stored.get(index) ?? null }),
  );
  expect(all).toHaveLength(8);
  for (const [, one, reply, two, again] of asked) expect([reply, again]).toEqual([`first ${one}`, `first ${two}`]);
});

test.each(["TEMPLATE", "BAD_DATASET", "NOT_FOUND"] as const)(
  "a prompt that an earlier answer breaks fails its trial and no other: %s",
  async (code) => {
    const benchmark = await chained(async () => "fine");
    const [{ prompt }] = benchmark.variants as [(typeof benchmark.variants)[number]];
    const messages: typeof prompt.messages = (testCase) => {
      if (testCase.id === "x2") throw new SameseedError(code, "the answer is no JSON", { hint: "none" });
      return prompt.messages(testCase);
    };
    const variants = benchmark.variants.map((variant) => ({ ...variant, prompt: { ...variant.prompt, messages } }));
    const all = await Array.fromAsync(run(plan({ ...benchmark, variants }), variants));
    const failed = all.filter(({ outcome }) => outcome.status === "failed").map(({ trial }) => trial.case.id);
    expect(failed.toSorted()).toEqual(["x2", "x2", "x2", "x2", "x3", "x3", "x3", "x3"]);
  },
);

test("a model with an unavailable service loses the rest of its chains", async () => {
  const skipped: string[] = [];
  const benchmark = await chained(async () => {
    throw new ModelError("authentication", "refused");
  });
  await expect(results(benchmark, { onSkip: ({ case: { id } }) => skipped.push(id) })).rejects.toThrow(
    expect.objectContaining({ code: "MODEL_UNREACHABLE" }),
  );
});

test.each([
  ["strip", "The answer is 42."],
  ["keep", "<think>secret plan</think>The answer is 42."],
] as const)("sends reasoning inside an earlier answer back as in the rows: %s", async (reasoning, sent) => {
  const asked: (readonly string[])[] = [];
  const benchmark = await chained(async (messages) => {
    asked.push(messages);
    return "<think>secret plan</think>The answer is 42.";
  });
  const variants = benchmark.variants.map((variant) => ({ ...variant, reasoning }));
  await Array.fromAsync(run(plan({ ...benchmark, variants }), variants));
  const replies = asked.filter(({ length }) => length === 4).map((messages) => messages[2]);
  expect(replies).toHaveLength(8);
  expect(new Set(replies)).toEqual(new Set([sent]));
});

test("turns that wait for an answer leave the slots to other chains", async () => {
  let atOnce = 0;
  let most = 0;
  const model: Model = {
    id: "m",
    complete: async () => {
      most = Math.max(most, ++atOnce);
      await later(2);
      atOnce--;
      return textCompletion("yes");
    },
  };
  const benchmark = await resolveBenchmark(
    {
      name: "b",
      cases: Array.from({ length: 4 }, (_, chain) =>
        Array.from({ length: 100 }, (_turn, turn) => ({ id: `${chain}/${turn}`, chain: `${chain}`, vars: {} })),
      ).flat(),
      prompts: [{ id: "p", text: "hi" }],
      models: [model],
      scorers: [{ name: "none", score: () => null }],
    },
    () => model,
  );
  expect(await results(benchmark, { concurrency: 4 })).toHaveLength(400);
  expect(most).toBe(4);
});

test("an unsent turn does not wait for a limit", async () => {
  const benchmark = await chained(async () => {
    throw new ModelError("bad_request", "no");
  });
  const traffic = new Traffic({ concurrency: 8 });
  const limiterOf = vi.spyOn(traffic, "limiterOf");
  expect(await results(benchmark, { traffic })).toHaveLength(24);
  expect(limiterOf).toHaveBeenCalledTimes(8);
  traffic.end();
});

test("a prompt function is called once for each turn that is sent", async () => {
  const called: string[] = [];
  const prompt = (id: string, isAsync: boolean): PromptFunction =>
    scriptPrompt(id, {
      hash: id,
      call: ({ case: { id: turn }, vars }) => {
        called.push(`${id} ${turn}`);
        const text = `${turn} after ${(vars["_conversation"] as readonly unknown[]).length}`;
        return isAsync ? Promise.resolve(text) : text;
      },
    } as ScriptFunction);
  const benchmark = await chained(async (asked) => asked.at(-1)!);
  const prompts = [prompt("at once", false), prompt("later", true)].map((one) => compilePrompt(one));
  const variants = benchmark.variants.map((variant, place) => ({ ...variant, prompt: prompts[place]! }));
  const all = await results({ ...benchmark, repeats: 1, variants });
  expect(all.map(({ outcome }) => outcome.status)).toEqual(Array.from({ length: 12 }, () => "completed"));
  expect(called.toSorted()).toEqual(
    ["at once", "later"].flatMap((id) => ["x1", "x2", "x3", "y1", "y2", "y3"].map((turn) => `${id} ${turn}`)),
  );
});
