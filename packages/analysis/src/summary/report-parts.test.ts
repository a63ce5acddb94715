import { expect, test } from "vitest";
import { manifestOf, rowOf, scorer } from "../testing/sample-run.ts";
import type { ReportPart } from "../progress/report-step.ts";
import { summarize } from "./summarize.ts";

test("announces every comparison, slice, factor and file before it begins and counts to its total", async () => {
  const manifest = manifestOf({ scorers: [scorer("numeric"), scorer("contains")], slices: ["topic", "language"] });
  const rows = Array.from({ length: 24 }, (_, number) =>
    rowOf({
      case: { id: `c${number >> 1}`, vars: {}, metadata: { topic: number % 3 === 0 ? "a" : "b", language: "en" } },
      prompt: number % 2 === 0 ? "direct" : "stepwise",
      score: { numeric: { value: number % 5 === 0 ? 0 : 1 }, contains: { value: 1 } },
    }),
  );
  const parts: ReportPart[] = [];
  const ended: number[] = [];
  await summarize(manifest, rows, [
    { part: (part) => void parts.push(part) },
    { end: () => void ended.push(parts.length) },
    { end: () => void ended.push(parts.length) },
  ]);
  const steps = Map.groupBy(parts, ({ step }) => step);
  expect([...steps.keys()]).toEqual(["comparisons", "slices", "factors", "files"]);
  for (const [step, of] of steps) {
    expect(of.map(({ done }) => done)).toEqual(of.map((_, place) => place));
    expect([step, new Set(of.map(({ total }) => total))]).toEqual([step, new Set([of.length])]);
  }
  // Three metrics (score and two scorers) of one pair; two keys each.
  expect([steps.get("comparisons")!.length, steps.get("slices")!.length]).toEqual([3, 6]);
  expect(ended).toEqual([parts.length - 1, parts.length]);
});

test("the end of the rows is announced before the first comparison", async () => {
  const seen: string[] = [];
  const rows = ["direct", "stepwise"].map((prompt) => rowOf({ prompt }));
  await summarize(manifestOf(), rows, [
    {
      row: () => void seen.push("row"),
      rowsEnd: () => void seen.push("end of rows"),
      part: ({ step }) => void seen.push(step),
    },
  ]);
  expect(seen.slice(0, 4)).toEqual(["row", "row", "end of rows", "comparisons"]);
});
