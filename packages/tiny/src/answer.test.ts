import { ModelError } from "@sameseed/core";
import { expect, test } from "vitest";
import { answerer, type Question } from "./answer.ts";
import { parseWeights, readWeightsFile } from "./weights.ts";

const weights = parseWeights(readWeightsFile("250k"));
const answer = answerer(weights, "tiny:250k");
const NEWS = "Write a short news excerpt about a journey to Mars.";

function ask(content: string, rest: Partial<Question> = {}): Question {
  return { messages: [{ role: "user", content }], params: {}, seed: 1, ...rest };
}

test("answers are the same with the prefix of the prompt before and with a fresh memory", () => {
  const prompts = [NEWS, "Write a short news excerpt about a journey to Venus.", NEWS, NEWS, "7+5=", "7+50=", "7+5="];
  for (const prompt of prompts) {
    expect(answer(ask(prompt))).toEqual(answerer(weights, "fresh")(ask(prompt)));
  }
});

test("one seed gives one text, another seed another, and no seed a new one each time", () => {
  const text = (seed: number | null): string => answer(ask(NEWS, { seed })).text;
  expect(text(7)).toBe(text(7));
  expect(new Set([text(7), text(8), text(null), text(null)]).size).toBe(4);
});

test("temperature 0 gives one text for any seed", () => {
  const texts = [1, 2, null].map((seed) => answer(ask(NEWS, { seed, params: { temperature: 0 } })).text);
  expect(new Set(texts).size).toBe(1);
});

test("the parts together are the text", () => {
  const parts: string[] = [];
  const { text } = answer(ask(NEWS), { onText: (part) => parts.push(part) });
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.join("")).toBe(text);
});

test("maxTokens ends the answer with finish reason length and the usage counts its tokens", () => {
  const result = answer(ask(NEWS, { params: { maxTokens: 5 } }));
  expect(result).toMatchObject({ finishReason: "length", usage: { completionTokens: 5 } });
  expect(result.tokens).toHaveLength(5);
});

test("a stop string ends the answer before it", () => {
  const whole = answer(ask(NEWS)).text;
  const stop = whole.slice(20, 24);
  const { text, finishReason } = answer(ask(NEWS, { params: { stop: [stop] } }));
  expect(text).toBe(whole.slice(0, whole.indexOf(stop)));
  expect(finishReason).toBe("stop");
});

test("the answer ends where the context ends", () => {
  // The prompt leaves room for three tokens; a high temperature keeps the model from ending at once.
  const content = "7".repeat(weights.config.context - 5);
  const { usage, finishReason } = answer(ask(content, { params: { temperature: 5 } }));
  expect(usage.promptTokens).toBe(weights.config.context - 3);
  expect(usage.completionTokens).toBeLessThanOrEqual(3);
  expect(["stop", "length"]).toContain(finishReason);
});

test("a prompt longer than the context is refused with both lengths", () => {
  expect(() => answer(ask("7".repeat(300)))).toThrow(
    new ModelError(
      "bad_request",
      "The prompt has 302 tokens, but the context of tiny:250k is 256 for prompt and answer. Shorten the prompt.",
    ),
  );
});

test("an unknown extra parameter is refused, not ignored", () => {
  expect(() => answer(ask("Hi", { params: { extra: { mirostat: 2 } } }))).toThrow(/no extra parameter mirostat/);
});

test("an abort ends the answer before its next token, and the next answer is untouched", () => {
  let parts = 0;
  const hooks = { onText: () => parts++, isAborted: () => parts >= 3 };
  expect(() => answer(ask(NEWS), hooks)).toThrow(expect.objectContaining({ kind: "aborted" }));
  expect(parts).toBe(3);
  expect(answer(ask(NEWS))).toEqual(answerer(weights, "fresh")(ask(NEWS)));
});

test("a high frequency penalty lets no token come twice", () => {
  const repeated = (frequencyPenalty: number): number => {
    const { tokens } = answer(ask(NEWS, { params: { temperature: 0, frequencyPenalty, maxTokens: 60 } }));
    return tokens.length - new Set(tokens).size;
  };
  expect(repeated(0)).toBeGreaterThan(0);
  expect(repeated(1000)).toBe(0);
});
