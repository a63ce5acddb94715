import { describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { translatedConfig } from "./testing/translated-config.ts";

const ONE = { prompts: ["Say {{x}}"], providers: ["echo"] };
const rubric = (value: string, provider?: unknown) => ({
  type: "llm-rubric",
  value,
  ...(provider !== undefined && { provider }),
});

test("each assertion uses the judge that it names, and the first judge by default", async () => {
  const { benchmark, warnings } = await translatedConfig({
    ...ONE,
    defaultTest: { options: { provider: "openai:gpt-4o" } },
    tests: [
      {
        vars: { x: "a" },
        assert: [rubric("nice"), rubric("true", { id: "openai:chat:o3", config: { reasoning_effort: "low" } })],
      },
      { vars: { x: "b" }, assert: [rubric("short", "groq:llama"), rubric("kind", "openai:gpt-4o")] },
      { vars: { x: "c" }, assert: [rubric("calm")], options: { provider: { text: "openai:o3" } } },
    ],
  });
  expect(warnings).toEqual([]);
  expect(benchmark["judge"]).toEqual([
    { id: "openai:gpt-4o", model: "openai:gpt-4o" },
    { id: "openai:o3", model: "openai:o3", params: { reasoningEffort: "low" } },
    { id: "groq:llama", model: "groq:llama" },
    { id: "openai:o3-2", model: "openai:o3" },
  ]);
  const scorers = (benchmark["cases"] as unknown as { scorers: Record<string, object>[] }[]).map((one) => one.scorers);
  const by = (judge: string) => ({ judge, metric: `llm-rubric by ${judge}` });
  expect(scorers).toEqual([
    [
      { "llm-rubric": { rubric: "nice", usePass: true } },
      { "llm-rubric": { rubric: "true", usePass: true, ...by("openai:o3") } },
    ],
    [
      { "llm-rubric": { rubric: "short", usePass: true, ...by("groq:llama") } },
      { "llm-rubric": { rubric: "kind", usePass: true } },
    ],
    [{ "llm-rubric": { rubric: "calm", usePass: true, ...by("openai:o3-2") } }],
  ]);
  expect(benchmark["scorers"]).toEqual([
    "assert",
    ...["openai:o3", "groq:llama", "openai:o3-2"].map((id) => ({
      "assert-metric": { metric: `llm-rubric by ${id}` },
    })),
  ]);
});

test("one judge is the benchmark's, and a custom metric is kept", async () => {
  const { benchmark } = await translatedConfig({
    ...ONE,
    tests: [
      {
        vars: { x: "a" },
        assert: [{ ...rubric("nice", "openai:gpt-4o"), metric: "tone" }, rubric("kind", "openai:gpt-4o")],
      },
    ],
  });
  expect(benchmark["judge"]).toEqual({ model: "openai:gpt-4o" });
  expect(benchmark["scorers"]).toEqual(["assert", { "assert-metric": { metric: "tone" } }]);
});

test("warns if no judge is named, or no usable one", async () => {
  const { benchmark, warnings } = await translatedConfig({
    ...ONE,
    tests: [{ vars: { x: "a" }, assert: [rubric("nice"), rubric("kind", "sagemaker:nova")] }],
  });
  expect(benchmark["judge"]).toEqual({ model: "openai:gpt-4.1" });
  expect(warnings).toEqual([
    expect.stringContaining(
      "no judge is named; openai:gpt-4.1 judges, unless `judge` of the benchmark names another model",
    ),
    expect.stringMatching(/provider: sagemaker:nova cannot judge: .*; openai:gpt-4\.1 judges/),
  ]);
});

test.each([
  ["moderation", { type: "moderation", provider: { id: "openai:moderation" } }],
  ["classifier", { type: "classifier", value: "x", provider: { id: "huggingface:text-classification:m" } }],
])("uses keys of the service of %s, or warns of them", async (type, assertion) => {
  const translated = (config: object) =>
    translatedConfig({
      ...ONE,
      tests: [{ vars: { x: "a" }, assert: [{ ...assertion, provider: { ...assertion.provider, config } }] }],
    });
  const { benchmark } = await translated({ apiKey: "{{env.OWN_KEY}}" });
  expect(benchmark["cases"]).toMatchObject([{ scorers: [{ [type]: { apiKeyEnv: "OWN_KEY" } }] }]);
  const { warnings, benchmark: without } = await translated({ apiKey: "canary-value", retries: 2 });
  expect(JSON.stringify(without)).not.toContain("canary-value");
  expect(warnings).toEqual([
    expect.stringMatching(/config\.apiKey: a key does not belong in a file/),
    expect.stringMatching(/config\.retries: has no counterpart/),
  ]);
});

describe("secrets in the config of a service are not copied", () => {
  const SERVICES: readonly (readonly [what: string, key: string, config: (provider: object) => object])[] = [
    [
      "moderation",
      "apiBaseUrl",
      (config) => ({
        tests: [{ vars: { x: "a" }, assert: [{ type: "moderation", provider: { id: "openai:moderation", config } }] }],
      }),
    ],
    [
      "classifier",
      "apiEndpoint",
      (config) => ({
        tests: [
          {
            vars: { x: "a" },
            assert: [{ type: "classifier", value: "x", provider: { id: "huggingface:text-classification:m", config } }],
          },
        ],
      }),
    ],
    ["a model", "apiBaseUrl", (config) => ({ providers: [{ id: "openai:chat:gpt-4o", config }] })],
  ];

  test.each(SERVICES)("leaves out a key in place of the variable's name: %s", async (_, _key, config) => {
    const secret = `sk-${"a1B2c3D4".repeat(5)}`;
    const { benchmark, warnings } = await translatedConfig({ ...ONE, ...config({ apiKeyEnvar: secret }) });
    expect(JSON.stringify(benchmark)).not.toContain(secret);
    expect(warnings.join("\n")).toContain("apiKeyEnvar: is a key, not the name of an environment variable");
    expect(warnings.join("\n")).not.toContain(secret);
    await expect(translatedConfig({ ...ONE, ...config({ apiKeyEnvar: 1 }) })).rejects.toThrow("is not a text");
  });

  test.each(SERVICES)("copies environment variables into the address of %s", async (_, key, config) => {
    vi.stubEnv("OWN_TOKEN", "canary-value");
    vi.stubEnv("AUTH_PROXY_URL", "https://proxy.test");
    const { benchmark, warnings } = await translatedConfig({
      ...ONE,
      ...config({ [key]: "{{env.AUTH_PROXY_URL}}/a?k={{ env.OWN_TOKEN }}" }),
    });
    expect(JSON.stringify(benchmark)).not.toContain("canary-value");
    expect(JSON.stringify(benchmark)).toContain("https://proxy.test/a?k=");
    expect(warnings.join("\n")).toContain(`${key}: OWN_TOKEN may be a secret and is left out`);
    expect(warnings.join("\n")).not.toContain("AUTH_PROXY_URL may");
  });
});

test("finds files of judge prompts and prompts by variables of the shell, but not by secrets", async () => {
  vi.stubEnv("SBS_DIR", "words");
  vi.stubEnv("SBS_TOKEN", "words");
  const files = { "words/grade.txt": "Grade {{output}}", "words/say.txt": "Say {{x}}" };
  const of = (name: string) =>
    translatedConfig(
      {
        prompts: [`file://{{ env.${name} }}/say.txt`],
        providers: ["echo"],
        tests: [
          { vars: { x: "a" }, assert: [{ ...rubric("kind"), rubricPrompt: `file://{{env.${name}}}/grade.txt` }] },
        ],
      },
      files,
    );
  const { benchmark } = await of("SBS_DIR");
  const cases = benchmark["cases"] as unknown as { scorers: Record<string, object>[] }[];
  expect(cases[0]!.scorers).toMatchObject([{ "llm-rubric": { prompt: "Grade {{output}}" } }]);
  await expect(of("SBS_TOKEN")).rejects.toThrow("there is no file");
  vi.unstubAllEnvs();
});

test("code extracts the context from the answer, after the provider's own and before the test's", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["Say {{x}}"],
    providers: [{ id: "echo", transform: "JSON.parse(output)" }],
    tests: [
      {
        vars: { x: "a", query: "?" },
        options: { transform: "output.answer", provider: "openai:gpt-4o" },
        assert: [
          { type: "context-recall", value: "b", contextTransform: "output.docs" },
          { type: "not-context-relevance", contextTransform: "context.metadata.docs;" },
          { type: "equals", value: "b", contextTransform: "output" },
        ],
      },
    ],
  });
  const [parse, answer] = ["javascript: JSON.parse(output)", "javascript: output.answer"];
  const cases = benchmark["cases"] as unknown as { scorers: Record<string, object>[] }[];
  expect(cases[0]!.scorers).toMatchObject([
    { "context-recall": { contextTransform: [parse, "javascript: output.docs"], transform: [parse, answer] } },
    { "not-context-relevance": { contextTransform: [parse, "javascript: context.metadata.docs"] } },
    { equals: { expected: "b" } },
  ]);
  expect(warnings).toEqual([
    expect.stringContaining("contextTransform: reads metadata of the test: those of a response are not kept"),
    expect.stringContaining("contextTransform: has no effect on equals: only context-… assertions use it"),
  ]);
});

test.each([
  ["select-best", ""],
  ["select-best", " "],
  ["select-best", []],
  ["select-best", undefined],
  ["select-best", "{{missing}}"],
  ["g-eval", []],
  ["g-eval", ["", " "]],
  ["g-eval", [[]]],
  ["llm-rubric", " \n"],
  ["similar", []],
  ["meteor", []],
])("%s with the value %j has nothing to compare with: it is left out, with its line", async (type, value) => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["Say {{x}}"],
    providers: ["echo"],
    tests: [
      {
        vars: { x: "a" },
        assert: [
          { type: "equals", value: "b" },
          { type, ...(value !== undefined && { value }) },
        ],
      },
    ],
  });
  expect(JSON.stringify(benchmark)).not.toContain(type);
  expect(warnings).toContainEqual(expect.stringMatching(new RegExp(`^\\d+ .*: ${type} is left out: it has n`)));
});

test("g-eval keeps the criteria of a list that has empty ones too", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["Say {{x}}"],
    providers: ["echo"],
    tests: [{ vars: { x: "a" }, assert: [{ type: "g-eval", value: ["clear", ""] }] }],
  });
  expect(JSON.stringify(benchmark)).toContain('"criteria":["clear"]');
  expect(warnings).toContainEqual(expect.stringContaining("assert[0].value: its empty entries are left out"));
});

test.each([
  ["contains-all", ["a", ""], { expected: ["a"] }],
  ["is-xml", ["a", " "], { elements: ["a"] }],
  ["contains-xml", "a,,b", { elements: ["a", "b"] }],
  ["is-xml", "", {}],
])("%s with the value %j uses the entries that are not empty", async (type, value, options) => {
  const { benchmark } = await translatedConfig({
    prompts: ["Say {{x}}"],
    providers: ["echo"],
    tests: [{ vars: { x: "a" }, assert: [{ type, value }] }],
  });
  expect(benchmark["cases"]).toMatchObject([{ scorers: [{ [type]: options }] }]);
  expect(JSON.stringify(benchmark)).not.toContain('""');
});

test.each([
  ["defaultTest.options", { defaultTest: { options: { rubricPrompt: "file://none.txt" } } }, {}],
  ["tests[0].options", {}, { options: { rubricPrompt: "file://none.txt" } }],
])("a rubricPrompt that does not exist is an error with the line of %s", async (_, defaults, own) => {
  const config = {
    prompts: ["Say {{x}}"],
    providers: ["echo"],
    ...defaults,
    tests: [{ vars: { x: "a" }, ...own, assert: [{ type: "llm-rubric", value: "kind" }] }],
  };
  const line =
    stringify(config)
      .split("\n")
      .findIndex((text) => text.includes("none.txt")) + 1;
  await expect(translatedConfig(config)).rejects.toThrow(`promptfooconfig.yaml:${line}: there is no file`);
});
