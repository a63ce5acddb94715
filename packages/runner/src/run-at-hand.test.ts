import {
  type Model,
  ModelError,
  type Result,
  SameseedError,
  textCompletion,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { expect, test } from "vitest";
import { Traffic } from "./rate/traffic.ts";
import { run, type RunOptions } from "./run.ts";
import { runAtHand } from "./run-at-hand.ts";

const answer = (id: string) => {
  if (id === "c3") throw new ModelError("no_record", "there is no record");
  if (id === "c4") throw new Error("odd");
  return textCompletion(id === "c5" ? null : `answer to ${id}`, { latencyMs: null });
};
const model: Model = {
  id: "m",
  isImmediate: true,
  complete: async (request) => answer(request.case),
  completeNow: (request) => answer(request.case),
};
const variant = {
  id: "p/m",
  modelId: "m",
  model,
  params: {},
  prompt: {
    id: "p",
    source: {},
    messages({ id }: { id: string }) {
      if (id === "c6") throw new SameseedError("PROMPT", "no such image");
      if (id === "c7") throw new TypeError("a defect of the prompt");
      return [{ role: "user", content: id }];
    },
  },
} as unknown as Variant;

async function* trials(count: number, from = 0): AsyncGenerator<Trial> {
  for (let index = from; index < count; index++)
    yield {
      index,
      order: index,
      case: { id: `c${index}`, vars: {} },
      repeat: 0,
      variant: "p/m",
      prompt: "p",
      model: "m",
      seed: 1,
    };
}

const atHand = (given: AsyncIterable<Trial>, options: Pick<RunOptions, "stop" | "abort" | "onResult"> = {}) =>
  runAtHand(given, [variant], { ...options, traffic: new Traffic({ concurrency: 8 }) });
/** Without times, which differ from run to run. */
const content = (results: readonly Result[]) =>
  results
    .toSorted((left, right) => left.trial.index - right.trial.index)
    .map(({ trial, outcome: { startedAt: _, latencyMs, ...outcome } }) =>
      JSON.stringify([trial, latencyMs === null, outcome]),
    );

test("immediate answers give a run's results: answers, missing records, errors, failing prompts", async () => {
  const results = await Array.fromAsync(atHand(trials(7)));
  expect(results.map(({ outcome }) => outcome.status)).toEqual([
    "completed",
    "completed",
    "completed",
    "failed",
    "failed",
    "completed",
    "failed",
  ]);
  expect(content(results)).toEqual(content(await Array.fromAsync(run(trials(7), [variant]))));
});

test("a defect of a prompt ends the run", async () => {
  await expect(Array.fromAsync(atHand(trials(8, 7)))).rejects.toThrow("a defect of the prompt");
  await expect(Array.fromAsync(run(trials(8, 7), [variant]))).rejects.toThrow("a defect of the prompt");
});

test("a stop ends the run before the next trial, and the event loop is not blocked", async () => {
  for (const signal of ["stop", "abort"] as const) {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const seen: Result[] = [];
    const options = { [signal]: controller.signal, onResult: (result: Result) => void seen.push(result) };
    const results = await Array.fromAsync(atHand(trials(100_000, 8), options));
    expect(results.length).toBeLessThan(1000);
    expect(results.length).toBeGreaterThan(0);
    expect(seen).toEqual(results);
  }
});
