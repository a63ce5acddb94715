import type { WordedFairness, WordedComparison } from "@sameseed/core";
import { expect, test } from "vitest";
import { fairnessFindings, findingLines, namedReasons, newFindings } from "./fairness-lines.ts";

type Given = readonly [b: string, verdict: WordedFairness["verdict"], ...reasons: string[]];

function group(given: readonly Given[]): WordedComparison[] {
  return given.map(([b, verdict, ...reasons]) => {
    const fairness: Partial<WordedFairness> = { verdict, reasons, seeds: "honoured" };
    return { b, fairness } as unknown as WordedComparison;
  });
}

function text(given: readonly Given[], width = 60): string {
  const style = (format: string, part: string): string => (format === "yellow" ? `<${part}>` : part);
  return fairnessFindings(group(given))
    .flatMap((finding) => findingLines(finding, { width, style }))
    .join("\n");
}

test("a fair comparison takes one line", () => {
  expect(
    text(
      [
        ["x", "fair"],
        ["y", "fair"],
      ],
      100,
    ),
  ).toBe("✓ fair: same cases, same seeds, same blocks; variants differ only in the compared factors");
});

test("one caveat is next to the verdict, and only the mark is coloured", () => {
  expect(
    text([
      ["x", "fair with caveats", "half of the answers are older"],
      ["y", "fair"],
    ]),
  ).toBe("<!> fair with caveats: half of the answers are older (x)");
});

test("several caveats are below the verdict, each once, with the variants concerned unless all are", () => {
  const given: Given[] = [
    ["x", "fair with caveats", "the judge wavers", "the model differs, so that the difference in prompt is confounded"],
    ["y", "fair with caveats", "the judge wavers"],
  ];
  expect(text(given)).toMatchInlineSnapshot(`
    "<!> fair with caveats:
      · the judge wavers
      · the model differs, so that the difference in prompt is
        confounded (x)"
  `);
});

test("variants that are not comparable come before caveats", () => {
  expect(
    text([
      ["x", "fair with caveats", "older"],
      ["y", "not comparable", "other cases"],
    ]),
  ).toBe("<✗> not comparable: other cases (y)\n<!> fair with caveats: older (x)");
});

test("of many caveats five are listed and the rest is counted", () => {
  const reasons = Array.from({ length: 8 }, (_, number) => `reason ${number}`);
  const lines = text([["x", "fair with caveats", ...reasons]]).split("\n");
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe("  · and 3 more: report.html, Fairness");
});

test("a finding of one metric is not repeated for the next", () => {
  const findings = fairnessFindings(group([["x", "fair with caveats", "older", "newer"]]));
  expect(newFindings(findings, new Set(["older"]))).toEqual([{ verdict: "fair with caveats", reasons: ["newer"] }]);
  expect(newFindings(findings, new Set(["older", "newer"]))).toEqual([]);
});

test("reasons without their verdicts name the variants concerned", () => {
  const comparisons = group([
    ["x", "fair with caveats", "2 pairs of 9 have a failed trial", "the judge changed"],
    ["y", "not comparable", "every pair of trials contains a failed one", "the judge changed"],
  ]);
  expect(namedReasons(comparisons)).toEqual([
    "2 pairs of 9 have a failed trial (x)",
    "the judge changed",
    "every pair of trials contains a failed one (y)",
  ]);
  expect(namedReasons(group([["x", "fair"]]))).toEqual([]);
});
