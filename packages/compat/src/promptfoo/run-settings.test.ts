import { expect, test, vi } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const ONE = {
  prompts: ["Hi {{x}}"],
  providers: ["echo"],
  tests: [{ vars: { x: "1" }, assert: [{ type: "is-json" }] }],
};

test.each([
  [{ maxConcurrency: 2 }, { maxConcurrency: 2 }],
  [{ timeoutMs: 1500 }, { timeout: 1500 }],
  [{ maxEvalTimeMs: 60_000 }, { maxDuration: 60_000 }],
  [{ cache: true }, { cache: "readwrite" }],
  [{ cache: false }, { cache: "off" }],
  [{ showProgressBar: false }, { progressBar: false }],
  [{ showProgressBar: true }, {}],
  [{ filterRange: "0:5" }, { limit: 5 }],
  [{ delay: 0 }, {}],
  [{ repeat: 3 }, {}],
])("translates evaluateOptions %j to %j", async (evaluateOptions, taken) => {
  const { settings, warnings } = await translatedConfig({ ...ONE, evaluateOptions });
  expect(settings ?? {}).toEqual(taken);
  expect(warnings).toEqual([]);
});

test("a delay becomes one request at a time at a pace, with a note", async () => {
  const { settings, warnings } = await translatedConfig({ ...ONE, evaluateOptions: { delay: 500, maxConcurrency: 9 } });
  expect(settings).toEqual({ maxConcurrency: 1, maxRpm: 120 });
  expect(warnings).toEqual([expect.stringMatching(/evaluateOptions\.delay: is a limit of the pace here/)]);
});

test("commandLineOptions take precedence over evaluateOptions; filters and outputs are used", async () => {
  const { settings, benchmark, warnings } = await translatedConfig({
    ...ONE,
    evaluateOptions: { maxConcurrency: 9, repeat: 2, cache: true },
    commandLineOptions: {
      maxConcurrency: 3,
      repeat: 4,
      filterFirstN: 7,
      filterPattern: "Say it's",
      filterProviders: "gpt",
      filterPrompts: "^a",
      filterSample: 5,
      filterMetadata: ["a=b", "c=d=e"],
      verbose: true,
    },
    outputPath: ["out.csv", "out.html"],
  });
  expect(settings).toEqual({
    maxConcurrency: 3,
    cache: "readwrite",
    limit: 7,
    filterCases: "Say it's",
    filterPrompts: "^a",
    filterModels: "gpt",
    filterSample: 5,
    filterMetadata: { a: "b", c: "d=e" },
    outputs: ["out.csv", "out.html"],
    verbose: true,
  });
  expect([benchmark["repeats"], warnings]).toEqual([4, []]);
});

test("the config's command line adds variables, a grader, a prefix and a suffix to all tests", async () => {
  const { benchmark, warnings } = await translatedConfig({
    prompts: ["Hi {{x}} {{y}}"],
    providers: ["echo"],
    commandLineOptions: { var: { y: "2" }, grader: "openai:gpt-6-luna", promptPrefix: "<", promptSuffix: ">" },
    tests: [{ vars: { x: "1" }, assert: [{ type: "llm-rubric", value: "kind" }] }],
  });
  expect(benchmark["cases"]).toMatchObject([{ vars: { x: "1", y: "2" } }]);
  expect(benchmark["prompts"]).toMatchObject([{ text: "<Hi {{x}} {{y}}>" }]);
  expect(JSON.stringify(benchmark["judge"])).toContain("gpt-6-luna");
  expect(warnings).toEqual([]);
});

test.each([
  ["evaluateOptions", { maxConcurrency: "many" }, /maxConcurrency: "many" is not a valid value and is left out/],
  ["evaluateOptions", { maxConcurrency: 0 }, /maxConcurrency: 0 is not a valid value/],
  ["evaluateOptions", { delay: -1 }, /delay: -1 is not a valid number of milliseconds/],
  ["evaluateOptions", { filterRange: "3:5" }, /filterRange: is left out/],
  ["evaluateOptions", { mystery: 1 }, /mystery: has no counterpart here/],
  ["evaluateOptions", { generateSuggestions: true }, /prompts are not suggested/],
  ["commandLineOptions", { filterMetadata: "odd" }, /filterMetadata: is left out: write key=value/],
  ["commandLineOptions", { watch: true }, /watch: is an option of the command line/],
  ["commandLineOptions", { constructor: 1 }, /constructor: has no counterpart here/],
  ["outputPath", "latest.yaml", /outputPath: latest\.yaml is left out/],
])("an unsupported part of %s %j gives a warning", async (key, value, message) => {
  const { settings, warnings } = await translatedConfig({ ...ONE, [key]: value });
  expect(settings).toBeUndefined();
  expect(warnings).toEqual([expect.stringMatching(message)]);
});

test("the config's env fills templates everywhere; secrets and unused names give warnings", async () => {
  vi.stubEnv("CITY", "Rome");
  try {
    const { benchmark, warnings } = await translatedConfig(
      {
        env: { CITY: "Oslo", PORT: 81, OPENAI_BASE_URL: "http://localhost:9/v1", API_KEY: "canary-1", UNUSED: "u" },
        prompts: ["In {{ env.CITY }}: {{x}}", "file://p.txt"],
        providers: ["openai:gpt-4o", { id: "http://localhost:{{env.PORT}}/x", config: { body: { a: "{{prompt}}" } } }],
        tests: [{ vars: { x: '{{ env["CITY"] }}!' }, assert: [{ type: "contains", value: "{{env.CITY}}" }] }],
      },
      { "p.txt": "Also {{env.CITY}} {{x}}" },
    );
    const text = JSON.stringify(benchmark);
    expect(text).toContain("In Oslo: {{x}}");
    expect(text).toContain("Also Oslo {{x}}");
    expect(text).toContain('"x":"Oslo!"');
    expect(text).toContain('"expected":"Oslo"');
    expect(text).toContain("http://localhost:81/x");
    expect(text).toContain('"baseUrl":"http://localhost:9/v1"');
    expect(text).not.toContain("canary");
    expect(warnings).toEqual([
      expect.stringMatching(/env\.API_KEY: may be a secret and is left out: set it in the shell/),
      expect.stringMatching(/env\.UNUSED: is filled in where the config writes/),
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});
