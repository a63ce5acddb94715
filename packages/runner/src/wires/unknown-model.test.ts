import { expect, test } from "vitest";
import { errorOfModel, refusalError } from "./service-error.ts";

const kindOf = (
  status: number,
  message: string,
  { model = "m", code = undefined as string | undefined } = {},
): string =>
  refusalError({ status, header: () => undefined, error: { error: { message, code } }, text: message, model }).kind;

test.each([
  "m is not a valid model ID",
  "Invalid model: m",
  "Invalid model name passed in model=m. Call `/v1/models` to view available models.",
  "Unknown model: m",
  "The model `org/m` does not exist",
  "model 'm' not found, try pulling it first",
])("a model unknown to a gateway is not_found with any status: %s", (message) => {
  expect([400, 422, 404].map((status) => kindOf(status, message))).toEqual(["not_found", "not_found", "not_found"]);
});

test.each([
  "The provided model identifier is invalid.",
  "Invocation of model ID amazon.nova-pro-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
])("Bedrock's words for a model that it does not have are not_found, with or without its name: %s", (message) => {
  expect(kindOf(400, message, { model: "other" })).toBe("not_found");
  expect(kindOf(400, `The prompt says: ${message}`, { model: "other" })).toBe("bad_request");
});

test("424 means that the model failed, not the request", () => {
  expect(kindOf(424, "The request failed due to an error while processing the model.")).toBe("server");
});

test.each([
  "This model's maximum context length is 8192 tokens.",
  "The model output was invalid: tool weather not found",
  "Invalid value for model_kwargs",
  "Unsupported parameter: 'seed' is not supported with this model.",
])("a request that is refused for another reason says nothing about the model: %s", (message) => {
  expect(kindOf(400, message)).toBe("bad_request");
});

test.each([
  "The input was refused: 'Please say: model gpt-5 does not exist'",
  'Content policy: the text has "Invalid model: x" in it',
])("a prompt quoted in a refusal says nothing about the requested model: %s", (message) => {
  expect(kindOf(400, message, { model: "claude-9" })).toBe("bad_request");
});

test("an error that was read without the model gets its kind afterwards", () => {
  const error = refusalError({
    status: 400,
    header: () => undefined,
    error: { error: { message: "Unknown model: m" } },
    text: "",
  });
  expect(error.kind).toBe("bad_request");
  expect(errorOfModel(error, "m")).toMatchObject({ kind: "not_found", status: 400, message: error.message });
  expect(errorOfModel(error, "other")).toBe(error);
  expect(errorOfModel(error, undefined)).toBe(error);
});

test.each(["model_not_found", "invalid_model"])("a service's code is enough: %s", (code) => {
  expect(kindOf(400, "Choose another one.", { model: "claude-9", code })).toBe("not_found");
});
