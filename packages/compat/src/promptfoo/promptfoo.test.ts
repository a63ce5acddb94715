import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { translatedConfig as translated } from "./testing/translated-config.ts";

const ONE = { prompts: ["Say {{x}}"], providers: ["echo"] };

async function scorersOf(assert: object, vars: object = { x: "a", question: "q?" }): Promise<unknown> {
  const { benchmark } = await translated({ ...ONE, tests: [{ vars, assert: [assert] }] }, { "a.js": "" });
  return (benchmark["cases"] as unknown as { scorers?: unknown[] }[])[0]!.scorers?.[0];
}

describe("an assertion becomes a scorer:", () => {
  test.each<[object, object | undefined]>([
    [{ type: "equals", value: "{{x}}" }, { equals: { expected: "a", trim: false } }],
    [{ type: "equals", value: { k: 1 } }, { equals: { expected: '{"k":1}', trim: false } }],
    [
      { type: "not-contains", value: "b", weight: 2, metric: "m {{x}}" },
      { "not-contains": { expected: "b", weight: 2, metric: "m a" } },
    ],
    [{ type: "icontains-any", value: 'a, "b, c"' }, { "icontains-any": { expected: ["a", "b, c"] } }],
    [{ type: "contains-all", value: ["a", "{{x}}"] }, { "contains-all": { expected: ["a", "a"] } }],
    [{ type: "starts-with", value: "a" }, { "starts-with": { expected: "a", trim: false } }],
    [{ type: "regex", value: "^a{1}$" }, { regex: { pattern: "^a{1}$" } }],
    [{ type: "is-json", value: { type: "object" } }, { "is-json": { schema: { type: "object" } } }],
    [{ type: "contains-json", value: "type: object" }, { "contains-json": { schema: { type: "object" } } }],
    [{ type: "is-xml", value: { requiredElements: ["a.b"] } }, { "is-xml": { elements: ["a.b"] } }],
    [{ type: "is-sql", value: { databaseType: "SQLite" } }, { "is-sql": { dialect: "sqlite" } }],
    [
      { type: "is-sql", value: { databaseType: "PostgreSQL", allowedTables: ["select::null::t"] } },
      { "is-sql": { dialect: "postgres", tables: ["t"] } },
    ],
    [{ type: "levenshtein", value: "a" }, { levenshtein: { expected: "a", maxDistance: 5, threshold: 1 } }],
    [{ type: "rouge-n", value: "a" }, { "rouge-n": { expected: "a", n: 1, threshold: 0.75 } }],
    [{ type: "bleu", value: ["a", "b"], threshold: 0.2 }, { bleu: { expected: ["a", "b"], threshold: 0.2 } }],
    [{ type: "similar:dot", value: "a" }, { similar: { expected: "a", measure: "dot", threshold: 0.75 } }],
    [{ type: "word-count", value: 3 }, { "word-count": { min: 3, max: 3 } }],
    [{ type: "latency", threshold: 500 }, { latency: { maxMs: 500 } }],
    [{ type: "cost", threshold: 0.1 }, { cost: { maxUsd: 0.1 } }],
    [
      { type: "classifier", value: "joy", threshold: 0.4, provider: "huggingface:text-classification:a/b" },
      {
        classifier: {
          expected: "joy",
          url: "https://router.huggingface.co/hf-inference/models/a/b",
          apiKeyEnv: "HF_TOKEN",
          threshold: 0.4,
        },
      },
    ],
    [
      {
        type: "not-classifier",
        value: "anger",
        provider: { id: "huggingface:text-classification:a/b", config: { apiEndpoint: "https://me.example/b" } },
      },
      {
        "not-classifier": {
          expected: "anger",
          url: "https://me.example/b",
          apiKeyEnv: "HF_TOKEN",
          threshold: 1,
        },
      },
    ],
    [{ type: "finish-reason", value: "stop" }, { "finish-reason": { value: "stop" } }],
    [
      { type: "javascript", value: "output.length > 1;" },
      { javascript: { value: "output.length > 1", throws: "wrong" } },
    ],
    [
      { type: "javascript", value: "const n = 1; n > 0" },
      { javascript: { value: "const n = 1; return n > 0", throws: "wrong" } },
    ],
    [
      { type: "javascript", value: "output.split('').every((c) => { return c })" },
      { javascript: { value: "return output.split('').every((c) => { return c })", throws: "wrong" } },
    ],
    [
      { type: "javascript", value: "file://a.js:f", config: { k: 1 }, threshold: 0.5 },
      { javascript: { value: "file://a.js:f", config: { k: 1 }, threshold: 0.5, throws: "wrong" } },
    ],
    [{ type: "python", value: "len(output)" }, { python: { value: "len(output)", throws: "wrong" } }],
    [
      { type: "contains", value: "a", transform: "output.trim();" },
      { contains: { expected: "a", transform: "javascript: output.trim()" } },
    ],
    [{ type: "llm-rubric", value: "Is {{x}}" }, { "llm-rubric": { rubric: "Is a", usePass: true } }],
    [{ type: "model-graded-closedqa", value: "c" }, { "model-graded-closedqa": { criteria: "c", threshold: 0.5 } }],
    [{ type: "factuality", value: "f" }, { factuality: { expected: "f", threshold: 0.5 } }],
    [{ type: "g-eval", value: ["a", "b"] }, { "g-eval": { criteria: ["a", "b"], threshold: 0.666666 } }],
    [{ type: "g-eval", value: "a", threshold: 1 }, { "g-eval": { criteria: "a", threshold: 1 } }],
    [{ type: "g-eval", value: "a", threshold: 0 }, { "g-eval": { criteria: "a", threshold: 0 } }],
    [{ type: "context-recall", value: "r", threshold: 0.9 }, { "context-recall": { expected: "r", threshold: 0.9 } }],
    [
      {
        type: "assert-set",
        threshold: 0.5,
        metric: "s",
        assert: [{ type: "is-json" }, { type: "contains", value: "a" }],
      },
      { "assert-set": { scorers: [{ "is-json": {} }, { contains: { expected: "a" } }], threshold: 0.5, metric: "s" } },
    ],
    [{ type: "perplexity", threshold: 3 }, { perplexity: { max: 3 } }],
    [{ type: "perplexity" }, { perplexity: { max: Number.MAX_VALUE } }],
    [{ type: "perplexity-score", threshold: 0.4 }, { perplexity: { threshold: 0.4 } }],
    [{ type: "moderation" }, { moderation: {} }],
    [
      { type: "not-moderation", value: ["violence"], provider: "openai:moderation:text-moderation-latest" },
      { "not-moderation": { categories: ["violence"], model: "text-moderation-latest" } },
    ],
    [
      {
        type: "moderation",
        provider: { id: "openai:moderation", config: { apiBaseUrl: "http://h.test/v1", apiKeyEnvar: "K" } },
      },
      { moderation: { baseUrl: "http://h.test/v1", apiKeyEnv: "K" } },
    ],
    [
      {
        type: "moderation",
        provider: { id: "openai:moderation", config: { apiHost: "h.test", apiKey: "{{ env.OWN_KEY }}" } },
      },
      { moderation: { baseUrl: "https://h.test/v1", apiKeyEnv: "OWN_KEY" } },
    ],
    [{ type: "moderation", provider: "replicate:moderation:meta/llama-guard" }, undefined],
    [
      { type: "conversation-relevance", config: { windowSize: 3 }, threshold: 0.8 },
      { "conversation-relevance": { window: 3, threshold: 0.8 } },
    ],
    [{ type: "conversation-relevance" }, { "conversation-relevance": { threshold: 0.5 } }],
    [{ type: "trajectory:tool-used", value: "search" }, { "tool-used": { tools: "search" } }],
    [{ type: "not-trajectory:tool-used", value: ["a", "b"] }, { "not-tool-used": { tools: ["a", "b"] } }],
    [
      { type: "trajectory:tool-used", value: { name: "a", min: 2, max: 3 } },
      { "tool-used": { tools: "a", min: 2, max: 3 } },
    ],
    [{ type: "trajectory:tool-used", value: { pattern: "a*", type: "command" } }, undefined],
    [{ type: "trajectory:tool-used", value: {} }, undefined],
    [{ type: "trajectory:tool-sequence", value: ["a", { name: "b" }] }, { "tool-sequence": { tools: ["a", "b"] } }],
    [
      { type: "trajectory:tool-sequence", value: { mode: "exact", steps: [{ pattern: "a*" }] } },
      { "tool-sequence": { tools: ["a*"], mode: "exact" } },
    ],
    [{ type: "trajectory:tool-sequence", value: { steps: [] } }, undefined],
    [
      {
        type: "trajectory:tool-args-match",
        value: { name: "a", arguments: { q: 1 }, mode: "exact", defaults: { n: 2 }, ignore: "id" },
      },
      { "tool-args-match": { tool: "a", args: { q: 1 }, mode: "exact", defaults: { n: 2 }, ignore: "id" } },
    ],
    [{ type: "trajectory:tool-args-match", value: { name: "a" } }, undefined],
    [
      { type: "trajectory:step-count", value: { type: "tool", max: 4 } },
      { "tool-used": { tools: "*", min: 0, max: 4 } },
    ],
    [{ type: "trajectory:step-count", value: { max: 4 } }, undefined],
    [
      { type: "trajectory:goal-success", value: { goal: "Book a table" } },
      { "llm-rubric": { rubric: "The assistant achieved this goal: Book a table", usePass: true } },
    ],
    [{ type: "trajectory:goal-success", value: "" }, undefined],
    [{ type: "skill-used", value: "a" }, undefined],
  ])("%j", async (assertion, wanted) => {
    expect(await scorersOf(assertion)).toEqual(wanted);
  });

  test("text with braces is never read as a template", async () => {
    const { benchmark } = await translated({
      ...ONE,
      tests: [{ vars: { x: "{{ literally" }, assert: [{ type: "contains", value: "a {{x}}" }] }],
    });
    expect(benchmark["cases"]).toMatchObject([
      { vars: { x: "{{ literally", __text1: "a {{ literally" }, scorers: [{ contains: { expected: "{{__text1}}" } }] },
    ]);
  });
});

describe("tests", () => {
  test("lists of values give every combination, and variables may name others", async () => {
    const { benchmark } = await translated({
      ...ONE,
      tests: [{ vars: { x: ["a {{y}}", "b"], y: ["1", "2"], list: [1, 2] } }],
    });
    expect((benchmark["cases"] as unknown as { vars: object }[]).map(({ vars }) => vars)).toEqual([
      { x: "a 1", y: "1", list: [1, 2] },
      { x: "a 2", y: "2", list: [1, 2] },
      { x: "b", y: "1", list: [1, 2] },
      { x: "b", y: "2", list: [1, 2] },
    ]);
  });

  test("promptfoo's columns in a table", async () => {
    const { benchmark } = await translated(
      { ...ONE, tests: "file://tests.csv" },
      {
        "tests.csv":
          "x|__expected|__expected2|__description|__metric|__threshold|__metadata:tags[]|__config:__expected2:threshold\n" +
          "a|contains-any(0.5): p, q|similar: z|first|m|0.4|one,two\\, three|0.6\nb|plain text|||||\n",
      },
    );
    expect(benchmark["cases"]).toMatchObject([
      {
        id: "first",
        metadata: { description: "first", tags: ["one", "two, three"] },
        scorers: [
          {
            "assert-set": {
              threshold: 0.4,
              scorers: [
                { "contains-any": { expected: ["p", "q"], metric: "m" } },
                { similar: { expected: "z", metric: "m", threshold: 0.6 } },
              ],
            },
          },
        ],
      },
      { vars: { x: "b" }, scorers: [{ equals: { expected: "plain text", trim: false } }] },
    ]);
    expect(benchmark["scorers"]).toEqual(["assert", { "assert-metric": { metric: "m" } }]);
  });

  test("of files, scripts and scenarios, with the defaults under them", async () => {
    const { benchmark } = await translated(
      {
        ...ONE,
        defaultTest: "file://default.yaml",
        tests: [
          "file://more/*.yaml",
          "file://rows.jsonl",
          "file://tests.js",
          { vars: { x: "file://x.txt" }, options: { disableDefaultAsserts: true }, assert: [{ type: "is-json" }] },
        ],
        scenarios: [{ config: [{ vars: { lang: "fr" } }, { vars: { lang: "de" } }], tests: [{ vars: { x: "s" } }] }],
      },
      {
        "default.yaml": "vars: {x: d}\nassert: [{type: contains, value: '{{x}}'}]\n",
        "more/a.yaml": "- vars: {x: f}\n- vars: vars.yaml\n",
        "more/vars.yaml": "x: v\n",
        "rows.jsonl": '{"vars": {"x": "r"}}\n',
        "x.txt": "t\n",
      },
      { trustData: true },
    );
    const cases = benchmark["cases"] as unknown as { vars: { x: string; lang?: string }; scorers: unknown }[];
    expect(cases.map(({ vars: { x, lang } }) => `${x}${lang ?? ""}`)).toEqual([
      "f",
      "v",
      "d",
      "r",
      "d",
      "t",
      "sfr",
      "sde",
    ]);
    expect(cases[5]!.scorers).toEqual([{ "is-json": {} }]);
    expect(cases[0]!.scorers).toEqual([{ contains: { expected: "f" } }]);
  });

  test("assertions that are the same for all are the benchmark's", async () => {
    const { benchmark } = await translated({
      ...ONE,
      defaultTest: { assert: [{ type: "is-json" }] },
      tests: [{ vars: { x: "a" } }, { vars: { x: "b" }, assert: [{ type: "contains", value: "b" }] }],
    });
    expect(benchmark["scorers"]).toEqual([{ assert: { scorers: [{ "is-json": {} }] } }]);
    expect((benchmark["cases"] as unknown as { scorers?: object }[]).map(({ scorers }) => scorers)).toEqual([
      undefined,
      [{ contains: { expected: "b" } }],
    ]);
  });
});

describe("prompts", () => {
  test("reads text, separators, chat in JSON, chat with loops, labels, functions, one per provider", async () => {
    const { benchmark } = await translated(
      {
        prompts: [
          "file://many.txt",
          "file://chat.json",
          { id: "file://loop.json", label: "loop" },
          { label: "raw/one", raw: "plain" },
          "file://make.js:go",
        ],
        providers: [{ id: "echo", prompts: ["loop", "raw/one"] }, "openai:gpt-6-luna"],
        tests: [{ vars: { x: "1", turns: [{ u: "a" }] } }],
        nunjucksFilters: { loud: "./loud.js" },
      },
      {
        "many.txt": "one {{x}}\n---\ntwo\n",
        "chat.json": '[{"role": "user", "content": "{{x | loud}}"}]',
        "loop.json":
          '[{% for t in turns %}{"role": "user", "content": {{ t.u | dump }} },{% endfor %}{"role": "user", "content": "{{x}}"}]',
        "make.js": "module.exports = { go: () => 'x' };",
        "loud.js": "",
      },
    );
    const filters = { loud: "file://./loud.js" };
    expect(benchmark["prompts"]).toEqual([
      { id: "many-1", text: "one {{x}}", engine: "nunjucks", filters },
      { id: "many-2", text: "two" },
      { id: "chat", messages: [{ role: "user", content: "{{x | loud}}" }], engine: "nunjucks", filters },
      { id: "loop", chat: expect.stringContaining("{% for"), engine: "nunjucks", filters },
      { id: "raw-one", text: "plain" },
      { id: "go", file: "file://./make.js:go", engine: "nunjucks", filters },
    ]);
    expect(benchmark["variants"]).toEqual([
      { prompt: "loop", model: "echo" },
      { prompt: "raw-one", model: "echo" },
      ...["many-1", "many-2", "chat", "loop", "raw-one", "go"].map((prompt) => ({
        prompt,
        model: "openai:gpt-6-luna",
      })),
    ]);
  });

  test("a missing variable is empty text, prefixes that all tests share are in the text, env is named", async () => {
    const { benchmark, warnings } = await translated({
      prompts: ["{{y}} {{env.HOME}}"],
      providers: ["echo"],
      defaultTest: { options: { prefix: "P " } },
      tests: [{ vars: { x: "a" }, assert: [{ type: "is-json" }] }],
    });
    expect(benchmark["prompts"]).toEqual([
      { id: "prompt-1", text: "P {{y}} {{env.HOME}}", engine: "nunjucks", env: ["HOME"], missing: "empty" },
    ]);
    expect(warnings).toEqual([
      '9 tests[0]: a variable of the prompt "prompt-1" is missing: it is empty text, as in promptfoo',
    ]);
  });
});

describe("providers", () => {
  test.each<[unknown, object]>([
    ["openai:gpt-4o", { id: "openai:gpt-4o", model: "openai:gpt-4o", params: { temperature: 0, maxTokens: 1024 } }],
    ["openai:chat:o4-mini", { id: "openai:o4-mini", model: "openai:o4-mini" }],
    [
      {
        id: "openai:gpt-4o",
        label: "hot",
        config: {
          temperature: 1,
          max_tokens: 9,
          stop: "X",
          apiBaseUrl: "http://h/v1",
          apiKeyEnvar: "K",
          passthrough: { p: 1 },
          headers: { "X-Team": "t", Authorization: "{{env.AUTH}}" },
        },
      },
      {
        id: "hot",
        model: "openai:gpt-4o",
        baseUrl: "http://h/v1",
        apiKeyEnv: "K",
        headers: { "X-Team": "t", Authorization: { env: "AUTH" } },
        params: { temperature: 1, maxTokens: 9, stop: ["X"], extra: { p: 1 } },
      },
    ],
    [{ "openai:gpt-4o": { config: { omitDefaults: true } } }, { id: "openai:gpt-4o", model: "openai:gpt-4o" }],
    ["azure:chat:dep", { id: "azure:chat:dep", model: "azure:dep", params: { temperature: 0, maxTokens: 1024 } }],
    ["ollama:chat:llama3", { id: "ollama:chat:llama3", model: "ollama:llama3" }],
    [
      { id: "file://p.ts", config: { a: 1 } },
      { id: "p.ts", model: "file://./p.ts", config: { a: 1 } },
    ],
    ["python:p.py", { id: "python:p.py", model: "file://./p.py:call_api" }],
    ["file://list.yaml", { id: "echo", model: "echo" }],
    [
      { id: "llama", config: { baseUrl: "http://127.0.0.1:1", temperature: 0 } },
      {
        id: "llama",
        model: "http",
        url: "http://127.0.0.1:1/completion",
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: { prompt: "{{prompt}}", n_predict: 512, seed: "{{seed}}", temperature: 0 },
        output: "content",
      },
    ],
    [
      {
        id: "openai:gpt-5",
        config: {
          tools: [{ type: "function", name: "f", parameters: {} }],
          response_format: "file://format.json",
          reasoning: { effort: "low" },
        },
      },
      {
        id: "openai:gpt-5",
        model: "openai:gpt-5",
        params: {
          tools: [{ type: "function", function: { name: "f", parameters: {} } }],
          responseFormat: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } },
          reasoningEffort: "low",
        },
      },
    ],
  ])("%j", async (provider, wanted) => {
    const { benchmark } = await translated(
      { prompts: ["x"], providers: [provider], tests: [] },
      {
        "list.yaml": "- echo\n",
        "p.ts": "",
        "p.py": "",
        "format.json": '{"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}',
      },
    );
    expect(benchmark["models"]).toEqual([wanted]);
  });

  test.each(["file://provider.rb", "file://provider.go:callApi", { id: "file://provider.rb" }])(
    "%j is named as a program that is not started",
    async (provider) => {
      const { warnings } = await translated({ prompts: ["x"], providers: ["echo", provider], tests: [] });
      expect(warnings).toEqual([expect.stringMatching(/a provider in (?:Ruby|Go) is not started: write it in/)]);
    },
  );

  test("leaves out a provider that cannot be used, with its line; without any other that is an error", async () => {
    const config =
      "prompts: [x]\nproviders:\n  - echo\n  - sagemaker:m\n  - id: openai:gpt-4o\n    delay: 5\n    config: {apiKey: sk-1, seed: 7}\n";
    const { benchmark, warnings } = await translated(config);
    expect(benchmark["seed"]).toBe(7);
    expect(JSON.stringify(benchmark)).not.toContain("sk-1");
    expect(warnings).toEqual([
      expect.stringMatching(/^4 providers\[1\]: sagemaker:m: .*the model is left out$/),
      expect.stringMatching(/^6 providers\[2\]\.delay: .*`maxRequestsPerMinute`/),
      expect.stringMatching(/^7 providers\[2\]\.config\.apiKey: a key does not belong/),
      expect.stringMatching(/^7 providers\[2\]\.config\.seed: is the root seed/),
    ]);
    await expect(translated("prompts: [x]\nproviders:\n  - sagemaker:m\n")).rejects.toThrow(
      /promptfooconfig.yaml:2: no provider of this config can be used: \S+: /,
    );
  });
});

test("a function of a class makes a prompt, and parts of other APIs are read", async () => {
  const responses = [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }];
  const { benchmark } = await translated(
    { prompts: ["file://prompts.py:Prompts.short", "file://chat.json"], providers: ["echo"] },
    { "prompts.py": "", "chat.json": JSON.stringify(responses) },
  );
  expect(benchmark["prompts"]).toEqual([
    { id: "Prompts.short", file: "file://./prompts.py:Prompts.short", engine: "nunjucks" },
    { id: "chat", messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] },
  ]);
});

test("a method of a class answers and grades, and metrics that it names become columns", async () => {
  const files = { "k.py": 'class K:\n  def grade(output, context): return {"score": 1, "named_scores": {"zeal": 1}}' };
  const assert = [{ type: "python", value: "file://k.py:K.grade" }];
  const providers = ["file://k.py:K.call", "python:k.py:K.call", "k.py"];
  const { benchmark, warnings } = await translated({ prompts: ["Hi"], providers, tests: [{ assert }] }, files);
  expect(benchmark["models"]).toMatchObject([
    { model: "file://./k.py:K.call" },
    { model: "file://./k.py:K.call" },
    { model: "file://./k.py:call_api" },
  ]);
  expect(benchmark["scorers"]).toContainEqual({ "assert-metric": { metric: "zeal" } });
  expect(warnings).toEqual([]);
});

test("a provider with empty prompts answers all of them", async () => {
  const { benchmark, warnings } = await translated({ prompts: ["a", "b"], providers: [{ id: "echo", prompts: null }] });
  expect(benchmark["variants"]).toBeUndefined();
  expect(warnings).toEqual([]);
});

test("every key of a config is mapped or gives a warning with its line", async () => {
  const keys = [
    "tags",
    "env",
    "outputPath",
    "sharing",
    "extensions",
    "metadata",
    "redteam",
    "writeLatestResults",
    "tracing",
    "nonsense",
  ];
  const config = {
    ...ONE,
    tests: [{ vars: { x: "a" }, assert: [{ type: "is-json" }] }],
    ...Object.fromEntries(keys.map((key) => [key, { a: 1 }])),
    evaluateOptions: { repeat: 3, delay: 1, maxConcurrency: 2 },
  };
  const { benchmark, warnings } = await translated(config);
  expect(benchmark["repeats"]).toBe(3);
  const lines = stringify(config).split("\n");
  expect(warnings.map((warning) => warning.split(":", 1)[0])).toEqual([
    ...keys.map((key) => `${lines.indexOf(`${key}:`) + (key === "env" ? 2 : 1)} ${key === "env" ? "env.a" : key}`),
    expect.stringMatching(/ evaluateOptions\.delay$/),
  ]);
});

test("warns of a test's unsupported keys with their place", async () => {
  const { warnings } = await translated(
    `prompts: [x, y]
providers: [echo]
assertionTemplates: {json: {type: is-json}}
tests:
  - provider: openai:gpt-4o
    options:
      storeOutputAs: y
    assert:
      - $ref: '#/assertionTemplates/json'
      - type: guardrails
        threshold: 1
      - type: llm-rubric
        value: nice
  - vars: {v: file://dynamic.js}
`,
    { "dynamic.js": "" },
  );
  expect(warnings.map((warning) => warning.slice(0, 60))).toEqual([
    expect.stringMatching(/^5 tests\[0\]\.provider: answers the test once for each prompt/),
    expect.stringMatching(/^7 tests\[0\]\.options\.storeOutputAs/),
    expect.stringMatching(/^10 tests\[0\]\.assert\[1\]\.type: guardrails is left out/),
    expect.stringMatching(/^12 tests\[0\]\.assert\[2\].*: no judge is named/),
    expect.stringMatching(/^14 tests\[1\]\.vars\.v: is a function/),
    expect.stringMatching(/^14 tests\[1\]: the test has no assertion/),
  ]);
});
