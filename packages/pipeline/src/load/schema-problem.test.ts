import { expect, test } from "vitest";
import { BenchmarkYaml } from "./load-yaml.ts";
import { problemOf } from "./schema-problem.ts";

const GOOD = {
  name: "sums",
  cases: "cases.csv",
  prompts: [{ id: "question", text: "{{a}}" }],
  models: [{ model: "tiny:1m", params: { temperature: 0.7 } }],
  scorers: ["numeric"],
};

function said(change: object): string {
  const value = { ...GOOD, ...change };
  const parsed = BenchmarkYaml.safeParse(value);
  if (parsed.success) throw new Error("the file is good");
  const { message, hint } = problemOf(parsed.error, BenchmarkYaml, value);
  return `${message} ${hint}`;
}

const HINT = "Correct it there. The JSON Schema lists the values of each key.";

test.each([
  [{ repeat: 2 }, 'unknown key "repeat" in the file. Did you mean "repeats"?'],
  [{ prompts: undefined, prompt: GOOD.prompts }, 'unknown key "prompt" in the file. Did you mean "prompts"?'],
  [{ prompts: [{ id: "question", txt: "{{a}}" }] }, 'unknown key "txt" in prompts[0]. Did you mean "text"?'],
  [{ models: [{ modle: "tiny:1m" }] }, 'unknown key "modle" in models[0]. Did you mean "model"?'],
  [{ name: undefined }, "name is missing. Name of the benchmark, used in run ids and reports."],
  [
    { models: [{ model: "http" }] },
    "models[0].url is missing. URL of the service. Path and query can contain {{variables}}; {{env.NAME}} is allowed anywhere.",
  ],
  [
    { judge: { model: "recorded", apiKeyEnv: "KEY" } },
    "judge.file is missing. JSONL, JSON or CSV file (also .gz) with one answer per case.",
  ],
  [
    { cases: undefined },
    "cases is missing. The cases: a data file, an object that maps its fields, or a list of cases.",
  ],
  [
    { prompts: [{ id: "question", filters: {} }] },
    "prompts[0].text is missing. Template of one user message; {{name}} inserts a variable.",
  ],
  [
    { prompts: [{ id: "question", phrasings: [{ id: "a" }] }] },
    "prompts[0].phrasings[0].text is missing. Template of one user message; {{name}} inserts a variable.",
  ],
  [{ seed: "abc" }, `seed is "abc"; it should be a number. ${HINT}`],
  [{ repeats: 0 }, `repeats is 0; it should be at least 1. ${HINT}`],
  [{ seedPolicy: "fix" }, 'seedPolicy is "fix"; it should be one of derived, fixed, none. Did you mean "fixed"?'],
  [
    { models: [{ model: "openai:m", params: { topP: 1.5 } }] },
    "models[0].params.topP is 1.5; it should be at most 1. Correct it there. The JSON Schema lists the values of each key.",
  ],
  [{ margin: 5 }, "margin is 5; it should be at most 1. Scores and margins go from 0 to 1: 5 points are 0.05."],
  [{ scorers: {} }, `scorers is an object; it should be a list. ${HINT}`],
  [{ scorers: [] }, `scorers is a list; it should be not empty. ${HINT}`],
  [
    { models: [{ model: "openai:m", baseUrl: "localhost" }] },
    `models[0].baseUrl is "localhost"; it should be a URL such as http://127.0.0.1:8080/v1. ${HINT}`,
  ],
  [
    { models: [{ model: "tiny:1m", params: { temperature: "hot" } }] },
    `models[0].params.temperature is "hot"; it should be a number. ${HINT}`,
  ],
  [{ scorers: [{ numeric: 5 }] }, `scorers[0].numeric is 5; it should be keys with values. ${HINT}`],
])("%j: the place, the problem, the remedy", (change, expected) => {
  expect(said(change)).toBe(expected);
});

test.each(["simulated", "recorded", "http"])("an id of its own is no part of model: %s", (kind) => {
  const change = { models: [{ id: "a", model: `${kind}:a`, ability: 0.5 }] };
  expect(said(change)).toBe(
    `"ability" does not go with model "${kind}:a" in models[0]. Write model: ${kind}. A name of its own goes into id.`,
  );
});

test.each([
  [
    { models: [{ model: "openai:m", method: "GET" }] },
    '"method" does not go with the other keys in models[0]. Known keys: id, ',
  ],
  [
    { models: [{ model: "file://model.ts", timeoutMs: 5 }] },
    '"timeoutMs" does not go with the other keys in models[0]. Known keys: id, ',
  ],
  [
    { cases: { file: "a.csv", metadata: { tag: "Tag" }, scorers: [] } },
    'unknown key "scorers" in cases. Did you mean "storeAs"?',
  ],
])("%j: a key is never its own correction", (change, start) => {
  expect(said(change).slice(0, start.length)).toBe(start);
});

test("an error for a misspelt scorer gives the nearest name without the list of all", () => {
  expect(said({ scorers: ["numerik"] })).toMatch(
    /^scorers\[0\]: There is no scorer "numerik"\. Did you mean "numeric"\? /,
  );
});

test("an error names a scorer that needs options", () => {
  expect(said({ scorers: ["llm-rubric"] })).toMatch(/^scorers\[0\]: .*llm-rubric.*rubric/);
});
