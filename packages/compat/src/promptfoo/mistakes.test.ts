import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const HEAD = "prompts: ['Hi {{x}}']\nproviders: [echo]\n";
const asserting = (assertion: string): string => `${HEAD}tests:\n  - vars: {x: a}\n    assert:\n      - ${assertion}\n`;
const testing = (keys: string): string => `${HEAD}tests:\n  - vars: {x: a}\n    ${keys}\n`;
const providing = (provider: string): string => `prompts: [a]\nproviders: [${provider}]\n`;

type Files = Readonly<Record<string, string>>;

test.each<[string, string | [string, Files]]>([
  [
    '6: tests[0].assert[0].threshold is "3", expected a number',
    asserting("{type: levenshtein, value: a, threshold: '3'}"),
  ],
  ['6: tests[0].assert[0].threshold is "high", expected', asserting("{type: latency, threshold: high}")],
  ["6: tests[0].assert[0].weight is -2, expected a number ≥ 0", asserting("{type: contains, value: a, weight: -2}")],
  ['6: tests[0].assert[0].weight is "2", expected', asserting("{type: contains, value: a, weight: '2'}")],
  ["6: tests[0].assert[0].weight is NaN, expected", asserting("{type: contains, value: a, weight: .nan}")],
  ['6: tests[0].assert[0].metric is ["a"], expected a text', asserting("{type: contains, value: a, metric: [a]}")],
  ["6: tests[0].assert[0].assert is {", asserting("{type: assert-set, assert: {type: contains, value: a}}")],
  ['6: tests[0].assert[0].threshold is "0.5", expected', asserting("{type: assert-set, threshold: '0.5', assert: []}")],
  ['5: tests[0].threshold is "0.5", expected', testing("threshold: '0.5'")],
  ["5: tests[0].assert is {", testing("assert: {type: contains, value: a}")],
  ['5: tests[0].assert is "contains", expected a list of assertions', testing("assert: contains")],
  ['5: tests[0].options is "fast", expected an object', testing("options: fast")],
  ["5: the code does not compile", testing("options: {transform: 'output.('}")],
  ["3: defaultTest is [", `${HEAD}defaultTest: [{assert: []}]\n`],
  ["3: defaultTest.assert is {", `${HEAD}defaultTest: {assert: {type: contains}}\n`],
  ["d.yaml:1: assert is 5, expected", [`${HEAD}defaultTest: file://d.yaml\n`, { "d.yaml": "assert: 5\n" }]],
  ["3: $ref #/b leads to itself", `${HEAD}a: {$ref: '#/b'}\nb: {$ref: '#/a'}\n`],
  ["5: $ref #/tests leads to itself", testing("metadata: {$ref: '#/tests'}")],
  ["6: $ref #/assertionTemplates/none leads nowhere", asserting("$ref: '#/assertionTemplates/none'")],
  ["6: $ref other.yaml#/a leads nowhere", asserting("$ref: 'other.yaml#/a'")],
  ["3:1: Source contains multiple documents", `${HEAD}---\n${HEAD}`],
  ["3: a scenario is not an object", `${HEAD}scenarios: [abc]\n`],
  ['3: nunjucksFilters is "f.js", expected an object', `${HEAD}nunjucksFilters: f.js\n`],
  ['2: providers[0].config is "hot", expected an object', providing("{id: openai:gpt-4o, config: hot}")],
  ["2: no provider has a prompt that the config lists", providing("{id: echo, prompts: [zzz]}")],
  ["2: there is no script nope.js", providing("file://nope.js")],
  ["6: there is no file", asserting("{type: llm-rubric, value: a, rubricPrompt: file://nope.txt}")],
  ["5: there is no script file://nope.js", testing("options: {transform: file://nope.js}")],
  ["6: there is no script file://nope.py", asserting("{type: contains, value: a, transform: file://nope.py}")],
  ["2: there is no script file://nope.js", providing("{id: echo, transform: file://nope.js}")],
  ["5: There is no script", testing("options: {transformVars: file://nope.js}")],
  [
    "2: there is no script file://nope.js:read",
    providing("{id: 'http://h.test', config: {transformResponse: file://nope.js:read}}"),
  ],
  ["2: there is no file", providing("{id: 'http://h.test', config: {body: {a: [file://nope.txt]}}}")],
  [
    "p.yaml:2: there is no file",
    ["prompts: file://p.yaml\nproviders: [echo]\n", { "p.yaml": "- role: user\n  content: file://nope.txt\n" }],
  ],
  [
    "p.json:2: there is no file",
    ["prompts: file://p.json\nproviders: [echo]\n", { "p.json": '[\n{"role": "user", "content": "file://nope.md"}]' }],
  ],
  ["3: the filter up is asynchronous", [`${HEAD}nunjucksFilters: {up: later.js}\n`, { "later.js": "" }]],
  ["3: the filter up is a Python script", [`${HEAD}nunjucksFilters: {up: up.py}\n`, { "up.py": "" }]],
  ["3: the filter up is a Python script", [`${HEAD}nunjucksFilters: {up: "up.py:shout"}\n`, { "up.py": "" }]],
  ["3: no test of this config can be used: ", [`${HEAD}tests: file://t.csv\n`, { "t.csv": "x" }]],
  ["3: no test of this config can be used: ", [`${HEAD}tests: [file://t.jsonl]\n`, { "t.jsonl": "\n" }]],
  ["3: no test of this config can be used: ", `${HEAD}scenarios: [{config: [], tests: [{vars: {x: a}}]}]\n`],
  [
    "3: no test of this config can be used: promptfooconfig.yaml:3 tests sameseed does not sign in to SharePoint",
    `${HEAD}tests: https://a.sharepoint.com/t.csv\n`,
  ],
  [
    "3: no test of this config can be used: t.yaml:1 [0] names another file of tests, which is not read",
    [`${HEAD}tests: file://t.yaml\n`, { "t.yaml": "[file://u.csv]\n", "u.csv": "x\na" }],
  ],
  [
    "3: no test of this config can be used: promptfooconfig.yaml:4 tests[0] no model answers the test",
    testing("providers: [nobody]"),
  ],
  ["tests[0] the test is left out, because its provider cannot be used", testing("provider: nobody")],
  ["t.txt does not tell its format by its name", [`${HEAD}tests: [file://t.txt]\n`, { "t.txt": "x" }]],
  ["1: a prompt is empty", "prompts: ['']\nproviders: [echo]\n"],
  ["1: the template does not compile", "prompts: ['Hi {{x']\nproviders: [echo]\n"],
  ["1: the template does not compile", "prompts: ['{% if x %}']\nproviders: [echo]\n"],
  ["3: https://h.test/t.csv is not downloaded", `${HEAD}tests: https://user:secret@h.test/t.csv?token=secret\n`],
  ['row[1].threshold is "high", expected', [`${HEAD}tests: file://t.csv\n`, { "t.csv": "x|__threshold\na|high\n" }]],
  [
    'row[1].assert[0].threshold is "abc", expected',
    [`${HEAD}tests: file://t.csv\n`, { "t.csv": "x|__expected|__config:__expected:threshold\na|levenshtein: a|abc\n" }],
  ],
])("the error is %j", async (expected, given) => {
  const [config, files] = Array.isArray(given) ? given : [given, {}];
  const error = await translatedConfig(config, files).catch((cause: unknown) => cause as Error);
  expect(error).toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringContaining(expected),
    hint: expect.any(String),
  });
  expect((error as Error).message).not.toContain("secret");
});

test.each<[string, string]>([
  [
    "6 tests[0].assert[0].threshold: -1 is below the lowest score and counts as 0",
    asserting("{type: rouge-n, value: a, threshold: -1}"),
  ],
  [
    "6 tests[0].assert[0].value: no score reaches the threshold 5: the assertion fails for every answer",
    asserting("{type: bleu, value: a, threshold: 5}"),
  ],
  ["5 tests[0].threshold: 7 is above the highest score", testing("threshold: 7")],
  [
    "6 tests[0].assert[0].type: contians is left out: it is not known; did you mean contains?",
    asserting("{type: contians, value: a}"),
  ],
  [
    "6 tests[0].assert[0].type: ruby is left out: use javascript or python",
    asserting("{type: ruby, value: file://assert.rb:check}"),
  ],
  ["5 tests[0].metadata: is not an object and is left out", testing("metadata: file://m.json")],
  [
    "2 providers[0].config.passthrough: is not an object and is left out",
    providing("{id: openai:gpt-4o, config: {passthrough: file://p.json}}"),
  ],
  [
    "2 providers[0].config.passthrough: is not an object and is left out",
    providing("{id: openai:o3, config: {passthrough: file://p.json, max_completion_tokens: 5}}"),
  ],
  [
    "2 providers[0].config.headers: is not an object and is left out",
    providing("{id: openai:gpt-4o, config: {headers: file://h.json}}"),
  ],
  [
    "4 tests[0].vars.x: the template does not compile: expected variable end: the text stays as it is; promptfoo fails",
    `${HEAD}tests:\n  - vars: {x: 'a {{ b c }}'}\n`,
  ],
  [
    "4 tests[0].vars.x: the template cannot be filled in: filter not found: nope: the text stays as it is",
    `${HEAD}tests:\n  - vars: {x: '{{ y | nope }}', y: k}\n`,
  ],
  [
    "6 tests[0].assert[0].value: the template cannot be filled in: filter not found: nope: the assertion fails",
    asserting("{type: contains, value: '{{ x | nope }}'}"),
  ],
  [
    "5 tests[0].options.prefix: the template cannot be filled in: filter not found: nope: the text stays as it is",
    `${HEAD}tests:\n  - vars: {x: a}\n    options: {prefix: '{{ x | nope }}'}\n  - vars: {x: b}\n`,
  ],
  ["6 tests[0].assert[0]: has no type", asserting("{type: 5, value: a}")],
  ["6 tests[0].assert[0]: has no type", asserting("[{type: contains, value: a}]")],
  ["6 tests[0].assert[0]: the set has no assertion left", asserting("{type: assert-set, assert: []}")],
  ["6 tests[0].assert[0]: the set has no assertion left", asserting("{type: assert-set}")],
  [
    "6 tests[0].assert[0].value: its value is a list: write contains-all or contains-any: the assertion fails for every answer",
    asserting("{type: contains, value: [a]}"),
  ],
  ["6 tests[0].assert[0].value: it needs a text or a number as value", asserting("{type: contains, value: null}")],
  ["6 tests[0].assert[0].type: it needs a text as value", asserting("{type: regex}")],
  ["6 tests[0].assert[0].type: it needs a text or texts as value", asserting("{type: bleu}")],
  ["6 tests[0].assert[0].type: its value is no code", asserting("{type: javascript}")],
  ["6 tests[0].assert[0].value: its value is no code", asserting("{type: javascript, value: 5}")],
  ["6 tests[0].assert[0].value: the schema is neither an object nor a text", asserting("{type: is-json, value: 5}")],
  ["6 tests[0].assert[0].value: the template does not compile", asserting("{type: contains, value: '{{ x'}")],
  ["5 tests[0].asserts: has no counterpart here and is left out; did you mean assert?", testing("asserts: []")],
  [
    "5 tests[0].options.transfrom: has no counterpart here and is left out; did you mean transform?",
    testing("options: {transfrom: a}"),
  ],
  ["1 promts: has no counterpart here and is left out; did you mean prompts?", "promts: ['Hi']\nproviders: [echo]\n"],
  ["3 __proto__: has no counterpart here and is left out", `${HEAD}__proto__: {a: 1}\n`],
  ["3 assert: is ignored, also by promptfoo: write it under defaultTest", `${HEAD}assert: [{type: is-json}]\n`],
  ["3 vars: is ignored, also by promptfoo: write it under defaultTest", `${HEAD}vars: {a: 1}\n`],
  ['3 evaluateOptions.repeat: "three" is not a valid value', `${HEAD}evaluateOptions: {repeat: three}\n`],
  ["3 derivedMetrics: is not a list of {name, value}", `${HEAD}derivedMetrics: {name: a, value: b}\n`],
  [
    "2 providers[0].config.temprature: has no counterpart here and is left out; did you mean temperature?",
    providing("{id: openai:gpt-4o, config: {temprature: 1}}"),
  ],
])("a warning is %j", async (expected, config) => {
  const { warnings } = await translatedConfig(config);
  expect(warnings.filter((warning) => warning.startsWith(expected))).toHaveLength(1);
});

test("tools that a model may call keep the references of their own schema", async () => {
  const parameters = { $defs: { city: { type: "string" } }, properties: { city: { $ref: "#/$defs/city" } } };
  const tools = [{ type: "function", function: { name: "f", parameters } }];
  const { benchmark } = await translatedConfig({
    prompts: ["a"],
    providers: [{ id: "openai:gpt-4o", config: { tools } }],
  });
  expect(JSON.stringify(benchmark["models"])).toContain('"$ref":"#/$defs/city"');
});

test("one prompt may be named without a list, and a label may be a number", async () => {
  const { benchmark } = await translatedConfig({
    prompts: ["a", "b"],
    providers: [{ id: "echo", label: 5, prompts: "b" }],
  });
  expect(benchmark["variants"]).toEqual([{ prompt: "prompt-2", model: "5" }]);
});

test.each([HEAD, `${HEAD}tests: []\n`, `${HEAD}tests:\nscenarios: []\n`])(
  "a config that names no test is one request without variables, as in promptfoo: %j",
  async (config) => {
    const { benchmark } = await translatedConfig(config);
    expect(benchmark["cases"]).toMatchObject([{ vars: {} }]);
  },
);

test.each(["{{ y", "a {% b", "{{name}}"])(
  "gives no warning for %j in a variable, which promptfoo leaves unchanged",
  async (x) => {
    const { benchmark, warnings } = await translatedConfig({
      prompts: ["{{x}}"],
      providers: ["echo"],
      tests: [{ vars: { x } }],
    });
    expect(benchmark["cases"]).toMatchObject([{ vars: { x } }]);
    expect(warnings).toEqual([]);
  },
);

test("the config's own filters fill in variables, assertions and prefixes", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["{{x}}"],
    providers: ["echo"],
    nunjucksFilters: { shout: "f.js" },
    tests: [
      { vars: { x: "{{ y | shout }}", y: "k" }, assert: [{ type: "contains", value: "{{ y | shout }}!" }] },
      { vars: { x: "a", y: "b" }, options: { prefix: "{{ y | shout }}" } },
    ],
  });
  expect(benchmark["cases"]).toMatchObject([
    { vars: { x: "[object Object]" }, scorers: [{ contains: { expected: "[object Object]!" } }] },
    { vars: { __prefix: "[object Object]" } },
  ]);
  expect(warnings.join()).not.toContain("filter");
});

test.each([true, false])("assertions in separate files, in a trusted file of tests: %j", async (trustData) => {
  const files = {
    "t.yaml":
      "- vars: {x: a}\n  assert: file://all.yaml\n- vars: {x: b}\n  assert: [file://one.yaml, {type: equals, value: b}]\n",
    "all.yaml": "[{type: contains, value: a}]",
    "one.yaml": "{type: contains, value: b}",
  };
  const { benchmark, warnings } = await translatedConfig(`${HEAD}tests: file://t.yaml\n`, files, { trustData });
  const scorers = (benchmark["cases"] as unknown as readonly { scorers?: unknown }[]).map((one) => one.scorers);
  const equals = { equals: { expected: "b", trim: false } };
  expect(scorers).toEqual(
    trustData ? [[{ contains: { expected: "a" } }], [{ contains: { expected: "b" } }, equals]] : [undefined, [equals]],
  );
  expect(warnings.some((one) => one.includes("names a file, which is not read: the assertion is left out"))).toBe(
    !trustData,
  );
});

test("reads the prompt of a judge from its file", async () => {
  const rubricPrompt = (name: string) => ({ type: "llm-rubric", value: "kind", rubricPrompt: `file://${name}` });
  const { benchmark, warnings } = await translatedConfig(
    {
      prompts: ["{{x}}"],
      providers: ["echo"],
      defaultTest: { options: { provider: "openai:gpt-4o" } },
      tests: [
        { vars: { x: "a" }, assert: ["j.txt", "j.json", "j.yaml", "j.js"].map(rubricPrompt) },
        {
          vars: { x: "b" },
          assert: [{ type: "llm-rubric", value: "kind" }],
          options: { rubricPrompt: "file://j.txt" },
        },
      ],
    },
    {
      "j.txt": "Is {{output}} kind?",
      "j.json": '[{"role": "user", "content": "Kind: {{output}}?"}]',
      "j.yaml": "- role: system\n  content: Judge {{output}}",
    },
  );
  const cases = benchmark["cases"] as unknown as readonly { scorers: readonly Record<string, { prompt: unknown }>[] }[];
  expect(cases.flatMap(({ scorers }) => scorers.map((one) => one["llm-rubric"]!.prompt))).toEqual([
    "Is {{output}} kind?",
    [{ role: "user", content: "Kind: {{output}}?" }],
    [{ role: "system", content: "Judge {{output}}" }],
    undefined,
    "Is {{output}} kind?",
  ]);
  expect(warnings).toEqual([expect.stringContaining("rubricPrompt is left out")]);
});

test("files inside a prompt file and inside the body of a request are read", async () => {
  const { benchmark, warnings } = await translatedConfig(
    {
      prompts: ["file://p.yaml"],
      providers: [{ id: "http://h.test/", config: { method: "POST", body: { p: "{{prompt}}", a: ["file://a.txt"] } } }],
      tests: [{ vars: { x: "1" } }],
    },
    { "p.yaml": "- role: user\n  content: file://a.txt\n- role: user\n  content: 'file://{{x}}'\n", "a.txt": "Hi\n" },
  );
  expect(benchmark["models"]).toMatchObject([{ body: { p: "{{prompt}}", a: ["Hi\n"] } }]);
  expect(benchmark["prompts"]).toMatchObject([{ messages: [{ content: "Hi\n" }, { content: "file://{{x}}" }] }]);
  expect(warnings.filter((one) => !one.includes("assertion"))).toEqual([]);
});

test.each([
  ["a prompt", "prompts: [{raw: a, config: file://c.json}]\nproviders: [echo]\n", "prompts[0].config"],
  ["an assertion", asserting("{type: javascript, value: 'true', config: file://c.json}"), "assert[0].config"],
])("a warning names the config of %s that is not an object", async (_, text, key) => {
  const { warnings } = await translatedConfig(text);
  expect(warnings.filter((one) => one.includes(key))).toEqual([expect.stringContaining("is not an object")]);
});
