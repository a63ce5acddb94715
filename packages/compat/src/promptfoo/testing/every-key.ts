import { ASSERTION_TYPES } from "../assertion-types.ts";

/** The assertion that uses a key. */
function assertWith(key: string): Keys {
  return key === "contextTransform" ? { type: "context-faithfulness", provider: "openai:gpt-6-luna" } : ASSERT;
}

export const ASSERT = { type: "contains", value: "a" };
export const FILES = {
  "score.js": "module.exports = () => 1",
  "hook.js": "module.exports = () => undefined",
  "filter.js": "module.exports = String",
  "tests.csv": "x\n1\n",
};

/** The description is the benchmark's name, which is the folder's without one. */
export const config = (more: object = {}, at: object = {}): object => ({
  description: "keys",
  prompts: ["Hi {{x}}", "Ho {{x}}"],
  providers: ["echo", "openai:gpt-4o"],
  tests: [{ vars: { x: "1" }, assert: [ASSERT], ...at }],
  ...more,
});

/** Key → a value that would have an effect; those with a state other than `taken` declare it. */
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
  derivedMetrics: [{ name: "d", value: "assert + 1" }],
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

/** Keys without an effect in a config of one key, with the reasons. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  "options disableVarExpansion": "needs a variable that is a list",
  "options disableConversationVar": "needs a prompt with `_conversation`",
  "options disableDefaultAsserts": "needs assertions in `defaultTest`",
  "options rubricPrompt": "needs an assertion with a judge",
  "options provider": "needs an assertion with a judge",
  "options factuality": "needs the assertion `factuality`",
  "assertion provider": "needs an assertion with a judge",
  "assertion rubricPrompt": "needs an assertion with a judge",
  "assertion config": "needs an assertion with code or a judge",
  "assertion threshold": "needs an assertion with a value between 0 and 1",
  "commandLineOptions grader": "needs an assertion with a judge",
  "evaluateOptions silent": "changes the output in promptfoo's terminal only",
  "config assertionTemplates": "needs a `$ref`",
  "prompt display": "changes promptfoo's page only",
};

const METRICS = { tests: [{ vars: { x: "1" }, assert: ["a", "b"].map((metric) => ({ ...ASSERT, metric })) }] };

/** A row that names the expression it imports. */
function metricForm(what: string, value: string): readonly [form: string, more: object] {
  return [`${what}, such as \`${value}\``, { ...METRICS, derivedMetrics: [{ name: "d", value }] }];
}

/** Keys with an effect that depends on their form: by place and key, each form with the config's keys. */
export const FORMS: Readonly<Record<string, readonly (readonly [form: string, more: object])[]>> = {
  "config targets": [
    ["without `providers`", { targets: ["echo", "openai:gpt-4o"], providers: undefined }],
    ["next to `providers`", { targets: ["echo"] }],
  ],
  "config derivedMetrics": [
    metricForm("a ratio", "a / b"),
    metricForm("a multiple", "a * 2"),
    metricForm("a product", "a * b"),
    metricForm("a sum", "a + b"),
    metricForm("a difference", "a - b"),
    metricForm("a mean", "(a + b) / 2"),
    metricForm("a metric that no assertion has", "other / b"),
    metricForm("a script", "file://metric.js"),
  ],
};

const having = (key: string, value: unknown): object => (key === "" ? {} : { [key]: value });

/** Where a key is, a value for each of its keys, and a config with one of them. */
export interface KeyPlace {
  readonly place: string;
  readonly keys: Keys;
  readonly make: (key: string, value: unknown) => object;
}

export const PLACES: readonly KeyPlace[] = (
  [
    ["config", TOP, (key, value) => config(having(key, value))],
    ["test", TEST, (key, value) => config({}, having(key, value))],
    ["defaultTest", TEST, (key, value) => config({ defaultTest: having(key, value) })],
    ["options", OPTIONS, (key, value) => config({}, { options: having(key, value) })],
    ["options", OPTIONS, (key, value) => config({ defaultTest: { options: having(key, value) } })],
    ["assertion", ASSERTION, (key, value) => config({}, { assert: [{ ...assertWith(key), ...having(key, value) }] })],
    ["evaluateOptions", EVALUATE, (key, value) => config({ evaluateOptions: having(key, value) })],
    ["commandLineOptions", COMMAND, (key, value) => config({ commandLineOptions: having(key, value) })],
    ["provider", PROVIDER, (key, value) => config({ providers: [{ id: "openai:gpt-4o", ...having(key, value) }] })],
    [
      "provider config",
      PROVIDER_CONFIG,
      (key, value) => config({ providers: [{ id: "openai:gpt-4o", config: having(key, value) }] }),
    ],
    ["prompt", PROMPT, (key, value) => config({ prompts: [{ raw: "Hi {{x}}", ...having(key, value) }, "Ho {{x}}"] })],
  ] as const satisfies readonly (readonly [string, Keys, KeyPlace["make"]])[]
).map(([place, keys, make]) => ({ place, keys, make }));

/** The other keys that each assertion needs. */
export const VALUES: Readonly<Record<string, object>> = {
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

/** Every assertion, and an unknown one. */
export const ASSERTIONS: readonly string[] = [...ASSERTION_TYPES, "select-best", "human", "assert-set", "nonsense"];
