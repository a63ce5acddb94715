import type { Row } from "@sameseed/core";
import { CaseChangeBuilder, CaseTexts, summarize } from "@sameseed/analysis";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { inWords } from "@sameseed/reporter";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Check, ComparedRuns } from "@sameseed/pipeline/compare";
import { type CommentSource, githubComment } from "./github-comment.ts";
import { workflowUrl } from "./github-actions.ts";

const PAIR = ["direct/m", "stepwise/m"] as const;

/** Eight cases that the second prompt breaks, with these answers. */
function rowsOf(before = "good", after = "bad", id = "c"): Row[] {
  return Array.from({ length: 16 }, (_, index) => {
    const isSecond = index % 2 === 1;
    return rowOf({
      index,
      case: { id: `${id}${Math.floor(index / 2)}`, expected: before },
      prompt: isSecond ? "stepwise" : "direct",
      score: isSecond ? 0 : 1,
      outcome: { text: isSecond ? after : before },
    });
  });
}

async function sourceOf(rows: readonly Row[] = rowsOf(), changes: Partial<CommentSource> = {}): Promise<CommentSource> {
  const { comparisons } = inWords(await summarize(manifestOf(), rows));
  const builder = new CaseChangeBuilder([PAIR], "score");
  for (const row of rows) builder.add(row);
  const caseChanges = builder.changes(10);
  const texts = new CaseTexts(caseChanges.shown.map(({ id }) => id));
  for (const row of rows) texts.add(row);
  const compared: ComparedRuns = { comparisons, factors: [], gaps: [], notes: [] };
  const measure = (costPerThousandUsd: number) => ({ costPerThousandUsd, latencyMsP50: 100, latencyMsP95: 200 });
  return {
    manifest: { name: "sums", runId: "run-1" },
    compared,
    checks: [],
    cases: { changes: caseChanges, texts, varNames: [] },
    measures: new Map([
      [PAIR[0], measure(0.4)],
      [PAIR[1], measure(0.5)],
    ]),
    report: null,
    runUrl: null,
    ...changes,
  };
}

const FAILED: Check = { name: "x", group: "gate.score", result: "failed", message: "stepwise/m is worse." };

test("the verdict comes first, then scores, costs and times before and after, then the broken cases", async () => {
  const text = githubComment(await sourceOf(rowsOf(), { checks: [FAILED] }));
  const places = ["❌ Failed: sums", "stepwise/m is worse.", "100.0 % → 0.0 %", "broken case"].map((part) =>
    text.indexOf(part),
  );
  expect(places).toEqual(places.toSorted((left, right) => left - right));
  expect(places[0]).toBeGreaterThan(0);
  expect(text).toContain(String.raw`\$0.4 → \$0.5 (+25 %) | 100 ms → 100 ms (±0 %) | 200 ms → 200 ms (±0 %)`);
  expect(text).toContain("| c0 | stepwise/m | good | 100.0 %: good | 0.0 %: bad |");
});

test("the marker is the same for one benchmark, different for another, and safe for any name", async () => {
  const markOf = async (name: string) =>
    githubComment(await sourceOf(rowsOf(), { manifest: { name, runId: "r" } })).split("\n")[0]!;
  expect(await markOf("sums")).toBe(await markOf("sums"));
  expect(await markOf("sums")).not.toBe(await markOf("Sums"));
  expect(await markOf("a --> <b>")).toMatch(/^<!-- sameseed a-b [0-9a-f]{8} -->$/);
});

test("shows the worst answer of the repeats where a case broke", async () => {
  const rows = ["good", "bad"].flatMap((text, repeat) => [
    rowOf({ index: 2 * repeat, repeat, case: { id: "a" }, outcome: { text: "good" } }),
    rowOf({
      index: 2 * repeat + 1,
      repeat,
      case: { id: "a" },
      prompt: "stepwise",
      score: Number(text === "good"),
      outcome: { text },
    }),
  ]);
  expect(githubComment(await sourceOf(rows))).toContain("100.0 %: good | 50.0 %: bad |");
});

test("answers are text: no markup, no link, no mention, no issue", async () => {
  const hostile = [
    "</details> @team see #1 and GH-2",
    "| a | b |\n|---|---|",
    "```\ncode",
    "![x](http://evil.example/x.png) https://evil.example www.evil.example",
    "<!-- --> <img src=x onerror=alert(1)>",
  ];
  for (const answer of hostile) {
    const text = githubComment(await sourceOf(rowsOf("good", answer, `${answer} `)));
    expect(text).not.toMatch(/@team|[^\\]#1|GH-2|<img|\bhttps?:\/\/|www\.evil|\n```/);
    expect(text.match(/<details>/g)).toHaveLength(1);
    expect(text.match(/<\/details>/g)).toHaveLength(1);
    const lines = text.split("\n").filter((line) => line.includes("stepwise/m |") && line.includes("%: "));
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line.replaceAll(/\\./g, "").split("|")).toHaveLength(7);
  }
});

test("tables stay tables and the fold stays closed for any answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 400 }), async (answer) => {
      const text = githubComment(await sourceOf(rowsOf("good", answer)));
      const cells = text.split("\n").filter((line) => /^\| c\d \|/.test(line));
      expect(cells.map((line) => line.replaceAll(/\\./g, "").split("|").length)).toEqual(cells.map(() => 7));
      expect(text.match(/<details>/g)).toHaveLength(1);
    }),
    { numRuns: 30 },
  );
});

test("a run without a comparison shows its report", async () => {
  const nothing: ComparedRuns = { comparisons: [], factors: [], gaps: [], notes: [] };
  const text = githubComment(
    await sourceOf(rowsOf(), { compared: nothing, cases: null, report: "## sums\n\n| variant |" }),
  );
  expect(text).toContain("Nothing was compared.");
  expect(text).toContain("| variant |");
});

test.each([
  [
    { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "me/it", GITHUB_RUN_ID: "7" },
    "https://github.com/me/it/actions/runs/7",
  ],
  [{ GITHUB_SERVER_URL: "https://github.com/)x", GITHUB_REPOSITORY: "me/it", GITHUB_RUN_ID: "7" }, null],
  [{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "me/it](x", GITHUB_RUN_ID: "7" }, null],
  [{}, null],
])("%j gives %j", (env, url) => expect(workflowUrl(env)).toBe(url));
