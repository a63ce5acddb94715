import { expect, test } from "vitest";
import { sampleRun } from "../testing/sample-run.ts";
import { promptChanges, settingChanges } from "./manifest-diff.ts";

const { manifest } = sampleRun({ cases: 2 });

test("a run has no difference to itself, at any time", () => {
  const later = { ...manifest, runId: "later", startedAt: "2027-01-01T00:00:00.000Z" };
  expect(settingChanges(manifest, later)).toEqual([]);
  expect(promptChanges(manifest, later)).toEqual([]);
});

test("names settings that differ with both values, and those of one run alone with one value", () => {
  const [first, ...rest] = manifest.variants;
  const changed = {
    ...manifest,
    repeats: 3,
    selection: { limit: 10 },
    variants: [{ ...first!, params: { temperature: 0.7 } }, ...rest],
  };
  expect(settingChanges(manifest, changed)).toEqual([
    { name: "repeats", before: "1", after: "3" },
    { name: "selection limit", before: null, after: "10" },
    { name: "model m temperature", before: null, after: "0.7" },
  ]);
});

test("matches prompts by id and shows their messages", () => {
  const [a, b] = manifest.prompts;
  const edited = {
    ...a!,
    hash: "1".repeat(64),
    source: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "x" },
    ],
  };
  const added = { id: "c", hash: "2".repeat(64), source: "plain" };
  expect(promptChanges(manifest, { ...manifest, prompts: [edited, b!, added] })).toEqual([
    { id: "a", before: "user: {{question}} ", after: "system: Be brief.\n\nuser: x" },
    { id: "c", before: null, after: "plain" },
  ]);
});
