import { describe, expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const ONE = { prompts: ["{{q}}"], providers: ["echo"] };
const asserted = (assertion: object, more: object = {}): object => ({
  ...ONE,
  tests: [{ vars: { q: "x" }, assert: [assertion], ...more }],
});

/** The only scorer of the only case. */
async function scorerOf(assertion: object, files: Readonly<Record<string, string>> = {}) {
  const { benchmark, warnings } = await translatedConfig(asserted(assertion), files);
  const { scorers } = benchmark["cases"]![0] as unknown as { scorers?: object[] };
  return { scorer: scorers?.[0], warnings };
}

describe("an assertion means the same here:", () => {
  test.each<[string, object, object]>([
    [
      "a text that is JSON is held letter by letter",
      { type: "equals", value: '{"a":1}' },
      { "exact-match": { expected: '{"a":1}' } },
    ],
    ["another text too", { type: "equals", value: "[draft]" }, { equals: { expected: "[draft]", trim: false } }],
    [
      "a file's last line break is not part of the value",
      { type: "equals", value: "file://a.txt" },
      { equals: { expected: "a", trim: false } },
    ],
    ["also of contains", { type: "contains", value: "file://a.txt" }, { contains: { expected: "a" } }],
    [
      "perplexity-score is perplexity without a limit",
      { type: "perplexity-score", threshold: 0.2 },
      { perplexity: { threshold: 0.2 } },
    ],
  ])("%s", async (_, assertion, wanted) => {
    expect((await scorerOf(assertion, { "a.txt": "a\n" })).scorer).toEqual(wanted);
  });

  test.each<[string, object, RegExp]>([
    ["a pattern", { type: "regex", value: "(?i)x" }, /Invalid regular expression/],
    ["a script that is not there", { type: "javascript", value: "file://none.js" }, /there is no script/],
    ["one of Python", { type: "python", value: "file://none.py:judge" }, /there is no script/],
    ["code", { type: "javascript", value: "output ===" }, /Unexpected token/],
  ])("%s that does not work fails its row and not the run", async (_, assertion, message) => {
    const { scorer, warnings } = await scorerOf(assertion);
    expect(scorer).toEqual({ javascript: { value: expect.stringMatching(message), throws: "wrong" } });
    expect(warnings).toEqual([expect.stringMatching(/tests\[0\]\.assert\[0\]\.value: .*fails for every answer/)]);
  });

  test("a judge's custom prompt may contain the whole criterion", async () => {
    const rubricPrompt = "Is {{output}} polite? Answer in JSON.";
    const { scorer } = await scorerOf({ type: "llm-rubric", rubricPrompt });
    expect(scorer).toEqual({ "llm-rubric": { rubric: " ", usePass: true, prompt: rubricPrompt } });
    const left = await scorerOf({ type: "llm-rubric" });
    expect([left.scorer, left.warnings.join()]).toEqual([
      undefined,
      expect.stringContaining("neither a value nor a rubricPrompt"),
    ]);
  });

  test("named scores are metrics", async () => {
    const { benchmark } = await translatedConfig(asserted({ type: "python", value: "file://judge.py" }, {}), {
      "judge.py":
        'def get_assert(o, c):\n  return {"pass": True, "score": 1, "named_scores": {"tone": 0.5, "length": 1}}\n',
    });
    expect(benchmark["scorers"]).toEqual([
      "assert",
      { "assert-metric": { metric: "tone" } },
      { "assert-metric": { metric: "length" } },
    ]);
  });
});

describe("parameters equal those that promptfoo sends:", () => {
  const paramsOf = async (id: string, config: object) => {
    const { benchmark, warnings } = await translatedConfig({
      ...ONE,
      providers: [{ id, config }],
      tests: [{ vars: { q: "x" } }],
    });
    return { params: (benchmark["models"]![0] as unknown as { params?: object }).params, warnings };
  };

  test.each(["openai:gpt-5-mini", "openai:chat:o3-mini", "azure:o1"])("%s refuses a temperature", async (id) => {
    const { params, warnings } = await paramsOf(id, { temperature: 0, max_tokens: 100, max_completion_tokens: 99 });
    expect(params).toEqual({ extra: { max_completion_tokens: 99 } });
    expect(warnings.filter((warning) => warning.includes("reasoning models refuse it"))).toHaveLength(2);
  });

  test("others do not", async () => {
    expect((await paramsOf("openai:gpt-4o", { temperature: 0.5, max_tokens: 9 })).params).toEqual({
      temperature: 0.5,
      maxTokens: 9,
    });
    expect((await paramsOf("openai:gpt-5-chat-latest", {})).params).toEqual({ temperature: 0 });
  });

  test("a prompt's own config may set them, and a config that its function returns gives a warning", async () => {
    const { benchmark, warnings } = await translatedConfig(
      {
        prompts: [{ raw: "file://p.js", config: { temperature: 0.9 } }],
        providers: ["openai:gpt-4o"],
        tests: [{ vars: { q: "x" } }],
      },
      { "p.js": "module.exports = () => ({ prompt: 'x', config: { temperature: 1 } });\n" },
    );
    expect(benchmark["models"]![0]!["params"]).toEqual({ temperature: 0.9, maxTokens: 1024 });
    expect(warnings.join()).toContain("a config that the function returns is not sent");
  });
});

test.each<[string, object, string]>([
  ["no providers", { prompts: ["Hi"] }, "the config has no providers"],
  ["tests from an address", { ...ONE, tests: "https://host.test/t.csv" }, "https://host.test/t.csv is not downloaded"],
])("%s: reported in words", async (_, config, message) => {
  await expect(translatedConfig(config)).rejects.toThrow(message);
});

test("reports options of the command one by one, and a division by a number is linear", async () => {
  const { benchmark, warnings } = await translatedConfig({
    ...ONE,
    tests: [{ vars: { q: "x" }, assert: [{ type: "contains", value: "x", metric: "p" }] }],
    commandLineOptions: { grader: "openai:x", maxConcurrency: 2 },
    derivedMetrics: [
      { name: "half", value: "(p + p) / 2" },
      { name: "ratio", value: "p / (p + 1)" },
    ],
  });
  expect(benchmark["scorers"]).toContainEqual({ derived: { metric: "half", value: "(p + p) / 2" } });
  expect(benchmark["scorers"]).toContainEqual({ derived: { metric: "ratio", value: "p / (p + 1)", of: "sums" } });
  expect(warnings.filter((warning) => warning.includes("commandLineOptions"))).toEqual([]);
});

test.each([
  ["file://judge.js", "because it is the script file://judge.js: sameseed's own prompt"],
  ["{% if x %}{{output}}{% endif %}", "because it is more than text with {{names}}: sameseed's own prompt"],
])("the warning about the rubricPrompt %s says what it is", async (rubricPrompt, said) => {
  const { warnings } = await scorerOf({ type: "llm-rubric", value: "polite", rubricPrompt }, { "judge.js": "" });
  expect(warnings.join()).toContain(said);
});
