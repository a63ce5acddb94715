import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

interface Case {
  readonly id: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly chain?: string;
  readonly storeAs?: string;
}

async function casesOf(config: object, files: Readonly<Record<string, string>> = {}) {
  const { benchmark, warnings } = await translatedConfig({ providers: ["echo"], ...config }, files);
  const cases = benchmark["cases"] as unknown as readonly Case[];
  return {
    benchmark,
    cases,
    chains: cases.map(({ id, chain, storeAs }) => [id, chain ?? null, storeAs ?? null]),
    warnings: warnings.filter((warning) => !warning.includes("has no assertion")),
  };
}

const asked = (description: string, more: object = {}): object => ({ description, vars: { q: description }, ...more });

test("a prompt that reads _conversation makes its tests the turns of one conversation", async () => {
  const { chains, warnings } = await casesOf({
    prompts: ["{% for turn in _conversation %}{{turn.input}} {{turn.output}} {% endfor %}{{q}}"],
    tests: [asked("a"), asked("b")],
  });
  expect(chains).toEqual([
    ["a", "chain-1", null],
    ["b", "chain-1", null],
  ]);
  expect(warnings).toEqual([]);
});

test("conversationId makes several conversations, each in its order", async () => {
  const of = (conversationId: string): object => ({ metadata: { conversationId } });
  const { chains } = await casesOf({
    prompts: ["{{_conversation}}{{q}}"],
    tests: [asked("a1", of("a")), asked("b1", of("b")), asked("a2", of("a")), asked("b2", of("b"))],
  });
  expect(chains).toEqual([
    ["a1", "a", null],
    ["a2", "a", null],
    ["b1", "b", null],
    ["b2", "b", null],
  ]);
});

test("disableConversationVar leaves a turn without the earlier ones, and a variable of the test is replaced", async () => {
  const { cases, warnings } = await casesOf({
    prompts: ["{{_conversation}}{{q}}"],
    tests: [
      asked("a", { vars: { q: "a", _conversation: [{ input: "x", output: "y" }] } }),
      asked("b", { options: { disableConversationVar: true } }),
    ],
  });
  expect(cases.map(({ vars }) => vars)).toEqual([{ q: "a" }, { q: "b", _conversation: [] }]);
  expect(warnings).toEqual([expect.stringMatching(/tests\[0\]\.vars\._conversation: is replaced/)]);
});

test("without a prompt that reads it, a conversation is a variable like any other", async () => {
  const turns = [{ input: "x", output: "y" }];
  const { cases } = await casesOf({ prompts: ["{{q}}"], tests: [{ vars: { q: "a", _conversation: turns } }] });
  expect(cases).toEqual([expect.objectContaining({ vars: { q: "a", _conversation: turns } })]);
  expect(cases[0]).not.toHaveProperty("chain");
});

test("a stored answer joins the test with its readers; others stay separate", async () => {
  const store = { options: { storeOutputAs: "name" } };
  const { cases, chains, warnings } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("first", store),
      asked("between"),
      { description: "reader", vars: { q: "{{greeting}}, {{ name }}", greeting: "Hi" } },
      asked("second", store),
      asked("asserts", { assert: [{ type: "contains", value: "Dear {{name}}" }] }),
    ],
  });
  expect(chains).toEqual([
    ["first", "chain-1", "name"],
    ["reader", "chain-1", null],
    ["between", null, null],
    ["second", "chain-3", "name"],
    ["asserts", "chain-3", null],
  ]);
  expect(cases[1]!.vars["q"]).toBe("Hi, {{name}}");
  expect(JSON.stringify(cases[4])).toContain("Dear {{name}}");
  expect(warnings).toEqual([]);
});

test("a prompt that reads a stored answer gets empty text until it is stored", async () => {
  const { benchmark, chains, warnings } = await casesOf({
    prompts: ["{{name}} {{q}}"],
    tests: [asked("early"), asked("first", { options: { storeOutputAs: "name" } }), asked("late")],
  });
  expect(chains.map(([, chain]) => chain)).toEqual([null, "chain-2", "chain-2"]);
  expect((benchmark["prompts"] as unknown as readonly object[])[0]).toMatchObject({ missing: "empty" });
  expect(warnings).toEqual([]);
});

test("tests that run serially stay separate, with a warning; so does an answer without readers", async () => {
  const serial = { options: { runSerially: true } };
  const several = await casesOf({ prompts: ["{{q}}"], tests: [asked("a", serial), asked("b"), asked("c", serial)] });
  expect(several.chains.map(([id, chain]) => `${id} ${chain}`)).toEqual(["a null", "b null", "c null"]);
  expect(several.warnings).toEqual([
    expect.stringMatching(/tests\[0\]\.options\.runSerially: tests are sent concurrently here: use .*concurrency.* 1/),
  ]);
  const unread = await casesOf({
    prompts: ["{{q}}"],
    tests: [asked("a"), asked("b", { options: { storeOutputAs: "unread" } })],
  });
  expect(unread.chains.map(([, chain]) => chain)).toEqual([null, null]);
  expect(unread.warnings).toEqual([
    expect.stringContaining("tests[1].options.storeOutputAs: no later test reads this answer"),
  ]);
});

test("only templates and vars of code read a stored answer, not ordinary words", async () => {
  const asserting = (description: string, type: string, value: string): object =>
    asked(description, { assert: [{ type, value }] });
  const { chains } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("first", { options: { storeOutputAs: "answer" } }),
      asserting("words", "contains", "the answer"),
      asserting("code words", "javascript", "output.answer === 'answer'"),
      asserting("dots", "javascript", "output === context.vars.answer"),
      asserting("brackets", "javascript", 'output === context.vars["answer"]'),
      asserting("python", "python", "output == context['vars'][\"answer\"]"),
    ],
  });
  expect(chains.map(([id, chain]) => `${id} ${chain}`)).toEqual([
    "first chain-1",
    "dots chain-1",
    "brackets chain-1",
    "python chain-1",
    "words null",
    "code words null",
  ]);
});

test("a generated chain does not take the name of a conversation", async () => {
  const named = { metadata: { conversationId: "chain-1" } };
  const { chains } = await casesOf({ prompts: ["{{_conversation}}{{q}}"], tests: [asked("a"), asked("b", named)] });
  expect(chains.map(([id, chain]) => `${id} ${chain}`)).toEqual(["a chain-2", "b chain-1"]);
});

test("without a prompt that uses the conversation its id does not make a chain", async () => {
  const { chains, warnings } = await casesOf({
    prompts: ["{{q}}"],
    defaultTest: { metadata: { conversationId: "team" } },
    tests: [
      asked("a", { options: { storeOutputAs: "one" } }),
      asked("{{one}}", { metadata: { conversationId: "other" } }),
      asked("b", { options: { storeOutputAs: "two" } }),
      asked("{{two}}"),
    ],
  });
  expect(chains.map(([, chain]) => chain)).toEqual(["chain-1", "chain-1", "chain-2", "chain-2"]);
  expect(warnings).toEqual([]);
});

test.each<[string, object]>([
  ["code", { type: "javascript", value: "'{{river}}' === output" }],
  ["code by another variable", { type: "javascript", value: "'{{shown}}' === output" }],
  ["a pattern", { type: "regex", value: "^{{river}}$" }],
  ["a filter", { type: "contains", value: "{{ river | upper }}" }],
  ["a condition", { type: "contains-any", value: ["{% if river %}yes{% endif %}"] }],
])("an assertion that puts a stored answer into %s is left out with its line", async (_, assertion) => {
  const { cases, warnings } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("first", { options: { storeOutputAs: "river" } }),
      { vars: { q: "{{river}}", shown: "{{river}}" }, assert: [assertion, { type: "contains", value: "{{ river }}" }] },
    ],
  });
  expect(cases[1]).toMatchObject({ scorers: [{ contains: {} }] });
  expect(warnings).toEqual([
    expect.stringMatching(/^\d+ tests\[1\]\.assert\[0\]\.value: (?:river|shown) holds a stored answer/),
  ]);
});

test.each(["{{ river | upper }}", "{% if river %}yes{% endif %}", "{{ shown | upper }}"])(
  "a variable that makes something of a stored answer is refused: %s",
  async (q) => {
    const done = casesOf({
      prompts: ["{{q}}"],
      tests: [asked("first", { options: { storeOutputAs: "river" } }), { vars: { shown: "{{river}}", q } }],
    });
    await expect(done).rejects.toThrow(/promptfooconfig\.yaml:\d+: the variable q uses (?:river|shown), which holds/);
  },
);

test("a variable of the same name hides a stored answer", async () => {
  const { cases } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("first", { options: { storeOutputAs: "river" } }),
      { vars: { river: "Seine", q: "{{ river | upper }}" }, assert: [{ type: "regex", value: "^{{river}}$" }] },
    ],
  });
  expect(cases[1]).toMatchObject({ vars: { q: "SEINE" }, scorers: [{ regex: { pattern: "^Seine$" } }] });
});

test("a prefix or suffix that reads a stored answer joins its test, which fills it in", async () => {
  const assert = [{ type: "contains", value: "a" }];
  const { cases, chains, benchmark, warnings } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("a", { options: { storeOutputAs: "river" }, assert }),
      asked("b", { options: { prefix: "After {{river}}, {{q}}: ", suffix: " ({{ river }})" }, assert }),
    ],
  });
  expect(chains).toEqual([
    ["a", "chain-1", "river"],
    ["b", "chain-1", null],
  ]);
  expect(cases[1]!.vars).toEqual({ q: "b", __prefix: "After {{river}}, b: ", __suffix: " ({{river}})" });
  expect(benchmark["prompts"]).toMatchObject([{ text: "{{__prefix}}{{q}}{{__suffix}}" }]);
  expect(warnings).toEqual([]);
});

test("a prefix of all tests is part of the prompt, where it may use filters on a stored answer", async () => {
  const { chains, benchmark } = await casesOf({
    prompts: ["Hi"],
    defaultTest: { options: { prefix: "{{ river | upper }} " } },
    tests: [asked("a", { options: { storeOutputAs: "river" } }), asked("b")],
  });
  expect(chains.map(([, chain]) => chain)).toEqual(["chain-1", "chain-1"]);
  expect(benchmark["prompts"]).toMatchObject([
    { text: "{{ river | upper }} Hi", engine: "nunjucks", missing: "empty" },
  ]);
});

test("a prefix of one test that filters a stored answer is refused", async () => {
  await expect(
    casesOf({
      prompts: ["{{q}}"],
      tests: [
        asked("a", { options: { storeOutputAs: "river" } }),
        asked("b", { options: { prefix: "{{ river | upper }}" } }),
      ],
    }),
  ).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringContaining("the prefix uses river, which holds a stored answer"),
  });
});

test("a template inside an object stays as written, with a warning", async () => {
  const { warnings } = await casesOf({
    prompts: ["{{q}}"],
    tests: [
      asked("a", { options: { storeOutputAs: "river" } }),
      asked("b", { assert: [{ type: "is-json", value: { properties: { x: { const: "{{river}}" } } } }] }),
    ],
  });
  expect(warnings).toContainEqual(
    expect.stringContaining("{{river}} is inside an object, where it stays as written, as in promptfoo"),
  );
});
