import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const assert = [{ type: "contains", value: "a" }];

interface Answered {
  readonly id: string;
  readonly prompts?: readonly string[];
  readonly models?: readonly string[];
}

async function answered(config: object, files: Readonly<Record<string, string>> = {}) {
  const { benchmark, warnings } = await translatedConfig(config, files);
  const cases = benchmark["cases"] as unknown as readonly Answered[];
  return {
    cases: cases.map(({ id, prompts, models }) => ({ id, ...(prompts && { prompts }), ...(models && { models }) })),
    models: (benchmark["models"] as unknown as readonly { id: string }[]).map(({ id }) => id),
    warnings,
  };
}

const base = {
  prompts: [
    { raw: "A {{x}}", label: "short:a" },
    { raw: "B {{x}}", label: "short:b" },
    { raw: "C {{x}}", label: "long" },
  ],
  providers: ["openai:chat:gpt-4o", { id: "openai:gpt-4o-mini", label: "mini" }, "echo"],
};
const tested = (...tests: object[]) => ({
  ...base,
  tests: tests.map((one, number) => ({ description: `t${number}`, vars: { x: "1" }, assert, ...one })),
});

test.each([
  [{ providers: ["mini"] }, { models: ["mini"] }],
  [{ providers: ["openai:gpt-4o-mini"] }, { models: ["mini"] }],
  [{ providers: ["openai:*"] }, { models: ["openai:gpt-4o", "mini"] }],
  [{ providers: ["openai"] }, { models: ["openai:gpt-4o", "mini"] }],
  [{ providers: ["openai:chat:gpt-4o", "echo"] }, { models: ["openai:gpt-4o", "echo"] }],
  [{ providers: ["*"] }, {}],
  [{ prompts: ["long"] }, { prompts: ["long"] }],
  [{ prompts: ["short"] }, { prompts: ["short:a", "short:b"] }],
  [{ prompts: ["short:*"] }, { prompts: ["short:a", "short:b"] }],
  [
    { prompts: ["long"], providers: ["echo"] },
    { prompts: ["long"], models: ["echo"] },
  ],
  [{ provider: "echo" }, { models: ["echo"] }],
])("a test's %j are the prompts and models of its case", async (choice, expected) => {
  const { cases, warnings } = await answered(tested(choice, {}));
  expect(cases).toEqual([{ id: "t0", ...expected }, { id: "t1" }]);
  expect(warnings.filter((warning) => !warning.includes("in place of all other models"))).toEqual([]);
});

test("a provider that only a test names is a model that answers no other test", async () => {
  const { cases, models, warnings } = await answered(
    tested({ provider: { id: "file://own.js", label: "own" } }, { prompts: ["long"] }),
    { "own.js": "export default class {}" },
  );
  expect(models).toEqual(["openai:gpt-4o", "mini", "echo", "own"]);
  expect(cases).toEqual([
    { id: "t0", models: ["own"] },
    { id: "t1", prompts: ["long"], models: ["openai:gpt-4o", "mini", "echo"] },
  ]);
  expect(warnings).toContainEqual(expect.stringMatching(/tests\[0\]\.provider: answers the test once for each prompt/));
});

test("defaultTest applies to tests without their own settings, and scenarios have theirs", async () => {
  const { cases } = await answered({
    ...base,
    defaultTest: { providers: ["echo"], prompts: ["long"] },
    tests: [
      { description: "a", assert },
      { description: "b", providers: ["mini"], assert },
    ],
    scenarios: [{ config: [{ vars: { x: "2" }, providers: ["openai:*"] }], tests: [{ description: "c", assert }] }],
  });
  expect(cases).toEqual([
    { id: "a", prompts: ["long"], models: ["echo"] },
    { id: "b", prompts: ["long"], models: ["mini"] },
    { id: "c", prompts: ["long"], models: ["openai:gpt-4o", "mini"] },
  ]);
});

test("warns of an unknown name, and leaves out a test that no provider answers", async () => {
  const { cases, warnings } = await answered(
    tested({ providers: ["nobody", "echo"] }, { providers: [] }, { prompts: ["none"] }, { providers: "echo" }),
  );
  expect(cases).toEqual([{ id: "t0", models: ["echo"] }, { id: "t3" }]);
  expect(warnings).toEqual([
    expect.stringMatching(/tests\[0\]\.providers\[0\]: there is no provider nobody/),
    expect.stringMatching(/tests\[1\]: no model answers the test, by its providers and prompts: it is left out/),
    expect.stringMatching(/tests\[2\]: no model answers the test/),
    expect.stringMatching(/tests\[2\]\.prompts\[0\]: there is no prompt none/),
    expect.stringMatching(/tests\[3\]\.providers: is not a list: every provider counts/),
  ]);
});

test("a model that only some prompts ask answers a test by those", async () => {
  const { cases } = await answered({
    prompts: base.prompts,
    providers: [{ id: "echo", prompts: ["long"] }, "openai:gpt-4o"],
    tests: [
      { description: "a", providers: ["echo"], assert },
      { description: "b", providers: ["echo"], prompts: ["short"], assert },
    ],
  });
  expect(cases).toEqual([{ id: "a", models: ["echo"] }]);
});

test("a data file chooses among the config's models and adds none", async () => {
  const rows = [
    { description: "a", vars: { x: "1" }, providers: ["echo"], assert },
    { description: "b", vars: { x: "1" }, provider: "openai:expensive", assert },
  ];
  const text = rows.map((row) => JSON.stringify(row)).join("\n");
  const { cases, models, warnings } = await answered({ ...base, tests: "file://t.jsonl" }, { "t.jsonl": text });
  expect(models).toEqual(["openai:gpt-4o", "mini", "echo"]);
  expect(cases).toEqual([{ id: "a", models: ["echo"] }, { id: "b" }]);
  expect(warnings).toContainEqual(expect.stringMatching(/provider: names a model, which is not called/));
});

test.each(["openai", "anthropic:", "mistral", "openai:chat", "openai:responses:", "azure:chat", "ollama:chat"])(
  "%s without a model is an error that says so",
  async (id) => {
    const config = { prompts: ["Hi"], providers: [id], tests: [{}] };
    await expect(translatedConfig(config)).rejects.toThrow(/it names no model: write \w+(?::\w+)?:<model>/);
  },
);
