import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Score, Scorer, TestCase } from "@sameseed/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ScorerContext } from "./scorer-context.ts";
import { score } from "../score.ts";
import { assert, type ScorerSpec } from "../specs/scorer-spec.ts";
import { scorerFromSpec } from "../testing/scorer-from-spec.ts";

const OUTCOME = {
  status: "completed",
  text: "Paris is it",
  usage: null,
  costUsd: null,
} as unknown as Answer["outcome"];

async function judge(scorer: Scorer, scorers: readonly object[], output = "Paris is it"): Promise<Score> {
  const testCase = { id: "fr", vars: { capital: "Paris" }, expected: "Paris", scorers } as unknown as TestCase;
  scorer.check?.(testCase);
  return (await scorer.score!({ output, case: testCase, outcome: OUTCOME }))!;
}

describe("assert scores a case by its own scorers", () => {
  test.each<[string, object[], number | null, boolean | undefined]>([
    ["all pass", [{ contains: {} }, { "not-contains": { expected: "Rome" } }], 1, true],
    ["one fails", [{ contains: {} }, { contains: { expected: "Rome" } }], 0.5, false],
    ["weights", [{ contains: { weight: 3 } }, { contains: { expected: "Rome" } }], 0.75, false],
    [
      "one of weight 0 is shown and decides nothing",
      [{ contains: {} }, { contains: { expected: "Rome", weight: 0 } }],
      1,
      true,
    ],
    ["its own threshold decides whether one passes", [{ levenshtein: { threshold: 0.3 } }], 5 / 11, true],
    [
      "a set passes by its threshold",
      [{ "assert-set": { threshold: 0.5, scorers: ["contains", { contains: { expected: "Rome" } }] } }],
      0.5,
      true,
    ],
    [
      "a set without one passes when all pass",
      [{ "assert-set": { scorers: ["contains", { contains: { expected: "Rome" } }] } }],
      0.5,
      false,
    ],
    ["a script's number above 0 passes", [{ javascript: { value: "0.2" } }], 0.2, true],
    [
      "an undecided one leaves the case unscored where it could decide",
      [{ contains: {} }, { javascript: { value: "JSON.parse(output)" } }],
      null,
      undefined,
    ],
    [
      "and does not where another has failed",
      [{ contains: {} }, { contains: { expected: "Rome" } }, { cost: { maxUsd: 1 } }],
      0.5,
      false,
    ],
    [
      "nor where the threshold is reached or missed in any case",
      [
        { "assert-set": { threshold: 0.5, scorers: ["contains", "contains", { cost: { maxUsd: 1 } }] } },
        {
          "assert-set": {
            threshold: 0.9,
            scorers: ["contains", { contains: { expected: "Rome" } }, { cost: { maxUsd: 1 } }],
          },
        },
      ],
      0.75,
      false,
    ],
    [
      "but where the threshold depends on it",
      [
        {
          "assert-set": {
            threshold: 0.5,
            scorers: ["contains", { contains: { expected: "Rome" } }, { cost: { maxUsd: 1 } }],
          },
        },
      ],
      null,
      undefined,
    ],
    ["an undecided one of weight 0 decides nothing", [{ contains: {} }, { cost: { maxUsd: 1, weight: 0 } }], 1, true],
    ["a throw that counts as wrong", [{ javascript: { value: "JSON.parse(output)", throws: "wrong" } }], 0, false],
    ["none", [], null, undefined],
  ])("%s", async (_name, scorers, value, pass) => {
    const found = await judge(assert({ trustData: true }), scorers);
    expect([found.value === null ? null : Number(found.value.toFixed(6)), found.pass]).toEqual([
      value === null ? null : Number(value.toFixed(6)),
      pass,
    ]);
  });

  test("come after those of all cases, with each one's result", async () => {
    const shared = scorerFromSpec({ "starts-with": { expected: "Paris" } });
    expect(await judge(assert({ scorers: [shared] }), [{ contains: { expected: "Rome", metric: "city" } }])).toEqual({
      value: 0.5,
      pass: false,
      reason: 'city 0 (missing: "Rome")',
      parts: [
        { name: "starts-with", value: 1 },
        { name: "city", value: 0, reason: 'missing: "Rome"' },
      ],
    });
  });

  test("reports a mistake in a case before the run, with its case", () => {
    const check = (scorers: object[]) => () => assert().check!({ id: "fr", vars: {}, scorers } as unknown as TestCase);
    expect(check([{ contain: {} }])).toThrow(/Case "fr": There is no scorer "contain".*Did you mean "contains"/);
    expect(check([{ contains: {} }])).toThrow(/case "fr": the case has no expected answer/);
  });
});

test("assert-metric is the mean of the scorers with the metric, sets included", async () => {
  const scorers = [assert(), scorerFromSpec({ "assert-metric": { metric: "city" } })];
  const cases: TestCase["scorers"][] = [
    [
      { contains: { expected: "Paris", metric: "city", weight: 2 } },
      { "assert-set": { scorers: [{ contains: { expected: "Rome", metric: "city" } }] } },
    ],
    [{ contains: { expected: "Paris" } }],
  ];
  async function* results() {
    for (const [index, own] of cases.entries())
      yield { trial: { case: { id: String(index), vars: {}, scorers: own } }, outcome: OUTCOME } as never;
  }
  const rows = await Array.fromAsync(score(results(), scorers));
  expect(rows.map((row) => row.scores.city?.value?.toFixed(3) ?? row.scores.city?.reason)).toEqual([
    "0.667",
    "the case has no scorer of this metric",
  ]);
  expect(rows[0]!.scores.city!.weight).toBe(0);
});

describe("scripts", () => {
  let context: ScorerContext;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "scripts-"));
    await writeFile(
      join(folder, "judge.py"),
      "import near\ndef get_assert(output, context):\n  return near.ok(output, context)\n",
    );
    await writeFile(
      join(folder, "near.py"),
      "def ok(output, context):\n  return {'pass': context['vars']['capital'] in output, 'score': 0.5, 'reason': context['config']['why']}\n",
    );
    const scripts: Record<string, (...args: never[]) => unknown> = {
      "file://upper.js": (output: string) => output.toUpperCase(),
      "file://parse.js": async () => ({ city: "Paris" }),
      "file://judge.js": (
        output: { city: string },
        { test: { vars }, config }: { test: { vars: { capital: string } }; config?: object },
      ) => ({
        pass: output.city === vars.capital,
        score: 0.5,
        reason: JSON.stringify(config),
      }),
    };
    context = {
      folder,
      trustsCases: true,
      script: (reference) => ({ value: null, language: "javascript", call: scripts[reference] as never, hash: "h" }),
    };
  });
  afterAll(() => rm(context.folder, { recursive: true, force: true }));

  const made = (spec: ScorerSpec): Scorer => scorerFromSpec(spec, context);

  test("judge the value of a transform, which need not be text", async () => {
    const scorer = made({ javascript: { value: "file://judge.js", transform: ["file://parse.js"], config: { a: 1 } } });
    expect(await judge(scorer, [])).toEqual({ value: 0.5, pass: true, reason: '{"a":1}' });
    expect(scorer.identity).toMatchObject({ hash: "h", transform: ["file://parse.js h"] });
    const inline = made({
      javascript: { value: "output.city === 'Paris'", transform: 'javascript: ({ city: output.split(" ")[0] })' },
    });
    expect((await judge(inline, [])).value).toBe(1);
  });

  test("are allowed in a case's own scorers, and the manifest contains their files", async () => {
    const scorer = made({ assert: {} });
    const found = await judge(scorer, [{ contains: { expected: "PARIS", transform: "file://upper.js" } }]);
    expect(found.value).toBe(1);
    expect(JSON.stringify(scorer.identity)).toContain("file://upper.js h");
  });

  test("in Python are loaded with the modules next to them", async ({ skip }) => {
    const { spawnSync } = await import("node:child_process");
    if (spawnSync("python3", ["--version"]).status !== 0) skip("needs python3");
    const scorer = made({ python: { value: "file://judge.py", config: { why: "so" } } });
    expect(await judge(scorer, [])).toEqual({ value: 0.5, pass: true, reason: "so" });
    expect(() => made({ python: { value: "file://none.py" } })).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });

  test("are for benchmark files", () => {
    expect(() => scorerFromSpec({ javascript: { value: "file://judge.js" } })).toThrow("the path of a script");
    expect(() => scorerFromSpec({ contains: { transform: "file://judge.js" } })).toThrow("is a script path");
  });
});

test("a judge in a case may have every key of a service", () => {
  const service = {
    id: "strict",
    reasoning: "keep",
    model: "openai:gpt-x",
    baseUrl: "http://127.0.0.1:9/v1",
    apiKeyEnv: "KEY",
    headers: { "x-a": "b" },
    timeoutMs: 5,
    seedField: "none",
    params: { temperature: 0.5 },
  };
  const scorer = assert({ trustData: true });
  const scorers = [{ "llm-rubric": { rubric: "good", judge: service } }];
  scorer.check?.({ id: "a", vars: {}, scorers } as unknown as TestCase);
  expect(scorer.judges).toEqual([service]);
});
