import type { Answered } from "@sameseed/core";
import { expect, test } from "vitest";
import { BackendCounts } from "./backend-counts.ts";
import { rowOf } from "../testing/sample-run.ts";

const answered = (changes: Partial<Answered>): Answered => rowOf({ outcome: changes }).outcome as Answered;
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, "0")}:00.000Z`;

test("lists each backend once, in the order of its first answer, with its first and last answer", () => {
  const counter = new BackendCounts();
  const north = { systemFingerprint: "fp_1", modelVersion: "m-1", region: "North" };
  const south = { systemFingerprint: "fp_1", modelVersion: "m-1", region: "South" };
  counter.add(answered({ ...south, startedAt: at(7) }));
  counter.add(answered({ ...north, startedAt: at(5) }));
  counter.add(answered({ ...north, startedAt: at(2) }));
  counter.add(answered({ ...south, startedAt: at(9) }));
  counter.add(answered({ ...north, startedAt: at(8) }));
  expect(counter.spans()).toEqual([
    { ...north, answers: 3, firstAt: at(2), lastAt: at(8) },
    { ...south, answers: 2, firstAt: at(7), lastAt: at(9) },
  ]);
});

test("skips answers from a cache and answers without a backend", () => {
  const counter = new BackendCounts();
  counter.add(answered({ cached: true }));
  counter.add(answered({ systemFingerprint: null, modelVersion: null }));
  expect(counter.spans()).toEqual([]);
});
