import { expect, test } from "vitest";
import { planTable } from "./plan-table.ts";
import { addRanges, type RunPlan } from "@sameseed/analysis";

const PLAN: RunPlan = {
  name: "gsm8k",
  cases: 1319,
  repeats: 1,
  requests: 2638,
  variants: [
    {
      variant: "direct/m",
      requests: 1319,
      promptTokens: 91_000,
      completionTokens: { low: 0, high: 263_800 },
      costUsd: { low: 0.01365, high: 0.17193 },
    },
    {
      variant: "stepwise/m",
      requests: 1319,
      promptTokens: 99_000,
      completionTokens: { low: 0, high: null },
      costUsd: { low: 0.01485, high: null },
    },
  ],
  judges: [],
  costUsd: { low: 0.0285, high: null },
  priceTable: "prices 1.0",
  tokens: { encoding: "o200k_base", countedCases: 1000 },
  alpha: 0.05,
  powerLevel: 0.8,
  comparisons: 1,
  detect: 0.02,
  pilot: null,
  scenarios: [
    {
      variant: null,
      discordance: 0.1,
      sdDifference: null,
      power: [{ repeats: 1, mde: 0.0244, cases: 1960, requests: 3920, noiseShare: null }],
      designs: [],
      advice: null,
    },
  ],
  notes: [],
};

test("judge requests have separate lines, are in the total, and leave its cost open", () => {
  const judges = [{ scorer: "terse", judge: "openai:gpt-4o-mini", requests: 2902, isFree: false }];
  const text = planTable({ ...PLAN, judges, costUsd: { low: 0.02, high: 0.02 } }, { width: 120 });
  expect(text).toContain("= 2,638 requests, and about 2,902 requests to judges");
  expect(text).toMatch(/judge of terse: openai:gpt-4o-mini +about 2,902 +unknown +unknown +unknown/);
  expect(text).toMatch(/total +about 5,540 +190,000 +unknown +from \$0\.02/);
});

test("a plan lists the cost of a run, then its power", () => {
  expect(planTable(PLAN)).toMatchInlineSnapshot(`
    "gsm8k: 1,319 cases × 2 variants × 1 repeat = 2,638 requests

    variant     requests  prompt tokens    answer tokens               cost
    direct/m       1,319         91,000  at most 263,800  $0.0137 to $0.172
    stepwise/m     1,319         99,000          unknown       from $0.0149
    total          2,638        190,000          unknown       from $0.0285
    Prompt tokens by o200k_base, on the first 1,000 cases: an estimate for models
    that are not OpenAI's. Answers have at most maxTokens tokens, if set. Prices:
    prices 1.0.

    differences detected with 80 % power at alpha 0.05
    if this share of cases differs  found with 1,319 cases  cases for 2 points
                              10 %              2.4 points               1,960"
  `);
});

test("lists a pilot's variants with their repeats, the share of noise and the best investment", () => {
  const power = [1, 4].map((repeats) => ({
    repeats,
    mde: 0.03 / repeats,
    cases: 2000 / repeats,
    requests: 4000,
    noiseShare: 0.9 / repeats,
  }));
  const scenario = {
    variant: "stepwise/m",
    discordance: null,
    sdDifference: 0.4,
    power,
    designs: [],
    advice: "more repeats" as const,
  };
  const plan = {
    ...PLAN,
    pilot: { runId: "2026-01-01-pilot", cases: 60, repeats: 4 },
    scenarios: [scenario],
    notes: ["The pilot is small."],
  };
  expect(planTable(plan).split("\n\n").slice(2).join("\n\n")).toMatchInlineSnapshot(`
    "differences detected with 80 % power at alpha 0.05, from 2026-01-01-pilot
    as in the pilot  repeats  found with 1,319 cases  cases for 2 points
    stepwise/m             1                3 points               2,000
    stepwise/m             4             0.75 points                 500
    → stepwise/m: more repeats help nearly as much as new cases, but never more per
      request.

    ! The pilot is small."
  `);
});

test("an unknown upper end makes the sum's upper end unknown", () => {
  expect(
    addRanges([
      { low: 1, high: 2 },
      { low: 3, high: null },
    ]),
  ).toEqual({ low: 4, high: null });
});

test("lists the designs for a requested difference, the cheapest first", () => {
  const [scenario] = PLAN.scenarios;
  const design = { repeats: 1, cases: 469, requests: 938, meanRequests: 938, withoutDifference: 938 };
  const designs = [
    { ...design, kind: "detect" as const, cases: 535, requests: 1070, meanRequests: 685, withoutDifference: 788 },
    { ...design, kind: "paired" as const },
    { ...design, kind: "unpaired" as const, cases: 903, requests: 1806, meanRequests: 1806, withoutDifference: 1806 },
  ];
  const text = planTable(
    { ...PLAN, detect: 0.05, scenarios: [{ ...scenario!, discordance: 0.15, designs }] },
    { width: 100 },
  );
  expect(text.slice(text.indexOf("requests to find"))).toContain(
    [
      "requests to find 5 points, if 15 % of the cases differ, cheapest first",
      "design                                  cases  on average  without a difference  at most",
      "sequential with detect                    535         685                   788    1,070",
      "fixed number of cases                     469         938                   938      938",
      "unpaired: other cases for each variant    903       1,806                 1,806    1,806",
      "→ Cheapest: sequential with detect, 535 cases, 685 requests on average, at most 1,070; that is 38 %",
      "  of unpaired.",
    ].join("\n"),
  );
});

test.each([
  [[true, true], "= 2,638 answers of recorded or embedded models"],
  [[false, true], "= 1,319 requests and 1,319 answers of recorded or embedded models"],
])("recorded and embedded models need no requests: %j", (here, words) => {
  const variants = PLAN.variants.map((one, place) => ({
    ...one,
    ...(here[place] && { isAnsweredHere: true as const }),
  }));
  const [title, , head] = planTable({ ...PLAN, variants }, { width: 200 }).split("\n");
  expect(title).toBe(`gsm8k: 1,319 cases × 2 variants × 1 repeat ${words}`);
  expect(head).toMatch(/^variant +answers +prompt tokens/);
});
