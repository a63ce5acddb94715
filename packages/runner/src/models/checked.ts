import { type Completion, completionMembers, type Model, ModelError, isObject } from "@sameseed/core";
import { wrapModel } from "./wrap-model.ts";

type Members = ReturnType<typeof completionMembers>;

/**
 * The model, which may be foreign code, with a check of its completions: each becomes a row, and an
 * unreadable one would spoil the whole run. Missing fields become null, except the text. Errors of
 * `complete`: `ModelError` `other` that names the members that do not match `Completion`.
 */
export function checked(model: Model): Model {
  let members: Members | undefined;
  return wrapModel(model, (inner) => async (request, signal) => {
    const completion: unknown = await inner.complete(request, signal);
    return checkedCompletion(inner.id, completion, (members ??= completionMembers()));
  });
}

/** Checks a completion against `Completion`; `members` are those of `completionMembers`. Errors: those of `checked`. */
export function checkedCompletion(modelId: string, completion: unknown, members: Members): Completion {
  if (!isObject(completion)) throw wrong(modelId, `it is ${shown(completion)}`, "an object with a text");
  if (completion["text"] === undefined) throw wrong(modelId, "its text is undefined", "a string or null");
  let isWhole = true;
  for (const { name, isNullable, isRight, expected } of members) {
    const value = completion[name];
    if (value === undefined) isWhole &&= !isNullable;
    else if (!(value === null && isNullable) && !isRight(value))
      throw wrong(modelId, `its ${name} is ${shown(value)}`, expected);
  }
  return (isWhole ? completion : withNulls(completion)) as unknown as Completion;
}

function withNulls(completion: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const missing = completionMembers().filter(({ name, isNullable }) => isNullable && completion[name] === undefined);
  return { ...completion, ...Object.fromEntries(missing.map(({ name }) => [name, null])) };
}

function wrong(modelId: string, is: string, expected: string): ModelError {
  return new ModelError("other", `Model "${modelId}" gave no completion: ${is}, and not ${expected}.`);
}

/** The beginning of any value as text, for errors. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  try {
    return String(JSON.stringify(value)).slice(0, 100);
  } catch {
    return `a ${typeof value} that is no JSON`; // a BigInt, or an object that contains itself
  }
}
