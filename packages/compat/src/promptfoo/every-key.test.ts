import { expect, test } from "vitest";
import { ASSERTION_TYPES } from "./assertion-types.ts";
import { translatedConfig } from "./testing/translated-config.ts";

const ASSERT = { type: "contains", value: "a" };
const FILES = {
  "score.js": "module.exports = () => 1",
  "hook.js": "module.exports = () => undefined",
  "filter.js": "module.exports = String",
  "tests.csv": "x\n1\n",
};

type State = "taken" | "told" | "silent";

/** What becomes of a config: something of it, a warning at the key, or nothing. */
async function stateOf(plain: object, changed: object, key: string): Promise<State> {
  const [before, after] = [await translatedConfig(plain, FILES), await translatedConfig(changed, FILES)];
  const told = after.warnings.filter((warning) => !before.warnings.includes(warning));
  if (told.some((warning) => warning.includes(key))) return "told";
  const of = ({ benchmark, settings }: typeof before): string => JSON.stringify({ benchmark, settings });
  return of(before) === of(after) ? "silent" : "taken";
}

/** The description is the benchmark's name, which is the folder's without one. */
const config = (more: object = {}, at: object = {}): object => ({
  description: "keys",
  prompts: ["Hi {{x}}", "Ho {{x}}"],
  providers: ["echo", "openai:gpt-4o"],
  tests: [{ vars: { x: "1" }, assert: [ASSERT], ...at }],
  ...more,
});

/** Key → a value that would change something; those with another state than `taken` say so. */
type Keys = Readonly<Record<string, unknown>>;

const TOP: Keys = {
  tags: { a: "b" },
  description: "d",
  targets: ["echo"],
  scenarios: [{ config: [{ vars: { x: "2" } }], tests: [{ assert: [ASSERT] }] }],
  defaultTest: { vars: { y: "2" } },
  outputPath: "out.csv",
  sharing: true,
  nunjucksFilters: { up: "filter.js" },
  env: { CITY: "Oslo" },
  derivedMetrics: [{ name: "d", value: "a + 1" }],
  extensions: ["file://hook.js:afterAll"],
  metadata: { a: 1 },
  redteam: { purpose: "p" },
  writeLatestResults: true,
  tracing: { enabled: true },
  evaluateOptions: { maxConcurrency: 2 },
  commandLineOptions: { maxConcurrency: 2 },
  assertionTemplates: { a: ASSERT },
  mystery: 1,
};

const TEST: Keys = {
  description: "d",
  provider: "echo",
  providers: ["echo"],
  prompts: ["Hi {{x}}"],
  providerOutput: "out",
  assertScoringFunction: "file://score.js",
  options: { prefix: "p" },
  threshold: 0.5,
  metadata: { a: 1 },
  mystery: 1,
};

const OPTIONS: Keys = {
  prefix: "p",
  suffix: "s",
  postprocess: "output.trim()",
  transform: "output.trim()",
  transformVars: "({ ...vars, z: 1 })",
  storeOutputAs: "y",
  rubricPrompt: "Is it {{output}}?",
  provider: "openai:gpt-6-luna",
  factuality: { subset: 0.5 },
  disableVarExpansion: true,
  disableConversationVar: true,
  disableDefaultAsserts: true,
  runSerially: true,
  repeat: 2,
  mystery: 1,
};

const ASSERTION: Keys = {
  config: { a: 1 },
  threshold: 0.5,
  weight: 2,
  provider: "openai:gpt-6-luna",
  rubricPrompt: "Is it {{output}}?",
  metric: "m",
  transform: "output.trim()",
  contextTransform: "output",
  mystery: 1,
};

const EVALUATE: Keys = {
  cache: true,
  delay: 5,
  generateSuggestions: true,
  suggestionsCount: 2,
  interactiveProviders: true,
  maxConcurrency: 2,
  repeat: 2,
  showProgressBar: false,
  timeoutMs: 1000,
  maxEvalTimeMs: 1000,
  isRedteam: true,
  silent: true,
};

const COMMAND: Keys = {
  description: "d",
  prompts: ["p.txt"],
  providers: ["echo"],
  output: ["out.csv"],
  maxConcurrency: 2,
  repeat: 2,
  delay: 5,
  vars: "vars.csv",
  tests: "tests.csv",
  config: ["c.yaml"],
  assertions: "a.csv",
  modelOutputs: "m.json",
  verbose: true,
  grader: "openai:gpt-6-luna",
  tableCellMaxLength: 9,
  write: false,
  cache: false,
  table: false,
  share: true,
  noShare: true,
  progressBar: false,
  watch: true,
  filterErrorsOnly: "r",
  filterFailing: "r",
  filterFailingOnly: "r",
  filterFirstN: 2,
  filterMetadata: "a=b",
  filterPattern: "p",
  filterPrompts: "p",
  filterProviders: "p",
  filterRange: "0:2",
  filterSample: 2,
  filterSampleSeed: 2,
  filterTargets: "p",
  var: { y: "1" },
  tags: { a: "b" },
  generateSuggestions: true,
  suggestionsCount: 2,
  promptPrefix: "p",
  promptSuffix: "s",
  retryErrors: true,
  envPath: ".env",
  extension: ["file://hook.js"],
};

const PROVIDER: Keys = {
  label: "l",
  config: { temperature: 1 },
  prompts: ["Hi {{x}}"],
  transform: "output.trim()",
  delay: 5,
  env: { A: "b" },
  inputs: { a: "b" },
  mystery: 1,
};

const PROVIDER_CONFIG: Keys = {
  temperature: 1,
  max_tokens: 9,
  max_completion_tokens: 9,
  max_output_tokens: 9,
  top_p: 0.5,
  presence_penalty: 1,
  frequency_penalty: 1,
  seed: 7,
  stop: ["x"],
  response_format: { type: "json_object" },
  tools: [{ type: "function", function: { name: "f", parameters: {} } }],
  tool_choice: "auto",
  functions: [{ name: "f" }],
  function_call: "auto",
  functionToolCallbacks: { f: "x" },
  parallel_tool_calls: false,
  logprobs: true,
  top_logprobs: 2,
  logit_bias: { 1: 2 },
  reasoning_effort: "low",
  reasoning: { effort: "low" },
  verbosity: "low",
  service_tier: "flex",
  user: "u",
  metadata: { a: "b" },
  store: true,
  stream: true,
  modalities: ["text"],
  prediction: { type: "content", content: "x" },
  instructions: "Be kind.",
  passthrough: { a: 1 },
  apiKey: "sk-canary-000000000000",
  apiKeyEnvar: "OTHER",
  apiBaseUrl: "http://h.test/v1",
  apiHost: "h.test",
  organization: "o",
  headers: { "x-a": "b" },
  cost: 1,
  inputCost: 1,
  outputCost: 1,
  maxRetries: 1,
  timeout: 1,
  mcp: { enabled: true },
  audio: { voice: "x" },
  n: 2,
  best_of: 2,
  omitDefaults: true,
  transformResponse: "output",
  background: true,
  include: ["x"],
  max_tool_calls: 2,
  previous_response_id: "r",
  truncation: "auto",
  prompt_cache_key: "k",
  mystery: 1,
};

const PROMPT: Keys = { label: "l", config: { temperature: 1 }, id: "i", display: "d", template: "T", function: "f" };

/** Keys without an effect by themselves, and why. */
const WITHOUT_EFFECT: readonly string[] = [
  "options disableVarExpansion", // no variable of the test is a list
  "options disableConversationVar", // no prompt reads it
  "options disableDefaultAsserts", // there are none
  "options rubricPrompt", // no judge reads it
  "options provider",
  "options factuality",
  "assertion provider", // contains asks nobody
  "assertion rubricPrompt",
  "assertion config",
  "assertion threshold", // contains is true or false
  "commandLineOptions grader",
  "evaluateOptions silent",
  "config assertionTemplates", // no $ref names it
  "prompt display",
];

async function silent(place: string, keys: Keys, make: (key: string, value: unknown) => object): Promise<string[]> {
  const plain = make("", undefined);
  const found: string[] = [];
  for (const [key, value] of Object.entries(keys))
    if ((await stateOf(plain, make(key, value), key)) === "silent") found.push(`${place} ${key}`);
  return found.filter((name) => !WITHOUT_EFFECT.includes(name));
}

const having = (key: string, value: unknown): object => (key === "" ? {} : { [key]: value });

test.each<[string, Keys, (key: string, value: unknown) => object]>([
  ["config", TOP, (key, value) => config(having(key, value))],
  ["test", TEST, (key, value) => config({}, having(key, value))],
  ["defaultTest", TEST, (key, value) => config({ defaultTest: having(key, value) })],
  ["options", OPTIONS, (key, value) => config({}, { options: having(key, value) })],
  ["options", OPTIONS, (key, value) => config({ defaultTest: { options: having(key, value) } })],
  ["assertion", ASSERTION, (key, value) => config({}, { assert: [{ ...ASSERT, ...having(key, value) }] })],
  ["evaluateOptions", EVALUATE, (key, value) => config({ evaluateOptions: having(key, value) })],
  ["commandLineOptions", COMMAND, (key, value) => config({ commandLineOptions: having(key, value) })],
  ["provider", PROVIDER, (key, value) => config({ providers: [{ id: "openai:gpt-4o", ...having(key, value) }] })],
  [
    "provider config",
    PROVIDER_CONFIG,
    (key, value) => config({ providers: [{ id: "openai:gpt-4o", config: having(key, value) }] }),
  ],
  ["prompt", PROMPT, (key, value) => config({ prompts: [{ raw: "Hi {{x}}", ...having(key, value) }, "Ho {{x}}"] })],
])("no key of %s is dropped in silence", async (place, keys, make) => {
  expect(await silent(place, keys, make)).toEqual([]);
});

/** What each assertion needs to be whole. */
const VALUES: Readonly<Record<string, object>> = {
  "contains-all": { value: ["a"] },
  "contains-any": { value: ["a"] },
  "icontains-all": { value: ["a"] },
  "icontains-any": { value: ["a"] },
  "tool-call-f1": { value: ["a"] },
  "word-count": { value: 3 },
  cost: { threshold: 1 },
  latency: { threshold: 1 },
  javascript: { value: "true" },
  python: { value: "True" },
  webhook: { value: "http://h.test" },
  classifier: { value: "x", provider: "huggingface:text-classification:m" },
  "trajectory:tool-used": { value: "a" },
  "trajectory:tool-sequence": { value: ["a"] },
  "trajectory:tool-args-match": { value: { name: "a", args: {} } },
  "trajectory:step-count": { value: { type: "tool", max: 2 } },
  "is-sql": {},
  "is-valid-openai-tools-call": {},
  moderation: {},
};

test("every assertion is a scorer or is told of, also with not-", async () => {
  const left: string[] = [];
  for (const type of [...ASSERTION_TYPES, "select-best", "human", "assert-set", "nonsense"]) {
    for (const name of [type, `not-${type}`]) {
      const own = type === "assert-set" ? { assert: [ASSERT] } : (VALUES[type] ?? { value: "x" });
      const assert = [ASSERT, { type: name, ...own }];
      const { benchmark, warnings } = await translatedConfig(config({}, { assert }));
      const specs = JSON.stringify(benchmark).split('"contains"').length - 1;
      const isScorer = JSON.stringify(benchmark) !== JSON.stringify((await translatedConfig(config())).benchmark);
      const isTold = warnings.some((warning) => warning.includes("left out"));
      expect(specs > 0 && (isScorer || isTold), name).toBe(true);
      if (!isScorer) left.push(name);
    }
  }
  expect(left.filter((name) => !name.startsWith("not-"))).toEqual([
    "agent-rubric",
    "guardrails",
    "pi",
    "ruby",
    "skill-used",
    "trajectory:goal-success",
    "trace-error-spans",
    "trace-span-count",
    "trace-span-duration",
    "search-rubric",
    "human",
    "nonsense",
  ]);
});
