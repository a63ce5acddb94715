import { SameseedError, type Scorer } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { judgeClientOf, judged, judgedBlock, type JudgeSays } from "../testing/judged.ts";
import type { Transform } from "../answer/transform.ts";
import { answerRelevance } from "./answer-relevance.ts";
import { closedqa, modelGradedClosedqa } from "./closedqa.ts";
import { contextFaithfulness, contextRecall, contextRelevance } from "./context-scorers.ts";
import { factuality } from "./factuality.ts";
import { gEval } from "./g-eval.ts";
import { llmRubric } from "./llm-rubric.ts";
import { pairwise } from "./pairwise.ts";
import { selectBest } from "./select-best.ts";

const NEVER = { retest: 0 };
const RAG = {
  id: "rag",
  vars: { question: "When was it built?", context: ["It was built in 1889. It is tall.", "Paris has many bridges."] },
  expected: "In 1889. It cost little.",
};
const verdicts = (...supported: unknown[]): string =>
  JSON.stringify({ verdicts: supported.map((one, index) => ({ number: index + 1, reason: "", supported: one })) });

describe("each judge reads its verdict", () => {
  test.each<[string, Scorer, string, number | null]>([
    [
      "rubric",
      llmRubric({ rubric: "names {{question}}", ...NEVER }),
      '{"reason": "r", "pass": true, "score": 0.8}',
      0.8,
    ],
    ["closed QA", closedqa({ criteria: "short", ...NEVER }), '{"reason": "r", "verdict": "Y"}', 1],
    ["closed QA by its other name", modelGradedClosedqa({ criteria: "short", ...NEVER }), "N", 0],
    ["factuality, a subset", factuality(NEVER), '{"choice": "A"}', 1],
    ["factuality, a contradiction", factuality(NEVER), "The answer is (D)", 0],
    ["factuality as the options weigh it", factuality({ scores: { superset: 0.6 }, ...NEVER }), "[[B]]", 0.6],
    ["G-Eval, from 1 to 10", gEval({ criteria: "polite", steps: ["Read."], ...NEVER }), '{"score": 10}', 1],
    ["G-Eval in the middle", gEval({ criteria: "polite", steps: ["Read."], ...NEVER }), "Score: 5.5", 0.5],
    ["inverted", llmRubric({ rubric: "rude", not: true, ...NEVER }), '{"score": 0.25}', 0.75],
    ["an unreadable verdict is not 0", llmRubric({ rubric: "good", ...NEVER }), "A fine answer indeed.", null],
  ])("%s", async (_name, scorer, says, value) => {
    const score = await judged(scorer, "Paris", { judgeClient: judgeClientOf(() => says) });
    expect(score.value).toBe(value);
    expect(score.judgement).toMatchObject({
      judge: "fake:judge",
      kind: "grade",
      calls: [{ purpose: "verdict", text: says }],
    });
    if (value === null) expect(score.reason).toContain(`has no verdict: ${says}`);
  });

  test.each<[says: string, threshold: number | undefined, not: boolean, pass: boolean]>([
    ['{"pass": true, "score": 0.3}', undefined, false, true],
    ['{"pass": false, "score": 0.8}', undefined, false, false],
    ['{"pass": "yes", "score": 0.3}', undefined, false, true],
    ['{"pass": "perhaps", "score": 0.8}', undefined, false, false],
    ['{"pass": true, "score": 0.3}', 0.5, false, false],
    ['{"pass": true, "score": 0.8}', 0.5, false, true],
    ['{"pass": false, "score": 0.8}', 0.5, false, false],
    ['{"pass": false, "score": 0.8}', 0, false, false],
    ['{"score": 0.8}', undefined, false, true],
    ['{"score": 0.3}', undefined, false, false],
    ['{"score": 0.3}', 0.2, false, true],
    ['{"pass": true}', undefined, false, true],
    ['{"pass": true, "score": 8}', undefined, false, true],
    ['{"pass": true, "score": 8}', 0.7, false, true],
    ['{"pass": false, "score": 80}', 0.7, false, false],
    ['{"pass": true, "score": 0.3}', undefined, true, false],
    ['{"pass": false, "score": 0.8}', 0.5, true, true],
  ])(
    "%s with threshold %s and not %s: the judge's own pass decides, and the threshold with it",
    async (says, threshold, not, pass) => {
      const scorer = llmRubric({ rubric: "good", usePass: true, threshold, not, ...NEVER });
      const score = await judged(scorer, "Paris", { judgeClient: judgeClientOf(() => says) });
      expect(score.pass).toBe(pass);
    },
  );

  test.each([
    ['{"pass": true, "score": 8}', 1],
    ['{"pass": false, "score": 8}', 0],
    ['{"score": 8}', null],
    ['{"pass": "perhaps", "score": 8}', null],
  ])("%s: the judge's pass is the value where its score is on another scale", async (says, value) => {
    const judgeClient = judgeClientOf(() => says);
    const scorer = llmRubric({ rubric: "good", usePass: true, ...NEVER });
    expect((await judged(scorer, "Paris", { judgeClient })).value).toBe(value);
    expect((await judged(llmRubric({ rubric: "good", ...NEVER }), "Paris", { judgeClient })).value).toBeNull();
  });

  test("an outage gives a null score with the reason", async () => {
    const score = await judged(llmRubric({ rubric: "good" }), "Paris", {
      judgeClient: judgeClientOf(() => ({ error: "500 down" })),
    });
    expect(score).toMatchObject({ value: null, reason: "the judge did not answer: 500 down" });
    expect(score.judgement?.calls).toMatchObject([{ text: null, error: { message: "500 down" } }]);
  });

  test("a threshold decides whether it passes, and the reason is the judge's own, cut", async () => {
    const scorer = llmRubric({ rubric: "good", threshold: 0.5, weight: 2, metric: "quality", ...NEVER });
    const long = "too short, ".repeat(100);
    const score = await judged(scorer, "Paris", {
      judgeClient: judgeClientOf(() => JSON.stringify({ reason: long, score: 0.4 })),
    });
    expect(score).toMatchObject({ value: 0.4, pass: false });
    expect(score.reason!.length).toBeLessThan(450);
    expect(scorer).toMatchObject({ name: "quality", weight: 2, judges: [undefined] });
  });
});

test("the prompt contains rubric and answer, and an answer's text is never a template", async () => {
  const judgeClient = judgeClientOf(() => '{"score": 1}');
  await judged(llmRubric({ rubric: "answers {{question}}", ...NEVER }), "{{question}} </answer>", { judgeClient });
  const [question] = judgeClient.asked;
  expect(question!.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  expect(question!.messages[1]!.content).toContain("answers Capital of France?");
  expect(question!.messages[1]!.content).toContain("{{question}} </answer>");
});

test("a custom prompt replaces the judge's, with the case's variables and its own", async () => {
  const judgeClient = judgeClientOf(() => '{"score": 1}');
  const scorer = llmRubric({ rubric: "right", prompt: "Q {{question}} R {{rubric}} A {{output}}", ...NEVER });
  await judged(scorer, "Paris", { judgeClient });
  expect(judgeClient.asked[0]!.messages).toEqual([{ role: "user", content: "Q Capital of France? R right A Paris" }]);
  const wrong = llmRubric({ rubric: "right", prompt: "{{colour}}" });
  expect(() => wrong.check!({ id: "fr", vars: {} })).toThrow(
    /"llm-rubric", case "fr": the variable "colour" is missing/,
  );
});

test("reports what a case lacks before the run", () => {
  const check = (scorer: Scorer) => () => scorer.check!({ id: "x", vars: { text: "t" } });
  expect(check(contextRecall({ expected: "e" }))).toThrow(SameseedError);
  expect(check(contextFaithfulness())).toThrow(/"context-faithfulness", case "x": the case has no context/);
  expect(check(closedqa({ criteria: "c" }))).toThrow(/the case has no question/);
  expect(check(factuality({ question: "{{text}}" }))).toThrow(/no expected answer/);
  expect(check(factuality({ question: "{{text}}", expected: "{{text}}" }))).not.toThrow();
});

describe("a context that the answer brings", () => {
  const CASE = { id: "rag", vars: { question: "When?", context: "the case's own" }, expected: "In 1889." };
  const scorers = { contextFaithfulness, contextRecall, contextRelevance };
  const asked = async (name: keyof typeof scorers, output: string, contextTransform: Transform | Transform[]) => {
    const judgeClient = judgeClientOf(({ step }) => (step === "claims" ? '{"claims": ["a"]}' : verdicts(true)));
    const scorer = scorers[name]({ contextTransform, ...NEVER });
    scorer.check!({ id: "x", vars: { question: "q" }, expected: "e" }); // the case needs none
    const score = await judged(scorer, output, { judgeClient, case: CASE });
    return { score, texts: judgeClient.asked.map(({ messages }) => JSON.stringify(messages)) };
  };

  test.each(["contextFaithfulness", "contextRecall", "contextRelevance"] as const)("%s judges by it", async (name) => {
    const { texts } = await asked(name, '{"docs": ["Built in 1889.", "It is tall."]}', "json:docs");
    expect(texts.at(-1)).toContain("Built in 1889.");
    expect(texts.join("")).not.toContain("the case's own");
  });

  test("passages are joined, and steps follow one another", async () => {
    const { texts } = await asked("contextRecall", '{"docs": ["One.", "Two."]}', "json:docs");
    expect(texts[0]).toContain("One.\\n\\nTwo.");
    const upper = await asked("contextRecall", "one", ["trim", "upper"]);
    expect(upper.texts[0]).toContain("ONE");
  });

  test.each([
    ["no text", "json:docs"],
    ['{"docs": []}', "json:docs"],
    ['{"docs": [1]}', "json:docs"],
    ['{"docs": ""}', "json:docs"],
    ['{"docs": ["a", ""]}', "json:docs"],
  ])("does not score an answer without context (%s) and sends no judge request", async (output, step) => {
    const { score, texts } = await asked("contextFaithfulness", output, step);
    expect(score).toMatchObject({ value: null, reason: expect.stringContaining("contextTransform") });
    expect(texts).toEqual([]);
  });

  test("it is a setting: another value is another scorer", () => {
    const identity = (step?: string) => contextRecall({ ...NEVER, contextTransform: step }).identity;
    expect(identity("json:docs")).toMatchObject({ contextTransform: "json:docs" });
    expect(identity()).not.toHaveProperty("contextTransform");
  });
});

describe("sends a second judge request for a share of the cases", () => {
  const retested = async (retest: number, seed = 1): Promise<string[]> => {
    const found: string[] = [];
    for (let number = 0; number < 200; number++) {
      const judgeClient = judgeClientOf(() => '{"score": 1}', seed);
      const scorer = llmRubric({ rubric: "r", retest });
      const score = await judged(scorer, "x", { judgeClient, case: { id: `c${number}`, vars: {} } });
      if (score.judgement!.calls.length === 2) found.push(`c${number}`);
    }
    return found;
  };

  test("drawn by the seed, a tenth by default", async () => {
    const byDefault = await retested(0.1);
    expect(byDefault.length).toBeGreaterThan(8);
    expect(byDefault.length).toBeLessThan(35);
    expect(await retested(0.1)).toEqual(byDefault);
    expect(await retested(0.1, 2)).not.toEqual(byDefault);
    expect(await retested(0)).toEqual([]);
    expect(await retested(1)).toHaveLength(200);
  });

  test("the score stays that of the first verdict", async () => {
    let count = 0;
    const judgeClient = judgeClientOf(() => `{"score": ${count++ === 0 ? 0.25 : 1}}`);
    const score = await judged(llmRubric({ rubric: "r", retest: 1 }), "x", { judgeClient });
    expect(score.value).toBe(0.25);
    expect(score.judgement!.calls.map(({ purpose, value }) => [purpose, value])).toEqual([
      ["verdict", 0.25],
      ["retest", 1],
    ]);
  });
});

test("G-Eval derives its steps once per run and averages its criteria", async () => {
  const judgeClient = judgeClientOf(({ step }, trial) => {
    if (step === "steps") {
      expect(trial).toBeNull();
      return '{"steps": ["Look.", "Rate."]}';
    }
    return step === "criterion 1" ? '{"score": 10}' : '{"score": 1}';
  });
  const score = await judged(gEval({ criteria: ["polite", "short"], ...NEVER }), "Paris", { judgeClient });
  expect(score.value).toBe(0.5);
  expect(score.judgement!.calls.map(({ step }) => step)).toEqual(["criterion 1", "criterion 2"]);
  expect(judgeClient.asked.at(-1)!.messages[1]!.content).toContain("1. Look.\n2. Rate.");
});

describe("context", () => {
  const rag = (scorer: Scorer, says: JudgeSays) =>
    judged(scorer, "Built in 1889 by Eiffel.", { judgeClient: judgeClientOf(says), case: RAG });

  test("faithfulness is the share of the answer's claims that follow from it", async () => {
    const says: JudgeSays = ({ step }) =>
      step === "claims" ? '{"claims": ["Built in 1889.", "By Eiffel."]}' : verdicts(true, false);
    const score = await rag(contextFaithfulness(NEVER), says);
    expect(score).toMatchObject({ value: 0.5, reason: "1 of 2 are in the context; not: By Eiffel." });
    expect(score.judgement!.calls.map(({ step, value }) => [step, value])).toEqual([
      ["claims", null],
      ["verdicts", 0.5],
    ]);
    expect(await rag(contextFaithfulness(NEVER), () => '{"claims": []}')).toMatchObject({
      value: null,
      reason: "the answer makes no claim",
    });
    expect(
      (
        await rag(contextFaithfulness(NEVER), ({ step }) =>
          step === "claims" ? '{"claims": ["a", "b"]}' : verdicts(true),
        )
      ).value,
    ).toBeNull();
  });

  test("recall is the share of the reference's sentences in the context", async () => {
    const score = await rag(contextRecall(NEVER), () => verdicts("yes", "no"));
    expect(score).toMatchObject({
      value: 0.5,
      expected: RAG.expected,
      reason: "1 of 2 are in the context; not: It cost little.",
    });
  });

  test("relevance is the share of helpful sentences", async () => {
    const scorer = contextRelevance(NEVER);
    expect(await rag(scorer, () => '{"relevant": [1]}')).toMatchObject({
      value: 1 / 3,
      reason: "1 of 3 sentences help",
    });
    expect((await rag(scorer, () => '{"relevant": []}')).value).toBe(0);
    expect((await rag(scorer, () => '{"relevant": [9]}')).value).toBeNull();
  });
});

test("answer relevance is the similarity of the guessed questions to the real one", async () => {
  const embedder = {
    id: "letters",
    embed: async (texts: readonly string[]) =>
      texts.map((text) => [text.includes("Capital") ? 1 : 0, text.includes("Size") ? 1 : 0, 0.1]),
  };
  const says = (evasive: boolean) => () => JSON.stringify({ questions: ["Capital?", "Size?"], evasive });
  const scorer = answerRelevance({ embedder });
  expect((await judged(scorer, "Paris", { judgeClient: judgeClientOf(says(false)) })).value).toBeCloseTo(
    (1 + 0.01 / 1.01) / 2,
    10,
  );
  expect((await judged(scorer, "I do not know", { judgeClient: judgeClientOf(says(true)) })).value).toBe(0);
});

describe("select-best", () => {
  const TEXTS = { "a/m": "one", "b/m": "two", "c/m": "three" };
  const picks =
    (text: string): JudgeSays =>
    ({ messages }) => {
      const place = new RegExp(`<answer-(\\d)>\\n${text}\\n`).exec(String(messages[1]!.content))![1];
      return `{"reason": "the best", "best": ${place}}`;
    };

  test("selects one of all answers, blind and in a seeded order", async () => {
    const judgeClient = judgeClientOf(picks("two"));
    const scores = await judgedBlock(selectBest({ criteria: "best", ...NEVER }), TEXTS, { judgeClient });
    expect(Object.values(scores).map(({ value }) => value)).toEqual([0, 1, 0]);
    expect(judgeClient.asked).toHaveLength(1);
    expect(judgeClient.asked[0]!.messages[1]!.content).not.toMatch(/[abc]\/m/);
    expect(scores["b/m"]!.judgement).toMatchObject({ kind: "selection", sharedBy: 3, calls: [{ value: 1 }] });
    const orders = new Set<string>();
    for (let number = 0; number < 40; number++) {
      const found = await judgedBlock(selectBest({ criteria: "best" }), TEXTS, {
        judgeClient,
        case: { id: `c${number}`, vars: {} },
      });
      orders.add(found["a/m"]!.judgement!.shown!.join());
    }
    expect(orders.size).toBe(6);
  });

  test("scores no variant with one answer missing", async () => {
    const scores = await judgedBlock(
      selectBest({ criteria: "best" }),
      { ...TEXTS, "b/m": null },
      { judgeClient: judgeClientOf(picks("one")) },
    );
    expect(scores["a/m"]).toEqual({ value: null, reason: "there is no answer of b/m to compare with" });
  });

  test("an unreadable verdict is null for all", async () => {
    const scores = await judgedBlock(selectBest({ criteria: "best" }), TEXTS, {
      judgeClient: judgeClientOf(() => "Hard to say."),
    });
    expect(Object.values(scores).map(({ value }) => value)).toEqual([null, null, null]);
  });
});

describe("pairwise", () => {
  const prefers =
    (text: string): JudgeSays =>
    ({ messages }) => {
      const [, a] = /<answer-A>\n(.*)\n<\/answer-A>/.exec(String(messages[1]!.content))!;
      return JSON.stringify({ reason: "", winner: a === text ? "A" : "B" });
    };
  const TEXTS = { "a/m": "base", "b/m": "better", "c/m": "worse" };
  const battle = (says: JudgeSays, texts: Readonly<Record<string, string | null>> = TEXTS) =>
    judgedBlock(pairwise(NEVER), texts, { judgeClient: judgeClientOf(says) });

  test("agreement of both orders is a win or a loss for the variant; the baseline is the middle", async () => {
    const won = await battle(prefers("better"));
    expect(won["a/m"]).toMatchObject({ value: 0.5 });
    expect(won["b/m"]).toMatchObject({
      value: 1,
      judgement: {
        kind: "pairwise",
        calls: [
          { purpose: "verdict", value: 1 },
          { purpose: "swapped", value: 1 },
        ],
      },
    });
    expect((await battle(prefers("base")))["c/m"]!.value).toBe(0);
  });

  test("a judge that always prefers the first answer gives only ties", async () => {
    const scores = await battle(() => "[[A]]");
    expect([scores["b/m"]!.value, scores["c/m"]!.value]).toEqual([0.5, 0.5]);
    expect(scores["b/m"]!.reason).toMatch(/^the order turns the verdict/);
  });

  test("reads ties and two ratings too", async () => {
    expect((await battle(() => '{"winner": "tie"}'))["b/m"]!.value).toBe(0.5);
    expect((await battle(() => "[[C]]"))["b/m"]!.value).toBe(0.5);
    const rated: JudgeSays = ({ messages }) =>
      String(messages[1]!.content).includes("<answer-A>\nbetter") ? "9 7\nbecause" : "7 9\nbecause";
    expect((await battle(rated))["b/m"]!.value).toBe(1);
  });

  test("a failed rival gives no verdict", async () => {
    const noBase = await battle(prefers("better"), { ...TEXTS, "a/m": null });
    expect(noBase["b/m"]).toEqual({ value: null, reason: "there is no answer of the baseline to compare with" });
    const other = await battle(prefers("better"), { ...TEXTS, "c/m": null });
    expect([other["b/m"]!.value, other["c/m"]!.value]).toEqual([1, null]);
  });
});
