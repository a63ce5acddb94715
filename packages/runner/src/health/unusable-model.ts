import { type ErrorKind, type ModelError, SameseedError } from "@sameseed/core";

/** Errors that say that a model which gave no answer yet cannot be used at all, with what mends them. */
const REMEDIES: Partial<Record<ErrorKind, string>> = {
  authentication: "Check the key (OPENAI_API_KEY) and that it may use this model.",
  connection:
    "Check that the server speaks HTTP there, the base URL (--base-url, OPENAI_BASE_URL or baseUrl) and, where HTTP_PROXY or HTTPS_PROXY is set, the proxy.",
  insufficient_quota: "The account has nothing left to spend: check its plan and billing.",
  invalid_response:
    "Check that the server speaks OpenAI's chat completions there, and the base URL (it usually ends in /v1).",
  not_found: "Check the model's name and the base URL (it usually ends in /v1).",
  unreachable:
    "Check that the server runs, the base URL (--base-url, OPENAI_BASE_URL or baseUrl) and, where HTTP_PROXY or HTTPS_PROXY is set, the proxy.",
};

/** Whether an error says that a model which gave no answer yet cannot be used at all. */
export function isUnusable({ kind }: ModelError): boolean {
  return REMEDIES[kind] !== undefined;
}

/** What mends an error of a model, in a sentence. */
export function remedyOf(kind: ErrorKind): string {
  return REMEDIES[kind] ?? "Check that the service works.";
}

/** `MODEL_UNREACHABLE` for a model that cannot be used. */
export function unusableModel(modelId: string, error: ModelError): SameseedError {
  return new SameseedError("MODEL_UNREACHABLE", `Model "${modelId}" cannot be used: ${error.message}`, {
    hint: remedyOf(error.kind),
    cause: error,
  });
}
