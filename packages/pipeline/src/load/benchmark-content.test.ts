import { expect, test } from "vitest";
import { BenchmarkYaml, contentOf } from "./load-yaml.ts";

const GOOD = {
  name: "sums",
  cases: "cases.csv",
  prompts: [{ id: "question", text: "{{a}}" }],
  models: ["openai:m"],
  scorers: ["numeric"],
};

const RUBRIC = { "llm-rubric": { rubric: "good" } };

/** Valid and invalid entries for models, judges and scorers in files. */
test.each<[object]>([
  [{}],
  [{ models: ["openai:m", "tiny:1m", "echo"] }],
  [{ models: ["file://model.ts", "exec:cat", "file://", "a/b"] }],
  [{ models: [{ id: "warm", model: "openai:m", params: { temperature: 0.7 } }] }],
  [{ models: [{ model: "openai:m", file: "a.jsonl" }] }],
  [{ models: [{ model: "recorded", file: "a.jsonl", output: "output[0]" }] }],
  [{ models: [{ model: "recorded" }] }],
  [{ models: [{ model: "simulated" }] }],
  [{ models: [{ model: "http", url: "http://127.0.0.1/" }] }],
  [{ models: [{ model: "http", baseUrl: "http://127.0.0.1/v1" }] }],
  [{ models: [{ model: "file://m.ts", config: { a: 1 } }] }],
  [{ models: [{ model: "exec:cat", url: "http://127.0.0.1/" }] }],
  [{ models: [{ model: 1 }] }],
  [{ models: [{}] }],
  [{ models: [null] }],
  [{ models: [["openai:m"]] }],
  [{ models: [] }],
  [{ models: "openai:m" }],
  [{ judge: "openai:judge", scorers: [RUBRIC] }],
  [{ judge: ["openai:judge", { model: "openai:other" }] }],
  [{ judge: [] }],
  [{ judge: [[]] }],
  [{ judge: null }],
  [{ judge: 3 }],
  [{ scorers: ["equals", "contains", "not-equals"] }],
  [{ scorers: ["regex"] }],
  [{ scorers: ["nothing"] }],
  [{ scorers: ["toString"] }],
  [{ scorers: [{ numeric: { expected: "{{answer}}" } }] }],
  [{ scorers: [{ numeric: { expectd: "{{answer}}" } }] }],
  [{ scorers: [{ numeric: null }] }],
  [{ scorers: [{ numeric: {}, equals: {} }] }],
  [{ scorers: [{}] }],
  [{ scorers: [[]] }],
  [{ scorers: [null] }],
  [{ scorers: [{ toString: {} }] }],
  [{ scorers: [{ "not-contains": { expected: ["a", "b"], match: "any" } }] }],
  [{ scorers: [{ "llm-rubric": { rubric: "good", judge: { model: "openai:m" } } }] }],
  [{ scorers: [{ "llm-rubric": { rubric: "good", judge: { modle: "openai:m" } } }] }],
  [{ scorers: [{ "assert-set": { scorers: ["equals", RUBRIC] } }] }],
  [{ scorers: [{ "assert-set": { scorers: ["equals", "nothing"] } }] }],
  [{ scorers: ["numeric", { derived: { metric: "half", value: "numeric / 2" } }] }],
  [{ scorers: [] }],
  [{ repeat: 2 }],
])("%j reads like the whole schema", (change) => {
  const value = { ...GOOD, ...change };
  const { success, data } = BenchmarkYaml.safeParse(value);
  expect(contentOf(value)).toEqual(success ? data : undefined);
});
