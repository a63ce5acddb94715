import { expect, test } from "vitest";
import { ANSWER_COLUMNS, ANSWER_FIELDS, AnswerFields, answerFields } from "./answer.ts";
import { BACKEND_PARTS, backendKey, backendName, backendOf, isSameBackend } from "./backend.ts";
import { completionMembers } from "./completion-member.ts";
import { Answered } from "./outcome.ts";
import { textCompletion } from "./text-completion.ts";

test("every field of an answer is in a row and a completion and declares whether it has columns", () => {
  for (const field of ANSWER_FIELDS) {
    expect(Object.keys(Answered.shape)).toContain(field);
    expect(completionMembers().map(({ name }) => name)).toContain(field);
    expect(ANSWER_COLUMNS).toHaveProperty(field);
  }
});

test("every part with its own column belongs to the schema", () => {
  for (const field of ANSWER_FIELDS) {
    const names = ANSWER_COLUMNS[field].flatMap(({ part }) => part ?? []);
    const inner = AnswerFields.shape[field] as { readonly unwrap?: () => { readonly shape?: object } };
    expect(names.filter((name) => !Object.hasOwn(inner.unwrap?.().shape ?? {}, name))).toEqual([]);
  }
});

test("column names are unique", () => {
  const names = Object.values(ANSWER_COLUMNS).flatMap((columns) => columns.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test("a completion of a text alone has every nullable field", () => {
  const nullable = completionMembers()
    .filter(({ isNullable }) => isNullable)
    .map(({ name }) => name);
  expect(Object.keys(textCompletion("yes")).toSorted()).toEqual(nullable.toSorted());
});

test("fields keep the order of their declaration, not the completion's", () => {
  expect(Object.keys(answerFields({ ...textCompletion("yes"), region: "x", toolCalls: [], cached: false }))).toEqual([
    ...ANSWER_FIELDS,
  ]);
});

test("a backend is identified by every part and by nothing else", () => {
  const known = { systemFingerprint: "fp", modelVersion: "m", region: "r", upstream: "u" };
  expect(backendOf({ systemFingerprint: null, modelVersion: null })).toBeNull();
  const keys = BACKEND_PARTS.map((part) => backendKey(backendOf({ ...known, [part]: "other" })));
  expect(new Set([...keys, backendKey(backendOf(known))]).size).toBe(BACKEND_PARTS.length + 1);
  for (const part of BACKEND_PARTS)
    expect(isSameBackend(backendOf(known)!, backendOf({ ...known, [part]: undefined })!)).toBe(false);
  expect(backendName(known)).toBe("m / fp / r / u");
  expect(backendName({})).toBeNull();
});
