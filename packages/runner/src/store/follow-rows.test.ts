import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeLabels } from "../labels/label-store.ts";
import type { EarlyOptions } from "./early-rows.ts";
import { followRows } from "./follow-rows.ts";
import { readRows } from "./read-rows.ts";
import { indexRows } from "./row-index.ts";

let folder = "";
const file = () => join(folder, "rows.jsonl");
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sameseed-follow-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const rowAt = (index: number, text = `é ${index}`): Row => ({
  trial: {
    index,
    order: index,
    case: { id: `c${index}`, vars: {} },
    repeat: 0,
    variant: "p/m",
    prompt: "p",
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
const lineOf = (row: Row): string => `${JSON.stringify(row)}\n`;

interface Followed {
  readonly rows: Row[];
  /** Rows that were given before each growth of the file. */
  readonly given: number[];
  readonly index: Promise<unknown>;
}

/** Follows a file that has the first piece at the start, and another one at each look. */
async function followed(pieces: readonly Buffer[], trials: number, early?: EarlyOptions): Promise<Followed> {
  const [first = Buffer.alloc(0), ...others] = pieces;
  writeFileSync(file(), first);
  const rows: Row[] = [];
  const given: number[] = [];
  const mayGrow = async (): Promise<boolean> => {
    given.push(rows.length);
    const next = others.shift();
    if (next !== undefined) appendFileSync(file(), next);
    return next !== undefined;
  };
  const { rows: followedRows, index } = followRows(file(), trials, { mayGrow, early });
  for await (const row of followedRows) rows.push(row);
  return { rows, given, index };
}

test("the rows of a file that grows by any bytes are those of the complete file", async () => {
  const orders = fc.shuffledSubarray([...Array(30).keys()]);
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(orders, cuts, fc.constantFrom("", '{"trial":{"index":3'), async (order, shares, torn) => {
      const whole = Buffer.from(order.map((index) => lineOf(rowAt(index))).join("") + torn);
      const places = [0, ...shares.toSorted((left, right) => left - right), 1].map((share) =>
        Math.floor(share * whole.length),
      );
      const pieces = places.slice(1).map((end, piece) => whole.subarray(places[piece], end));
      const { rows, index } = await followed(pieces, 30);
      expect(rows).toEqual(await Array.fromAsync(readRows(file(), 30)));
      const { offsets, lengths, stored, wholeBytes } = await indexRows(file(), 30);
      expect(await index).toMatchObject({ offsets, lengths, stored, wholeBytes });
    }),
    { numRuns: 30 },
  );
});

const many = Array.from({ length: 2500 }, (_, index) => rowAt(index));
const bytesOf = (rows: readonly Row[]): Buffer => Buffer.from(rows.map(lineOf).join(""));

test.each([
  ["fewer than a thousand after them wait for the end", 2501, 2000],
  ["the last ones do not wait for the end", 2500, 2500],
])("rows are given as far as none is missing before them; %s", async (_, trials, last) => {
  const late = many[2000]!;
  const pieces = [bytesOf(many.filter((row) => row !== late).toReversed()), bytesOf([late])];
  const { rows, given } = await followed(pieces, trials);
  expect(given).toEqual([2000, last]);
  expect(rows).toEqual(many);
});

test("of two rows of a trial that was not read yet the later one counts", async () => {
  const early = many.filter((_, index) => index !== 2200 && index !== 2400);
  const { rows } = await followed(
    [bytesOf([...early, rowAt(2400, "before")]), bytesOf([many[2400]!, many[2200]!])],
    2500,
  );
  expect(rows).toEqual(many);
});

const pairs = (): EarlyOptions & { cases: (readonly Row[])[] } => {
  const cases: (readonly Row[])[] = [];
  return { trialsPerCase: 2, cases, onCase: (rows) => void cases.push(rows) };
};
/** Rows of cases with two trials. */
const paired = many.map((row): Row => {
  const { index } = row.trial;
  return { ...row, trial: { ...row.trial, case: { id: `c${index >> 1}`, vars: {} } } };
});

test("a case comes before the turn of its rows, which are the same objects then", async () => {
  const early = pairs();
  const { rows, given } = await followed([bytesOf(paired.slice(2)), bytesOf(paired.slice(0, 2))], 2500, early);
  expect(given[0]).toBe(0);
  expect(rows).toEqual(paired);
  expect(early.cases.map(([first]) => first!.trial.index)).toEqual([...Array(1249).keys(), -1].map((n) => 2 * n + 2));
  expect(early.cases.every((ofCase) => ofCase.every((row) => rows[row.trial.index] === row))).toBe(true);
});

test("a later row of a case whose first row was read is an error", async () => {
  const half = [bytesOf(paired.slice(0, 2001).toReversed()), bytesOf([paired[2001]!, paired[2002]!])];
  await expect(followed([...half, bytesOf([paired[2001]!])], 2500, pairs())).rejects.toThrow("a later row");
  await expect(followed([...half, bytesOf([paired[2002]!])], 2500, pairs())).resolves.toMatchObject({
    given: [2001, 2001, 2001],
  });
});

test.each([
  ["alone", [7]],
  ["followed by one that was not read", [7, 2450]],
])("a later row for a trial that was read is an error, %s", async (_, indices) => {
  const stored = many.filter(({ trial }) => trial.index !== 2000); // those after it wait
  const later = indices.map((index) => rowAt(index, "again"));
  await expect(followed([bytesOf(stored), bytesOf(later)], 2500)).rejects.toThrow("a later row");
});

test("labels of people are an error", async () => {
  const answers: [{ index: number; variant: string }] = [{ index: 0, variant: "p/m" }];
  const label = { item: "1", metric: "m", scale: "pass-fail" as const, answers, annotator: "a", value: 1 };
  await writeLabels(folder, [label]);
  await expect(followed([bytesOf(many)], 2500)).rejects.toThrow("has labels");
});
