import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabelKey, StoredLabel } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  addLabelKeys,
  copyLabels,
  labelsByRow,
  labelSets,
  readLabelKeys,
  readLabels,
  writeLabels,
} from "./label-store.ts";

let run = "";
beforeEach(async () => void (run = await mkdtemp(join(tmpdir(), "sameseed-labels-"))));
afterEach(() => rm(run, { recursive: true }));

const KEY: LabelKey = { item: "i1", metric: "judge", scale: "pass-fail", answers: [{ index: 3, variant: "a/m" }] };
const LABEL: StoredLabel = { ...KEY, annotator: "ana", value: 1, note: "good" };
const PAIR: StoredLabel = {
  item: "p1",
  metric: "judge",
  scale: "preference",
  answers: [
    { index: 5, variant: "b/m" },
    { index: 4, variant: "a/m" },
  ],
  annotator: "bo",
  value: 1,
};

test("stores labels and reads them back; a run without labels has none", async () => {
  expect(await readLabels(run)).toEqual([]);
  await writeLabels(run, [LABEL, PAIR]);
  expect(await readLabels(run)).toEqual([LABEL, PAIR]);
  await writeLabels(run, []);
  expect(await readdir(run)).toEqual([]);
});

test("adds keys, and an item that is written again is listed once", async () => {
  await addLabelKeys(run, [KEY]);
  await addLabelKeys(run, [KEY, { ...KEY, item: "i2" }]);
  expect((await readLabelKeys(run)).map(({ item }) => item)).toEqual(["i1", "i2"]);
});

test("copies labels and keys with a run", async () => {
  const copy = await mkdtemp(join(tmpdir(), "sameseed-labels-"));
  try {
    await copyLabels(run, copy);
    expect(await readdir(copy)).toEqual([]);
    await writeLabels(run, [LABEL]);
    await copyLabels(run, copy);
    expect(await readLabels(copy)).toEqual([LABEL]);
  } finally {
    await rm(copy, { recursive: true });
  }
});

test("each row of a pair has its own share of the preference, and the other for a rival", () => {
  const rows = labelsByRow([LABEL, PAIR]);
  expect(rows.get(3)).toEqual([{ metric: "judge", annotator: "ana", scale: "pass-fail", value: 1, note: "good" }]);
  expect(rows.get(5)).toEqual([{ metric: "judge", annotator: "bo", scale: "preference", value: 1, rival: "a/m" }]);
  expect(rows.get(4)).toEqual([{ metric: "judge", annotator: "bo", scale: "preference", value: 0, rival: "b/m" }]);
});

test("the manifest records who labelled which items", () => {
  expect(labelSets([LABEL, { ...LABEL, annotator: "al" }, PAIR])).toEqual([
    { metric: "judge", scale: "pass-fail", annotators: ["al", "ana"], labels: 2 },
    { metric: "judge", scale: "preference", annotators: ["bo"], labels: 1 },
  ]);
});

test("refuses an edited file and names the line", async () => {
  await writeFile(join(run, "labels.jsonl"), `${JSON.stringify(LABEL)}\n{"item":"x"}\n`);
  await expect(readLabels(run)).rejects.toThrow(/labels\.jsonl, line 2/);
});
