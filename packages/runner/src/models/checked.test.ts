import type { Completion, ModelRequest } from "@sameseed/core";
import { expect, test } from "vitest";
import { checked } from "./checked.ts";

const REQUEST: ModelRequest = { messages: [], params: {}, seed: 1, case: "c", repeat: 0 };
const WHOLE: Completion = {
  text: "yes",
  finishReason: "stop",
  refusal: null,
  systemFingerprint: "fp",
  modelVersion: "m-1",
  usage: { promptTokens: 3, completionTokens: 0 },
  costUsd: 0.1,
  ttftMs: null,
  toolCalls: [{ id: null, name: "f", arguments: "{}" }],
  meanLogprob: -0.5,
  cached: false,
};

function complete(given: unknown): Promise<Completion> {
  return checked({ id: "mine", complete: async () => given as Completion }).complete(REQUEST);
}

test("a valid completion is passed on unchanged", async () => {
  expect(await complete(WHOLE)).toBe(WHOLE);
});

test("missing fields are null", async () => {
  expect(await complete({ text: "yes", usage: undefined, region: undefined })).toEqual({
    text: "yes",
    finishReason: null,
    refusal: null,
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
  });
});

test.each<[unknown, string]>([
  ["yes", 'it is "yes", and not an object with a text'],
  [undefined, "it is undefined, and not an object with a text"],
  [["yes"], 'it is ["yes"], and not an object with a text'],
  [{ output: "yes" }, "its text is undefined, and not a string or null"],
  [{ text: 42 }, "its text is 42, and not a string"],
  [7n, "it is a bigint that is no JSON, and not an object with a text"],
  [{ text: ["yes"] }, 'its text is ["yes"], and not a string'],
  [{ ...WHOLE, usage: {} }, "its usage is {}, and not {promptTokens, completionTokens}, both numbers from 0"],
  [{ ...WHOLE, usage: { promptTokens: NaN, completionTokens: 1 } }, "its usage is"],
  [{ ...WHOLE, costUsd: "1" }, 'its costUsd is "1", and not a number from 0'],
  [{ ...WHOLE, toolCalls: [{ name: "f" }] }, 'its toolCalls is [{"name":"f"}], and not a list of'],
  [{ ...WHOLE, region: null }, "its region is null, and not a string"],
  [{ ...WHOLE, meanLogprob: -Infinity }, "its meanLogprob is null, and not a number"],
])("the completion %s is a failed trial, and the error names the fault", async (given, message) => {
  await expect(complete(given)).rejects.toMatchObject({
    kind: "other",
    message: expect.stringContaining(`Model "mine" gave no completion: ${message}`) as string,
  });
});
