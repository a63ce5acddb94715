import { ModelError, type TokenUsage } from "@sameseed/core";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";

/** A JSON object of a service; every member must be checked. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Undefined also for an empty text. */
export function textOrAbsent(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function countOrAbsent(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY ? value : undefined;
}

/** Null without a total, since the parts are useless without it. Parts that are zero are kept. */
export function usageOf(
  prompt: unknown,
  completion: unknown,
  parts: Omit<TokenUsage, "promptTokens" | "completionTokens"> = {},
): TokenUsage | null {
  const promptTokens = countOrAbsent(prompt);
  const completionTokens = countOrAbsent(completion);
  if (promptTokens === undefined || completionTokens === undefined) return null;
  const usage: Record<string, number> = { promptTokens, completionTokens };
  for (const name in parts) {
    const value = parts[name as keyof typeof parts];
    if (value !== undefined) usage[name] = value;
  }
  return usage as unknown as TokenUsage;
}

/** Null where a value is not a number. */
export function meanOf(values: readonly unknown[]): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total: number, value) => total + (typeof value === "number" ? value : Number.NaN), 0);
  return Number.isFinite(sum) ? sum / values.length : undefined;
}

/** The arguments of a call: as JSON, whether they came parsed or not. */
export function argumentsText(given: unknown): string {
  return typeof given === "string" ? given : JSON.stringify(given ?? {});
}

/** The service's name for the request. `cf-ray` is left out: it names the edge near the caller. */
export function requestIdOf(header: HeaderReader): string | undefined {
  return (
    (header("x-request-id") ?? header("request-id") ?? header("apim-request-id") ?? header("x-amzn-requestid")) ||
    undefined
  );
}

/** Errors: `ModelError` `invalid_response` with the text. */
export function parsedEvent(data: string): Fields {
  try {
    return fieldsOf(JSON.parse(data));
  } catch {
    throw new ModelError("invalid_response", `A piece of the stream is not JSON: ${data}`);
  }
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The error of a stream that ended too early. */
export function endedEarly(): ModelError {
  return new ModelError("invalid_response", "The stream ended before the answer was complete.");
}
