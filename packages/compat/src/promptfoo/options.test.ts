import { expect, test, vi } from "vitest";
import { type Loose, translatedConfig } from "./testing/translated-config.ts";

const assert = [{ type: "contains", value: "a" }];

const varsOf = (benchmark: Loose): unknown[] =>
  (benchmark["cases"] as unknown as { vars: object }[]).map(({ vars }) => vars);

test("prefixes and suffixes that differ from test to test are variables of the cases", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["Say {{x}}"],
    providers: ["echo"],
    tests: [
      { vars: { x: "a" }, options: { prefix: "Dear {{x}}: " }, assert },
      { vars: { x: "b" }, options: { suffix: " now" }, assert },
    ],
  });
  expect(benchmark["prompts"]).toEqual([
    { id: "prompt-1", text: "{{__prefix}}Say {{x}}{{__suffix}}", engine: "nunjucks" },
  ]);
  expect(varsOf(benchmark)).toEqual([
    { x: "a", __prefix: "Dear a: ", __suffix: "" },
    { x: "b", __prefix: "", __suffix: " now" },
  ]);
  expect(warnings).toEqual([]);
});

test("a chat prompt cannot have a prefix", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: [{ label: "chat", raw: '[{"role": "user", "content": "{{x}}"}]' }],
    providers: ["echo"],
    tests: [{ vars: { x: "a" }, options: { prefix: "P" }, assert }],
  });
  expect(benchmark["prompts"]).toMatchObject([{ messages: [{ role: "user", content: "{{x}}" }] }]);
  expect(warnings).toEqual([
    expect.stringContaining("the prefix and suffix of tests are left out of this chat prompt"),
  ]);
});

test("transformVars is code or a script", async () => {
  const transformed = async (transformVars: unknown): Promise<unknown[]> => {
    const options = { transformVars };
    const config = { prompts: ["{{x}}"], providers: ["echo"], tests: [{ vars: { x: "a" }, options, assert }] };
    return varsOf((await translatedConfig(config)).benchmark);
  };
  expect(await transformed("({ x: vars.x + '!' })")).toEqual([{ x: "a!" }]);
  expect(await transformed("const x = 1;\nreturn { ...vars, y: x };")).toEqual([{ x: "a", y: 1 }]);
  expect(await transformed("file://vars.js:more")).toEqual([{ x: "a", by: "vars.js:more" }]);
  expect(await transformed("file://vars.py")).toEqual([{ x: "a", by: "vars.py:get_transform" }]);
  await expect(transformed("a b")).rejects.toMatchObject({ message: expect.stringContaining("does not compile") });
});

test("transformVars that throws fails only its test", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["{{x}}"],
    providers: ["echo"],
    defaultTest: { options: { transformVars: "({ x: vars.list.join() })" } },
    tests: [
      { vars: { x: "a" }, assert },
      { vars: { list: "no list" }, assert },
      { vars: { x: "b" }, options: { transformVars: "({ x: vars.x + '!' })" }, assert },
    ],
  });
  const cases = benchmark["cases"] as unknown as readonly {
    readonly vars: object;
    readonly scorers?: readonly object[];
  }[];
  expect(cases.map(({ vars }) => vars)).toEqual([{ x: "a" }, { list: "no list" }, { x: "b!" }]);
  const failing = cases.map(({ scorers = [] }) => JSON.stringify(scorers).includes("transformVars: the script throws"));
  expect(failing).toEqual([true, true, false]);
  expect(warnings.filter((warning) => warning.includes("the test fails for every answer"))).toHaveLength(2);
});

test.each(["is-json", "contains-json", "not-is-json"])(
  "a schema of %s that does not compile fails its assertion, also under not-",
  async (type) => {
    const { benchmark, warnings } = await translatedConfig({
      prompts: ["x"],
      providers: ["echo"],
      tests: [{ assert: [{ type, value: { type: "strnig" } }] }, { assert: [{ type, value: "a: [" }] }],
    });
    const cases = benchmark["cases"] as unknown as readonly { readonly scorers: readonly object[] }[];
    expect(cases.map(({ scorers }) => Object.keys(scorers[0]!))).toEqual([["javascript"], ["javascript"]]);
    expect(warnings.filter((warning) => warning.includes("the assertion fails for every answer"))).toHaveLength(2);
  },
);

test("warns of options of defaultTest without an effect like those of a test", async () => {
  const { warnings } = await translatedConfig(
    "prompts: [x]\nproviders: [echo]\ndefaultTest:\n  options:\n    storeOutputAs: y\n    prefix: P\ntests:\n  - assert: [{type: contains, value: a}]\n",
  );
  expect(warnings).toEqual([expect.stringMatching(/tests\[0\]\.options\.storeOutputAs: no later test reads/)]);
});

test("instructions that all models share are a system message of the prompts", async () => {
  const responses = (id: string, instructions?: string) => ({
    id: `openai:responses:${id}`,
    config: instructions === undefined ? {} : { instructions },
  });
  const prompts = ["Say {{x}}", { label: "chat", raw: '[{"role": "user", "content": "{{x}}"}]' }];
  const tests = [{ vars: { x: "a" }, assert }];
  const shared = await translatedConfig({
    prompts,
    providers: [responses("a", "Be kind."), responses("b", "Be kind.")],
    tests,
  });
  const system = { role: "system", content: "Be kind." };
  expect(shared.benchmark["prompts"]).toEqual([
    { id: "prompt-1", messages: [system, { role: "user", content: "Say {{x}}" }], engine: "nunjucks" },
    { id: "chat", messages: [system, { role: "user", content: "{{x}}" }], engine: "nunjucks" },
  ]);
  expect(shared.warnings.filter((warning) => warning.includes("instructions"))).toEqual([]);
  const differing = await translatedConfig({ prompts, providers: [responses("a", "Be kind."), responses("b")], tests });
  expect(differing.benchmark["prompts"]).toMatchObject([{ text: "Say {{x}}" }, {}]);
  expect(differing.warnings).toContainEqual(
    expect.stringContaining("config.instructions: is left out, because the providers differ in it"),
  );
});

test("a schema alone is not a response format", async () => {
  const format = { type: "object", properties: { a: { type: "string" } } };
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["{{x}}"],
    providers: [{ id: "openai:gpt-4o", config: { response_format: format } }],
    tests: [{ vars: { x: "a" }, assert }],
  });
  expect(benchmark["models"]).toEqual([
    { id: "openai:gpt-4o", model: "openai:gpt-4o", params: { temperature: 0, maxTokens: 1024 } },
  ]);
  expect(warnings).toEqual([
    expect.stringMatching(/response_format: is a JSON Schema alone, .*write \{type: json_schema, name, schema\}/),
  ]);
});

test("variables read from the environment only values that are not secrets", async () => {
  vi.stubEnv("APP_CITY", "Oslo");
  vi.stubEnv("APP_TOKEN", "canary");
  try {
    const vars = { a: "in {{env.APP_CITY}}", b: '{{ env["APP_CITY"] }}', c: "{{env.APP_TOKEN}}" };
    const { benchmark, warnings } = await translatedConfig({
      prompts: ["{{a}}"],
      providers: ["echo"],
      tests: [{ vars, assert }],
    });
    expect(varsOf(benchmark)).toEqual([{ a: "in Oslo", b: "Oslo", c: "" }]);
    expect(warnings).toEqual([
      expect.stringMatching(/vars\.a: was read from the environment/),
      expect.stringMatching(/vars\.b: was read from the environment/),
      expect.stringMatching(/vars\.c: APP_TOKEN may be a secret, and variables are stored/),
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("warns of a variable that is a function if it cannot see every prompt", async () => {
  const config = { providers: ["echo"], tests: [{ vars: { x: "file://dynamic.js" }, assert }] };
  const alone = await translatedConfig({ ...config, prompts: ["{{x}}"] });
  expect(varsOf(alone.benchmark)).toEqual([{ x: "dynamic" }]);
  expect(alone.warnings).toEqual([]);
  expect((await translatedConfig({ ...config, prompts: ["{{x}}", "{{x}}!"] })).warnings).toEqual([
    expect.stringMatching(/vars\.x: is a function: it was called once, with the first prompt/),
  ]);
});

test("the thinking budget of Gemini and the flag that only shows thinking", async () => {
  const translated = async (id: string, config: object) => {
    const { benchmark, warnings } = await translatedConfig({
      prompts: ["{{x}}"],
      providers: [{ id, config }],
      tests: [{ vars: { x: "a" }, assert }],
    });
    return { params: (benchmark["models"] as unknown as { params?: object }[])[0]!.params, warnings };
  };
  const gemini = { generationConfig: { thinkingConfig: { thinkingBudget: 512, includeThoughts: true } } };
  expect(await translated("google:gemini-2.5-flash", gemini)).toEqual({
    params: { thinkingBudget: 512 },
    warnings: [expect.stringContaining("thinkingConfig.includeThoughts: has no counterpart")],
  });
  expect(await translated("anthropic:messages:claude-sonnet-4-5", { showThinking: true })).toEqual({
    params: undefined,
    warnings: [expect.stringContaining("showThinking: reasoning is in the column `reasoning`")],
  });
});
