import { type Completion, type Model, ModelError } from "@sameseed/core";
import { wrapModel } from "./wrap-model.ts";

type Check = (value: unknown) => boolean;
interface Member {
  readonly isRight: Check;
  readonly expected: string;
}

const text: Member = { isRight: (value) => typeof value === "string", expected: "a string" };
const flag: Member = { isRight: (value) => typeof value === "boolean", expected: "a boolean" };
const amount: Member = { isRight: isAmount, expected: "a number from 0" };

/** Members that are null where the service did not send them. */
const NULLABLE = {
  text,
  finishReason: text,
  refusal: text,
  systemFingerprint: text,
  modelVersion: text,
  usage: { isRight: isUsage, expected: "{promptTokens, completionTokens}, both numbers from 0" },
  costUsd: amount,
  ttftMs: amount,
} satisfies Partial<Record<keyof Completion, Member>>;
/** Members that are absent where there is nothing to say. */
const OPTIONAL = {
  toolCalls: { isRight: areCalls, expected: "a list of {id, name, arguments}" },
  structured: flag,
  reasoning: text,
  meanLogprob: { isRight: Number.isFinite, expected: "a number" },
  cached: flag,
  requestId: text,
  region: text,
  connectMs: amount,
} satisfies Partial<Record<keyof Completion, Member>>;

const NULLABLE_MEMBERS = Object.entries(NULLABLE) as [keyof typeof NULLABLE, Member][];
const OPTIONAL_MEMBERS = Object.entries(OPTIONAL) as [keyof typeof OPTIONAL, Member][];

/**
 * The model, which may be anybody's code, with its completions looked at: each becomes a row, and one that cannot be read
 * would spoil the whole run. What is left out is null, but for the text. Errors of `complete`: `ModelError` `other` that
 * names what is not as `Completion` says.
 */
export function checked(model: Model): Model {
  return wrapModel(model, (inner) => async (request, signal) => {
    const completion: unknown = await inner.complete(request, signal);
    return checkedCompletion(inner.id, completion);
  });
}

function checkedCompletion(modelId: string, completion: unknown): Completion {
  if (!isObject(completion)) throw wrong(modelId, `it is ${shown(completion)}`, "an object with a text");
  if (completion["text"] === undefined) throw wrong(modelId, "its text is undefined", "a string or null");
  let isWhole = true;
  for (const [name, { isRight, expected }] of NULLABLE_MEMBERS) {
    const value = completion[name];
    if (value === undefined) isWhole = false;
    else if (value !== null && !isRight(value)) throw wrong(modelId, `its ${name} is ${shown(value)}`, expected);
  }
  for (const [name, { isRight, expected }] of OPTIONAL_MEMBERS) {
    const value = completion[name];
    if (value !== undefined && !isRight(value)) throw wrong(modelId, `its ${name} is ${shown(value)}`, expected);
  }
  return (isWhole ? completion : withNulls(completion)) as unknown as Completion;
}

function withNulls(completion: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const missing = NULLABLE_MEMBERS.filter(([name]) => completion[name] === undefined);
  return { ...completion, ...Object.fromEntries(missing.map(([name]) => [name, null])) };
}

function wrong(modelId: string, is: string, expected: string): ModelError {
  return new ModelError("other", `Model "${modelId}" gave no completion: ${is}, and not ${expected}.`);
}

function shown(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100);
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
}

function isUsage(value: unknown): boolean {
  return isObject(value) && isAmount(value["promptTokens"]) && isAmount(value["completionTokens"]);
}

function areCalls(value: unknown): boolean {
  return Array.isArray(value) && value.every(isCall);
}

function isCall(call: unknown): boolean {
  if (!isObject(call)) return false;
  const { id, name, arguments: given } = call;
  return (id === null || typeof id === "string") && typeof name === "string" && typeof given === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
