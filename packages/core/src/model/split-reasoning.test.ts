import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { separateReasoning } from "./separate-reasoning.ts";
import { splitReasoning } from "./split-reasoning.ts";
import type { Answered } from "./outcome.ts";

const HARMONY =
  "<|channel|>analysis<|message|>Could be Rome.<|end|><|start|>assistant<|channel|>final<|message|>Paris<|return|>";

describe("reasoning is split from the answer", () => {
  test.each<[string, string, string, string]>([
    ["think", "<think>Could be Rome.</think>\n\nParis", "Paris", "Could be Rome."],
    ["think after white space", "\n <think>\na\n</think>Paris\n", "Paris", "a"],
    ["an empty block", "<think>\n\n</think>\n\nParis", "Paris", ""],
    ["thinking", "<thinking>Could be Rome.</thinking>Paris", "Paris", "Could be Rome."],
    ["reasoning", "<reasoning>a</reasoning>\nParis", "Paris", "a"],
    ["thought", "<thought>a</thought>Paris", "Paris", "a"],
    ["Seed-OSS", "<seed:think>a</seed:think>Paris", "Paris", "a"],
    ["capitals and attributes", '<Think time="3s">a</THINK>Paris', "Paris", "a"],
    ["Magistral", "[THINK]a[/THINK]Paris", "Paris", "a"],
    ["Kimi", "◁think▷a◁/think▷Paris", "Paris", "a"],
    [
      "OpenThinker",
      "<|begin_of_thought|>a<|end_of_thought|>\n<|begin_of_solution|>Paris<|end_of_solution|>",
      "Paris",
      "a",
    ],
    ["Command A", "<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>Paris<|END_RESPONSE|>", "Paris", "a"],
    ["MedGemma", "<unused94>thought\na<unused95>Paris", "Paris", "a"],
    ["Gemma", "<|channel>thought\na<channel|>Paris", "Paris", "a"],
    ["gpt-oss", HARMONY, "Paris", "Could be Rome."],
    [
      "gpt-oss with a commentary",
      HARMONY.replace("<|start|>", "<|channel|>commentary<|message|>b<|end|><|start|>"),
      "Paris",
      "Could be Rome.\n\nb",
    ],
    ["gpt-oss that came to no answer", "<|channel|>analysis<|message|>Could be", "", "Could be"],
    [
      "gpt-oss without its first token",
      "Could be.<|end|><|start|>assistant<|channel|>final<|message|>Paris",
      "Paris",
      "Could be.",
    ],
    ["gpt-oss without special tokens", "analysisWe need a city.assistantfinalParis", "Paris", "We need a city."],
    ["no opening tag", "Could be Rome.\n</think>\n\nParis", "Paris", "Could be Rome."],
    ["no closing tag", "<think>Could be Rome", "", "Could be Rome"],
    ["two blocks", "<think>a</think>\n<think>b</think>Paris", "Paris", "a\n\nb"],
    ["a block in the middle", "It is\n<think>hm</think>\nParis", "It is\n\nParis", "hm"],
    ["a second block at a line's start", "<think>a</think>It is\n<think>b</think>\nParis", "It is\n\nParis", "a\n\nb"],
    ["an opening tag inside the block", "<think>I open <think> again</think>Paris", "Paris", "I open <think> again"],
    [
      "another tag inside the block",
      "<think><reasoning>a</reasoning></think>Paris",
      "Paris",
      "<reasoning>a</reasoning>",
    ],
    ["LongCat", "<longcat_think>a</longcat_think>Paris", "Paris", "a"],
    [
      "Apriel",
      "Here are my reasoning steps:\na\n[BEGIN FINAL RESPONSE]\nParis\n[END FINAL RESPONSE]\n<|end|>",
      "Paris",
      "a",
    ],
    ["Granite", "Here is my thought process: a\n\nHere is my response: Paris", "Paris", "a"],
    ["a sibling that closes", "<think>a</thinking>Paris", "Paris", "a"],
    ["another sibling that closes", "<thinking>a\n</think>\nParis", "Paris", "a"],
    ["a tag that is closed twice", "<think>a</think>b</think>Paris", "Paris", "a\n\nb"],
    ["a fence inside the block", "<think>```js\n1</think>Paris", "Paris", "```js\n1"],
  ])("%s", (_, text, answer, reasoning) => {
    expect(splitReasoning(text)).toMatchObject({ text: answer, reasoning });
  });

  test.each([
    "Paris",
    "",
    "a < b and [c]",
    "Models write `<think>` and `</think>` around it",
    "```xml\n<think>a</think>\n```",
    "Use the tag <think> at the beginning",
    "I think </ think > so",
    '{"reasoning": "a", "answer": "b"}',
    "analysis of the final",
    "The answer\n<think>never closed",
  ])("%j has no reasoning", (text) => {
    expect(splitReasoning(text)).toBeNull();
  });

  test("the rest of an answer is part of the answer, and splitting is fast on hostile text", () => {
    const piece = fc.constantFrom(
      "<think>",
      "</think>",
      "```",
      "\n",
      "a",
      "<|channel|>final<|message|>",
      "[THINK]",
      "`",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const found = splitReasoning(text);
        expect((found?.text ?? "").length).toBeLessThanOrEqual(text.length);
      }),
    );
    for (const hostile of ["<think>", "</think>", "<think ", "<|channel|>", "\n<think>x", "analysis"]) {
      const text = hostile.repeat(100_000);
      const started = process.cpuUsage().user; // by the clock, a busy machine is measured
      splitReasoning(text);
      expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
    }
  });
});

const outcome = (changes: object): Answered => ({
  status: "completed",
  text: "<think>a</think>Paris",
  finishReason: "stop",
  systemFingerprint: null,
  modelVersion: null,
  usage: null,
  costUsd: null,
  ttftMs: null,
  cached: false,
  latencyMs: 1,
  attempts: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  ...changes,
});

describe("an outcome", () => {
  test("has its reasoning moved after the reasoning that the service sent, with the tag", () => {
    expect(separateReasoning(outcome({ reasoning: "first" }))).toMatchObject({
      text: "Paris",
      reasoning: "first\n\na",
      reasoningTag: "<think>",
    });
  });

  test("is separated once: scoring stored rows again changes nothing", () => {
    const once = separateReasoning(outcome({ text: "<think>a</think>b</think>c" }));
    expect(separateReasoning(once)).toBe(once);
  });

  test.each([{ text: null }, { structured: true }, { text: "Paris" }])("leaves %j unchanged", (changes) => {
    const given = outcome(changes);
    expect(separateReasoning(given)).toBe(given);
  });
});
