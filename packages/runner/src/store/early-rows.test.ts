import type { Row } from "@sameseed/core";
import { expect, test } from "vitest";
import { EarlyRows } from "./early-rows.ts";

const rowAt = (index: number, { text = "a", id = `c${index >> 1}` } = {}): Row => ({
  trial: {
    index,
    order: index,
    case: { id, vars: {} },
    repeat: 0,
    variant: `p${index % 2}/m`,
    prompt: `p${index % 2}`,
    model: "m",
    seed: 1,
  },
  outcome: {
    status: "completed",
    text,
    finishReason: "stop",
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    cached: false,
    latencyMs: 1,
    attempts: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
  },
  scores: {},
});

const bytesOf = (row: Row): Buffer => Buffer.from(JSON.stringify(row));

/** Rows of cases with two trials, and the cases that came. */
function earlyRows(mostBytes?: number) {
  const cases: Row[][] = [];
  const onCase = (rows: readonly Row[]): void => void cases.push([...rows]);
  const early = new EarlyRows({ trialsPerCase: 2, onCase }, { mostBytes });
  return {
    cases,
    take: (index: number) => early.take(index),
    add: (row: Row) => early.add(row.trial.index, bytesOf(row)),
  };
}

test("a case comes when all its rows are stored, and its rows are those that are taken later", () => {
  const { cases, add, take } = earlyRows();
  for (const index of [3, 4, 0, 2]) add(rowAt(index));
  expect(cases).toEqual([[rowAt(2), rowAt(3)]]);
  expect(take(2)).toBe(cases[0]![0]);
  expect(take(3)).toBe(cases[0]![1]);
  expect([take(0), take(3), take(5)]).toEqual([rowAt(0), undefined, undefined]);
});

test("a case comes again with a row that replaces another", () => {
  const { cases, add, take } = earlyRows();
  for (const row of [rowAt(0), rowAt(1), rowAt(1, { text: "b" })]) add(row);
  expect(cases.map((rows) => rows.map(({ outcome }) => outcome.status === "completed" && outcome.text))).toEqual([
    ["a", "a"],
    ["a", "b"],
  ]);
  expect(take(0)).toBe(cases[1]![0]);
  expect(take(1)).toBe(cases[1]![1]);
});

test.each([
  ["is damaged", Buffer.from('{"trial":{"index":1,')],
  ["is not a row", Buffer.from('{"trial":{"index":1}}')],
  ["does not fit into memory", bytesOf(rowAt(1, { text: "b".repeat(2000) }))],
])("a case is forgotten when the line that replaces one of its rows %s", (_, line) => {
  const onCase = (): void => {};
  const early = new EarlyRows({ trialsPerCase: 2, onCase }, { mostBytes: 2000 });
  for (const row of [rowAt(0), rowAt(1)]) early.add(row.trial.index, bytesOf(row));
  early.add(1, line);
  expect([early.take(0), early.take(1)]).toEqual([undefined, undefined]);
});

test("rows that do not fit into memory are left out until others are taken", () => {
  const { cases, add, take } = earlyRows(2.5 * bytesOf(rowAt(0)).length);
  for (const index of [0, 1, 2]) add(rowAt(index));
  expect([take(2), take(0), take(1)]).toEqual([undefined, ...cases[0]!]);
  for (const index of [4, 5]) add(rowAt(index));
  expect(cases).toHaveLength(2);
});

test("rows of different cases where those of one belong do not come as a case", () => {
  const { cases, add } = earlyRows();
  for (const row of [rowAt(0), rowAt(1, { id: "other" })]) add(row);
  expect(cases).toEqual([]);
});
