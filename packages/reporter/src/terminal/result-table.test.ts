import type { Manifest, Row } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { reportMarkdown } from "../markdown/report-markdown.ts";
import { resultTable } from "./result-table.ts";
import { wordedSummary } from "../testing/worded-summary.ts";
import { failedRow, manifestOf, rowOf, scorer, variant } from "@sameseed/analysis/testing/sample-run";
import { textWidth } from "./text-width.ts";

/** 20 cases: `direct` answers 12 right, `stepwise` 15 with one failure and one answer that was not scored. */
function* rows(): Generator<Row> {
  for (let number = 0; number < 20; number++) {
    const testCase = { id: `c${number}` };
    yield rowOf({ case: testCase, score: number < 12 ? 1 : 0, outcome: { latencyMs: 100 } });
    if (number === 18) yield failedRow({ case: testCase, prompt: "stepwise" });
    else
      yield rowOf({
        case: testCase,
        prompt: "stepwise",
        score: number === 19 ? null : number < 15 ? 1 : 0,
        outcome: { latencyMs: 1500 },
      });
  }
}

const counts = { planned: 40, completed: 39, truncated: 0, refused: 0, failed: 1 };
const cases: Manifest["cases"] = { ...manifestOf().cases, count: 20 };
const manifest = manifestOf({ cases, counts });

async function table(width: number, changes: Partial<Manifest> = {}, color = false): Promise<string> {
  return resultTable(await wordedSummary({ ...manifest, ...changes }, rows()), { width, color });
}

test("at 100 columns intervals are printed and drawn", async () => {
  expect(await table(100)).toMatchInlineSnapshot(`
    "sums: 20 cases × 2 variants, scored by numeric, seed 7 (derived)

    variant               n  mean [95 % interval]  unscored  failed  tokens     p50        cost
    direct/m (baseline)  20  60.0 % [38.7, 78.1]          0       0     220  100 ms    $0.00001
    stepwise/m           18  83.3 % [60.8, 94.2]          1       1     209  1.50 s  $0.0000095

    ! Failed trials are left out of the means and count as 0 in the differences: stepwise/m 1 of 20.
      Reasons: timeout × 1; see the column error in rows.csv.
    ! Answers that could not be scored are left out of the mean: stepwise/m 1."
  `);
});

test("at 60 columns less important columns are left out", async () => {
  expect(await table(60)).toMatchInlineSnapshot(`
    "sums: 20 cases × 2 variants, scored by numeric, seed 7
    (derived)

    variant               n  mean [95 % interval]  failed
    direct/m (baseline)  20  60.0 % [38.7, 78.1]        0
    stepwise/m           18  83.3 % [60.8, 94.2]        1

    ! Failed trials are left out of the means and count as 0 in
      the differences: stepwise/m 1 of 20. Reasons: timeout × 1;
      see the column error in rows.csv.
    ! Answers that could not be scored are left out of the mean:
      stepwise/m 1."
  `);
});

test("each of several scorers has a table after that of the overall score", async () => {
  const two = { scorers: [scorer("numeric"), scorer("equals")] };
  const both = [...rows()].map((row) =>
    row.outcome.status === "failed" ? row : { ...row, scores: { ...row.scores, equals: { value: 0 } } },
  );
  expect(resultTable(await wordedSummary({ ...manifest, ...two }, both), { width: 80 })).toMatchInlineSnapshot(`
    "sums: 20 cases × 2 variants, seed 7 (derived)

    score, the mean of numeric, equals
    variant               n  mean [95 % interval]  unscored  failed        cost
    direct/m (baseline)  20  30.0 % [18.2, 41.2]          0       0    $0.00001
    stepwise/m           18  41.7 % [29.8, 50.8]          1       1  $0.0000095

    numeric
    variant               n  mean [95 % interval]  30 %              100 %  unscored
    direct/m (baseline)  20  60.0 % [38.7, 78.1]      ├─────●─────┤                0
    stepwise/m           18  83.3 % [60.8, 94.2]             ├──────●──┤           1

    equals
    variant               n  mean [95 % interval]  0 %                         20 %
    direct/m (baseline)  20  0.0 % [0.0, 16.1]     ●────────────────────────┤
    stepwise/m           19  0.0 % [0.0, 16.8]     ●─────────────────────────┤

    ! Every answer scored 0 by equals: check the scorer before you compare. Does it
      read the answer and the expected value as intended? The failing cases show
      both.
    ! Failed trials are left out of the means and count as 0 in the differences:
      stepwise/m 1 of 20. Reasons: timeout × 1; see the column error in rows.csv.
    ! Answers that could not be scored by numeric are left out of the mean:
      stepwise/m 1."
  `);
});

test("colour changes only colour", async () => {
  const { stripVTControlCharacters } = await import("node:util");
  const colored = await table(80, {}, true);
  expect(colored).not.toBe(await table(80));
  expect(stripVTControlCharacters(colored)).toBe(await table(80));
});

test.each([50, 60, 80, 120])("no line is wider than %d columns, even with long and wide names", async (width) => {
  const long = [
    "a-prompt-with-a-name-that-goes-on-and-on-1",
    "a-prompt-with-a-name-that-goes-on-and-on-2",
    "日本語".repeat(12),
  ];
  const text = resultTable(
    await wordedSummary(
      manifestOf({ variants: long.map((id) => variant(id)), baseline: `${long[0]}/m`, name: "n ".repeat(80).trim() }),
      long.map((prompt) => rowOf({ prompt })),
    ),
    { width },
  );
  expect(text.split("\n").filter((line) => textWidth(line) > width)).toEqual([]);
});

test("names stay distinguishable when they are cut", async () => {
  const long = ["v1", "v2"].map((version) => `a-very-long-prompt-name-${version}-that-goes-on-and-on`);
  const report = await wordedSummary(
    manifestOf({ variants: long.map((id) => variant(id)), baseline: `${long[0]}/m` }),
    [],
  );
  const names = resultTable(report, { width: 60 })
    .split("\n")
    .slice(3, 5)
    .map((line) => line.slice(2).split("  ")[0]);
  expect(new Set(names).size).toBe(2);
});

test("a variant without a score shows no number", async () => {
  expect(resultTable(await wordedSummary(manifest, []), { width: 80 })).toContain("no score");
});

test("control characters of an id do not reach the terminal", async () => {
  const hostile = variant("\u001B[2Jevil");
  expect(
    resultTable(await wordedSummary(manifestOf({ variants: [hostile], name: "a\u001B]0;x\u0007b" }), [])),
  ).not.toMatch(/[^\P{Control}\n]/u);
});

describe("notes", () => {
  const noted = async (changes: Partial<Manifest>, given: readonly Row[]) => {
    const text = resultTable(
      await wordedSummary(manifestOf({ ...changes, counts: { ...counts, planned: given.length } }), given),
      { width: 500 },
    );
    return text.split("\n").filter((line) => line.startsWith("! "));
  };
  const other = { case: { id: "b" } };

  interface Noted {
    readonly about: string;
    readonly changes?: Partial<Manifest>;
    readonly given: readonly Row[];
    readonly expected: readonly string[];
  }
  test.each<Noted>([
    { about: "a clean run has none", given: [rowOf()], expected: [] },
    {
      about: "failures",
      given: [rowOf(), failedRow(other)],
      expected: [
        "! Failed trials are left out of the means and count as 0 in the differences: direct/m 1 of 2. Reasons: timeout × 1; see the column error in rows.csv.",
      ],
    },
    {
      about: "cut answers",
      given: [rowOf({ outcome: { status: "truncated" } })],
      expected: ["! Answers cut off at the token limit are scored as they are: direct/m 1."],
    },
    {
      about: "refusals",
      given: [rowOf({ outcome: { status: "refused" } })],
      expected: ["! Answers refused by the service: direct/m 1."],
    },
    {
      about: "unscored answers",
      given: [rowOf({ score: null, case: { id: "a" } }), rowOf({ score: 1, case: { id: "b" } })],
      expected: ["! Answers that could not be scored are left out of the mean: direct/m 1."],
    },
    {
      about: "answers of which none was scored",
      given: [rowOf({ score: null })],
      expected: [
        expect.stringMatching(/^! No answer was scored, so there is no comparison\. The reasons are in rows\.csv/),
      ],
    },
    {
      about: "cached answers",
      given: [rowOf({ outcome: { cached: true } })],
      expected: ["! Answers from the cache are left out of latency: direct/m 1."],
    },
    {
      about: "a backend that changed during the run",
      given: [rowOf(), rowOf({ ...other, outcome: { systemFingerprint: "fp_2" } })],
      expected: ["! The system fingerprint of the backend changed during the run: direct/m (fp_1 × 1, fp_2 × 1)."],
    },
    {
      about: "a model that changed during the run",
      given: [rowOf(), rowOf({ ...other, outcome: { modelVersion: "m-2" } })],
      expected: ["! The model version reported by the service changed during the run: direct/m (m-1 × 1, m-2 × 1)."],
    },
    {
      about: "several regions",
      given: [rowOf({ outcome: { region: "us" } }), rowOf({ ...other, outcome: { region: "eu" } })],
      expected: ["! Answers came from several regions: direct/m (us × 1, eu × 1)."],
    },
    {
      about: "variants of one model on different backends",
      given: [rowOf(), rowOf({ prompt: "stepwise", outcome: { systemFingerprint: "fp_2" } })],
      expected: [
        "! The variants of m have different system fingerprints: part of their difference may come from the backend.",
      ],
    },
    {
      about: "repeats under one seed",
      changes: { seedPolicy: "fixed", repeats: 2 },
      given: [rowOf(), rowOf({ repeat: 1 })],
      expected: ["! The seed is fixed: the repeats of a case share it, so they are not independent."],
    },
    {
      about: "no seed",
      changes: { seedPolicy: "none" },
      given: [rowOf()],
      expected: ["! No seed was sent: this run is a control."],
    },
    {
      about: "what the run noted itself",
      changes: { notes: ["2 cases have no recorded answer."] },
      given: [rowOf()],
      expected: ["! 2 cases have no recorded answer."],
    },
  ])("$about", async ({ changes = {}, given, expected }) => {
    expect(await noted(changes, given)).toEqual(expected);
  });

  test("marks a run that is not complete", async () => {
    const report = await wordedSummary(manifestOf({ state: "stopped", counts: { ...counts, planned: 40 } }), [rowOf()]);
    expect(resultTable(report)).toContain("! The run is not complete: it has 1 of 40 planned trials.");
  });
});

test("the heading names the parts of the score; weight 0 has a table, a single counting scorer none", async () => {
  const scored = (value: number) => ({ equals: { value }, terse: { value: 1 - value, weight: 0 } });
  const weighted = manifestOf({
    scorers: [scorer("equals"), { ...scorer("terse"), identity: { type: "word-count", weight: 0 } }],
  });
  const report = await wordedSummary(weighted, [
    rowOf({ score: scored(1) }),
    rowOf({ case: { id: "b" }, score: scored(0) }),
    rowOf({ prompt: "stepwise", index: 1, score: scored(1) }),
    rowOf({ case: { id: "b" }, prompt: "stepwise", index: 3, score: scored(1) }),
  ]);
  const text = resultTable(report, { width: 100 });
  expect(text.split("\n").filter((line) => /^(score|terse|equals)/.test(line))).toEqual(["score, by equals", "terse"]);
  expect(reportMarkdown(report)).not.toContain("**equals**");
});
