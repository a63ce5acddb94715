import { type ErrorKind, type ModelError, SameseedError } from "@sameseed/core";

/** Errors that make a model without any answer unusable, with the remedy if the model has none. */
const REMEDIES: Partial<Record<ErrorKind, string>> = {
  authentication: "Check the key and its permission to use this model.",
  connection: "Check that the server uses HTTP, its address and, if HTTP_PROXY or HTTPS_PROXY is set, the proxy.",
  insufficient_quota:
    "The account has no credit, or its quota is used up: check its plan and billing, or wait until the quota renews.",
  invalid_response: "Check the address, and that the service there answers in the form that this model reads.",
  not_found: "Check the model's name and the address.",
  unreachable: "Check that the server is running, its address and, if HTTP_PROXY or HTTPS_PROXY is set, the proxy.",
};

/** Whether an error makes a model without any answer unusable. */
export function isUnusable({ kind }: ModelError): boolean {
  return REMEDIES[kind] !== undefined;
}

/** Remedy for an error of a model, as a sentence. */
export function remedyOf({ kind, hint }: ModelError): string {
  return hint ?? REMEDIES[kind] ?? "Check that the service works.";
}

/** `MODEL_UNREACHABLE` for a model that cannot be used. */
export function unusableModel(modelId: string, error: ModelError): SameseedError {
  return new SameseedError("MODEL_UNREACHABLE", `Model "${modelId}" cannot be used: ${error.message}`, {
    hint: remedyOf(error),
    cause: error,
  });
}
