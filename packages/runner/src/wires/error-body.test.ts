import { expect, test } from "vitest";
import { errorBody } from "./error-body.ts";
import { refusalError } from "./service-error.ts";

const gemini = (quotaId: string) => [
  {
    error: {
      code: 429,
      message: "You exceeded your current quota.",
      status: "RESOURCE_EXHAUSTED",
      details: [
        { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId, quotaValue: "20" }] },
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "6.4s" },
      ],
    },
  },
];
const refused = (status: number, error: unknown) =>
  refusalError({ status, header: () => undefined, error, text: JSON.stringify(error) });

test("reads Gemini's wait from the body, in a list too", () => {
  expect(refused(429, gemini("GenerateRequestsPerMinutePerProjectPerModel"))).toMatchObject({
    kind: "rate_limited",
    message: "429 You exceeded your current quota.",
    retryAfterMs: 6400,
  });
});

test("a daily quota is spent, for any wait named", () => {
  expect(refused(429, gemini("GenerateRequestsPerDayPerProjectPerModel-FreeTier"))).toMatchObject({
    kind: "insufficient_quota",
  });
});

test("Google's 400 for an invalid key is about the key", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
  const error = { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details };
  expect(refused(400, { error })).toMatchObject({ kind: "authentication" });
});

test.each<[string, unknown, string | undefined]>([
  ["OpenAI's", { error: { message: "no", type: "x", code: null } }, "no"],
  ["a text", { error: "no" }, "no"],
  ["a message alone", { message: "no" }, "no"],
  ["AWS's capital", { Message: "no" }, "no"],
  ["a list of fields", { detail: [{ loc: ["body", "seed"], msg: "no" }] }, "body.seed no"],
  ["the same inside a message", { message: { detail: [{ loc: ["body", "top_k"], msg: "no" }] } }, "body.top_k no"],
  ["a text of detail", { detail: "no" }, "no"],
  ["nothing", {}, undefined],
  ["a list of nothing", [null], undefined],
  ["no object", 7, undefined],
])("the message of %s is found", (_, json, message) => {
  expect(errorBody(json).message).toBe(message);
});
