import { type ModelError, SameseedError } from "@sameseed/core";

const REMEDIES: Readonly<Record<string, string>> = {
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

/** Throws `MODEL_UNREACHABLE` for an error that says that the model, which gave no answer yet, cannot be used at all. */
export function refuseUnusableModel(modelId: string, error: ModelError): void {
  const hint = REMEDIES[error.kind];
  if (hint === undefined) return;
  throw new SameseedError("MODEL_UNREACHABLE", `Model "${modelId}" cannot be used: ${error.message}`, {
    hint,
    cause: error,
  });
}
