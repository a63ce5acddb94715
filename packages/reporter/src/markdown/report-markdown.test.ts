import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Manifest, Row } from "@sameseed/core";
import { wordedSummary } from "../testing/worded-summary.ts";
import { failedRow, manifestOf, rowOf, scorer, variant } from "@sameseed/analysis/testing/sample-run";
import { plain } from "./markdown-text.ts";
import { comparisonsMarkdown, reportMarkdown } from "./report-markdown.ts";

/** Twenty cases: the baseline knows every second one, the other knows all. */
function twoArms(): Row[] {
  return Array.from({ length: 20 }, (_, number) => [
    rowOf({ index: 2 * number, case: { id: `c${number}` }, score: number % 2 }),
    rowOf({ index: 2 * number + 1, case: { id: `c${number}` }, prompt: "stepwise", score: 1 }),
  ]).flat();
}

async function markdownOf(rows: readonly Row[], changes: Partial<Manifest> = {}): Promise<string> {
  const counts = { planned: rows.length, completed: rows.length, truncated: 0, refused: 0, failed: 0 };
  return reportMarkdown(await wordedSummary(manifestOf({ counts, ...changes }), rows));
}

test("the verdict comes first, then the table, the caveats, and the details folded", async () => {
  expect(await markdownOf(twoArms())).toMatchInlineSnapshot(`
    "## sums

    - 🟢 **stepwise/m is better than direct/m.**

    | variant | n | mean \\[95 %\\] | difference in points \\[95 %\\] | p | verdict | p50 | cost | cost per correct |
    | --- | --: | --: | --: | --: | --- | --: | --: | --: |
    | direct/m (baseline) | 20 | 50.0 % \\[29.9, 70.1\\] |  |  |  | 13 ms | \\$0.00001 | \\$0.000001 |
    | stepwise/m | 20 | 100.0 % \\[83.9, 100.0\\] | +50.0 \\[+25.8, +70.1\\] | 0.0010 | better | 13 ms | \\$0.00001 | \\$0.0000005 |

    Fair: same cases, seeds sent, same blocks; variants differ only in the compared factors.

    <details>
    <summary>How it was run</summary>

    |  |  |
    | --- | --- |
    | run | 2026-01-01-000000 |
    | cases | 2 of cases.csv, 1 repeat |
    | trials | 40 planned, 0 failed |
    | seed | 7 (derived) |
    | margin | 2 points |
    | scorers | numeric |
    | content hash | 0000000000000000 |
    | tool | sameseed 0.1.0, Node 24.0.0 |
    | started | 2026-01-01T00:00:00.000Z |

    </details>
    "
  `);
});

test("a run of one variant reports that there is nothing to compare", async () => {
  const text = await markdownOf([rowOf()], { variants: [variant("direct")] });
  expect(text).toContain("One variant, so there is nothing to compare.");
  expect(text).not.toContain("Fair");
});

test("comparisons of several metrics show the first and fold the rest, each variant named once", async () => {
  const report = await wordedSummary(manifestOf(), twoArms());
  const [comparison] = report.comparisons;
  const undecided = { ...comparison!, verdict: "inconclusive" as const, conclusion: "The data cannot tell." };
  const other = (metric: string, b: string) => ({ ...undecided, metric, b });
  const text = comparisonsMarkdown([
    comparison!,
    ...["x", "y"].flatMap((b) => [other("brief", b), other("brief", b)]),
    other("long", "x"),
  ]);
  const [open = "", folded = ""] = text.split("<summary>Other metrics</summary>");
  expect(open).toContain("stepwise/m is better");
  expect(open).not.toContain("The data cannot tell");
  expect(folded).toContain("**brief**\n\n- 🟡 **The data cannot tell.**");
  expect(folded).toContain("**long**");
});

test.each([
  ["honoured", "same seeds"],
  [undefined, "seeds sent"],
  ["none", "no seeds"],
] as const)("with seeds %s the report says: %s", async (seeds, said) => {
  const { comparisons } = await wordedSummary(manifestOf(), twoArms());
  const given = comparisons.map((one) => ({ ...one, fairness: { ...one.fairness, seeds } }));
  expect(comparisonsMarkdown(given)).toContain(
    `Fair: same cases, ${said}, same blocks; variants differ only in the compared factors.`,
  );
});

test("failures have a column and a note", async () => {
  const text = await markdownOf([rowOf({ index: 0 }), failedRow({ index: 1, prompt: "stepwise" })]);
  expect(text).toContain("failed");
  expect(text).toContain("- Failed trials are left out of the means");
});

test("further metrics are folded", async () => {
  const scores = { numeric: { value: 1 }, regex: { value: 0 } };
  const text = await markdownOf([rowOf({ score: scores })], { scorers: [scorer("numeric"), scorer("regex")] });
  expect(text).toMatch(/<summary>Other metrics<\/summary>[^]*\*\*regex\*\*/);
});

test.each([
  ["<script>alert(1)</script>", String.raw`&lt;script&gt;alert(1)&lt;/script&gt;`],
  ["a | b", String.raw`a \| b`],
  ["@team, see #12", "@<!-- -->team, see #<!-- -->12"],
  ["**bold** [x](y)", String.raw`\*\*bold\*\* \[x\](y)`],
  ["two\nlines", "two lines"],
])("%j is text, not markup", (text, expected) => expect(plain(text)).toBe(expected));

test("an id with any text does not break the table", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (id) => {
      const arm = { ...variant("direct"), id };
      const row = rowOf();
      const text = await markdownOf([{ ...row, trial: { ...row.trial, variant: id } }], {
        variants: [arm],
        baseline: id,
      });
      const lines = text.split("\n").filter((line) => line.startsWith("| "));
      const cells = lines.slice(0, 3).map((line) => line.replaceAll(/\\./g, "").split("|").length);
      expect(new Set(cells).size).toBe(1);
    }),
    { numRuns: 50 },
  );
});
