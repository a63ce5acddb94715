import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ImportOptions, type ImportTools, readForeignFile } from "../translation/importer.ts";
import type { Translation } from "../translation/translation.ts";
import { hostedEvals } from "./hosted-evals.ts";
import { partsOf } from "./item-vars.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hosted-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tools: ImportTools = {
  scripts: () => () => {
    throw new Error("no script is read here");
  },
  async *records(path) {
    for (const line of (await readFile(path, "utf8")).split("\n"))
      if (line !== "") yield JSON.parse(line) as Record<string, unknown>;
  },
};

interface Given {
  readonly criteria: readonly object[];
  readonly runs?: readonly object[];
  readonly rows?: readonly object[];
}

const ITEM = { ticket: "My card was charged twice", label: "Billing" };
function run(source: object = {}, more: object = {}): object {
  return {
    object: "eval.run",
    id: `run-${JSON.stringify(source)}`,
    name: "first",
    data_source: {
      type: "completions",
      model: "gpt-4.1-mini",
      input_messages: {
        type: "template",
        template: [
          { type: "message", role: "developer", content: { type: "input_text", text: "Answer with one word." } },
          { role: "user", content: "{{ item.ticket }}" },
        ],
      },
      source: { type: "file_content", content: [{ item: ITEM }] },
      ...source,
    },
    ...more,
  };
}

async function translate({ criteria, runs = [run()], rows }: Given, options: ImportOptions = {}): Promise<Translation> {
  const definition = {
    object: "eval",
    id: "eval_1",
    name: "Ticket topics",
    data_source_config: { type: "custom", item_schema: { type: "object" } },
    testing_criteria: criteria,
  };
  await writeFile(join(folder, "eval.json"), JSON.stringify(definition, null, 1));
  const more = await Promise.all(
    runs.map(async (one, index) => {
      const path = join(folder, `run-${index}.json`);
      await writeFile(path, JSON.stringify(one));
      return path;
    }),
  );
  if (rows !== undefined)
    await writeFile(join(folder, "rows.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  const data = rows === undefined ? undefined : join(folder, "rows.jsonl");
  const file = await readForeignFile(join(folder, "eval.json"));
  expect(hostedEvals.accepts(file)).toBe(true);
  return hostedEvals.translate(file, tools, { more, data, ...options }) as Promise<Translation>;
}

const OUTPUT = "{{ sample.output_text }}";
const EQ = { type: "string_check", name: "match", operation: "eq", input: OUTPUT, reference: "{{ item.label }}" };

test("an eval and its run become a benchmark with their prompt, model, rows and graders", async () => {
  const { benchmark, warnings, files } = await translate({
    criteria: [EQ],
    runs: [run({ sampling_params: { temperature: 0.2, max_completion_tokens: 50, seed: 7, reasoning_effort: null } })],
  });
  expect({ warnings, files }).toEqual({ warnings: [], files: undefined });
  expect(benchmark).toEqual({
    name: "ticket-topics",
    seed: 7,
    seedPolicy: "fixed",
    cases: [{ id: "item-0", vars: ITEM }],
    prompts: [
      {
        id: "prompt-1",
        messages: [
          { role: "developer", content: "Answer with one word." },
          { role: "user", content: "{{ticket}}" },
        ],
      },
    ],
    models: [{ id: "openai:gpt-4.1-mini", model: "openai:gpt-4.1-mini", params: { temperature: 0.2, maxTokens: 50 } }],
    dropUnsupported: true,
    scorers: [{ "exact-match": { metric: "match", expected: "{{label}}" } }],
  });
});

describe("a testing criterion becomes its scorer", () => {
  const similarity = {
    type: "text_similarity",
    name: "near",
    input: OUTPUT,
    reference: "{{item.label}}",
    pass_threshold: 0.8,
  };
  const near = { metric: "near", expected: "{{label}}", threshold: 0.8 };
  test.each<[string, object, object]>([
    [
      "eq, the answer second",
      { ...EQ, input: "{{item.label}}", reference: OUTPUT },
      { "exact-match": { metric: "match", expected: "{{label}}" } },
    ],
    ["ne", { ...EQ, operation: "ne" }, { "not-exact-match": { metric: "match", expected: "{{label}}" } }],
    [
      "like",
      { ...EQ, operation: "like", reference: "a {{item.label}}" },
      { contains: { metric: "match", expected: "a {{label}}" } },
    ],
    ["ilike", { ...EQ, operation: "ilike" }, { icontains: { metric: "match", expected: "{{label}}" } }],
    [
      "a field of the answer's JSON",
      { ...EQ, input: "{{sample.output_json.topic.name}}" },
      { "exact-match": { metric: "match", expected: "{{label}}", transform: "json:topic.name" } },
    ],
    [
      "text around the answer",
      { ...EQ, input: `<${OUTPUT}>` },
      {
        javascript: {
          metric: "match",
          throws: "wrong",
          value: `("<" + output + ">") === ((v => typeof v === 'string' ? v : JSON.stringify(v) ?? '')(context.vars?.["label"]))`,
        },
      },
    ],
    [
      "a name with the id that results append",
      { ...EQ, name: "match-a2486074-d803-4445-b431-ad2262e85d47" },
      { "exact-match": { metric: "match", expected: "{{label}}" } },
    ],
    ["bleu", { ...similarity, evaluation_metric: "bleu" }, { bleu: near }],
    ["gleu", { ...similarity, evaluation_metric: "gleu" }, { gleu: near }],
    ["rouge_2", { ...similarity, evaluation_metric: "rouge_2" }, { "rouge-n": { ...near, n: 2 } }],
    ["rouge_l", { ...similarity, evaluation_metric: "rouge_l" }, { "rouge-l": near }],
    ["fuzzy_match", { ...similarity, evaluation_metric: "fuzzy_match" }, { levenshtein: near }],
    ["cosine", { ...similarity, evaluation_metric: "cosine" }, { similar: near }],
  ])("%s", async (_, grader, scorer) => {
    expect((await translate({ criteria: [grader] })).benchmark.scorers).toEqual([scorer]);
  });

  test("a model's label, and a model's score on its range", async () => {
    const { benchmark, warnings } = await translate({
      criteria: [
        {
          type: "label_model",
          name: "tone",
          model: "gpt-4o",
          labels: ["kind", "rude"],
          passing_labels: ["kind"],
          input: [
            { role: "developer", content: "Grade." },
            { role: "user", content: OUTPUT },
          ],
        },
        {
          type: "score_model",
          name: "quality",
          model: "o3-mini",
          range: [1, 7],
          pass_threshold: 4,
          sampling_params: { temperature: 0, foo: 1 },
          input: [{ role: "user", content: `{{item.ticket}}: ${OUTPUT}` }],
        },
      ],
    });
    expect(benchmark.scorers).toMatchObject([
      {
        "model-graded-classify": {
          judge: { model: "openai:gpt-4o" },
          scores: { kind: 1, rude: 0 },
          prompt: [
            { role: "system", content: "Grade." },
            { role: "user", content: expect.stringMatching(/^\{\{output\}\}\n\nFirst .*"kind", "rude"\.$/) },
          ],
        },
      },
      {
        "llm-rubric": {
          judge: { model: "openai:o3-mini", params: { temperature: 0 } },
          range: [1, 7],
          threshold: 0.5,
          prompt: [{ content: expect.stringMatching(/^\{\{ticket\}\}: \{\{output\}\}\n\n.*from 1 to 7/) }],
        },
      },
    ]);
    expect(warnings).toMatchObject([
      { key: "testing_criteria[1].sampling_params", message: "foo has no counterpart: left out" },
    ]);
  });

  test("Python becomes a script that calls its grade with the sample and the item", async () => {
    const source = "def grade(sample, item):\n    return 1.0 if item['output'] in sample['output_text'] else 0.0";
    const { benchmark, files, warnings } = await translate({
      criteria: [{ type: "python", name: "Has it!", source, image_tag: "2025-05-08", pass_threshold: 0.5 }],
      runs: [run({ source: { type: "file_content", content: [{ item: { ...ITEM, output: "x" } }] } })],
    });
    expect(benchmark.cases).toEqual([{ id: "item-0", vars: { ...ITEM, item_output: "x" } }]);
    expect(benchmark.scorers).toEqual([
      { python: { metric: "Has it!", value: "file://grader_has_it.py", throws: "wrong", threshold: 0.5 } },
    ]);
    expect(files).toMatchObject([
      { name: "grader_has_it.py", text: expect.stringContaining('dict([["item_output","output"]])') },
    ]);
    expect(warnings).toHaveLength(2);
  });

  test.each<[string, object, string]>([
    ["a type of the future", { type: "multi", name: "m" }, '"multi" have no counterpart'],
    [
      "tool calls",
      { ...EQ, operation: "like", input: "{{sample.output_tools[0].function.name}}" },
      "refers to a value that sameseed does not have",
    ],
    ["an unknown operation", { ...EQ, operation: "matches" }, '"matches" is not known'],
    [
      "images for a judge",
      {
        type: "score_model",
        name: "s",
        input: [{ role: "user", content: [{ type: "input_image", image_url: "{{item.ticket}}" }] }],
      },
      "images or audio",
    ],
  ])("leaves out %s with a warning that has its key and line", async (_, grader, message) => {
    const { benchmark, warnings } = await translate({ criteria: [EQ, grader] });
    expect(benchmark.scorers).toHaveLength(1);
    expect(warnings).toMatchObject([
      {
        key: expect.stringMatching(/^testing_criteria\[1\]/),
        line: expect.any(Number),
        message: expect.stringContaining(message),
      },
    ]);
  });

  test("fails if no test is left", async () => {
    await expect(translate({ criteria: [{ type: "multi", name: "m" }] })).rejects.toThrow(
      'none of its testing criteria has a counterpart: testing_criteria[0].m graders of type "multi" have no counterpart',
    );
  });

  const SIMILAR = {
    type: "text_similarity",
    name: "s",
    evaluation_metric: "gleu",
    input: "{{ sample.output_text }}",
    reference: "{{ item.label }}",
  };
  const LABEL = {
    type: "label_model",
    name: "l",
    model: "o3-mini",
    input: [{ role: "user", content: "{{ sample.output_text }}" }],
    labels: ["good", "bad"],
  };
  const SCORE = { type: "score_model", name: "s", model: "gpt-4.1", input: LABEL.input, range: [1, 7] };

  test.each<[string, string, object]>([
    ["pass_threshold", "80 is outside of 0…1 and counts as 1", { ...SIMILAR, pass_threshold: 80 }],
    ["pass_threshold", "0.5 is outside of 1…7 and counts as 1", { ...SCORE, pass_threshold: 0.5 }],
    ["passing_labels", '"great" is not among its labels and never passes', { ...LABEL, passing_labels: ["great"] }],
    ["passing_labels", "no label passes: every answer gets 0", { ...LABEL, passing_labels: [] }],
    [
      "sampling_params",
      "judges get their seeds from the benchmark's: left out",
      { ...SCORE, sampling_params: { seed: 3 } },
    ],
  ])("warns of %s with little meaning: %s", async (key, message, grader) => {
    const { warnings } = await translate({ criteria: [grader] });
    expect(warnings).toContainEqual(expect.objectContaining({ key: `testing_criteria[0].${key}`, message }));
  });

  test.each([
    "fuzzy_match",
    "bleu",
    "gleu",
    "meteor",
    "cosine",
    "rouge_1",
    "rouge_2",
    "rouge_3",
    "rouge_4",
    "rouge_5",
    "rouge_l",
  ])("every measure of the API is a scorer with its threshold: %s", async (measure) => {
    const { benchmark } = await translate({
      criteria: [{ ...SIMILAR, evaluation_metric: measure, pass_threshold: 0.5 }],
    });
    const [options] = Object.values((benchmark.scorers as readonly object[])[0]!) as [object];
    expect(options).toMatchObject({ metric: "s", expected: "{{label}}", threshold: 0.5 });
  });
});

test("runs are variants: prompts and models once each, and only the pairs that were run", async () => {
  const { benchmark } = await translate({
    criteria: [EQ],
    runs: [
      run(),
      run({ model: "gpt-4o" }),
      run({ model: "gpt-4o", input_messages: { type: "item_reference", item_reference: "item.chat" } }),
    ],
  });
  expect(benchmark.prompts).toMatchObject([{ id: "prompt-1" }, { id: "prompt-2", messages: "{{chat}}" }]);
  expect(benchmark.models).toHaveLength(2);
  expect(benchmark.variants).toEqual([
    { prompt: "prompt-1", model: "openai:gpt-4.1-mini" },
    { prompt: "prompt-1", model: "openai:gpt-4o" },
    { prompt: "prompt-2", model: "openai:gpt-4o" },
  ]);
});

test("Responses become chat completions, with their tools and format", async () => {
  const { benchmark, warnings } = await translate({
    criteria: [EQ],
    runs: [
      run({
        type: "responses",
        sampling_params: {
          reasoning: { effort: "low" },
          text: { format: { type: "json_schema", name: "topic", schema: { type: "object" }, strict: true } },
          tools: [{ type: "function", name: "lookup", parameters: { type: "object" } }, { type: "web_search" }],
        },
      }),
    ],
  });
  expect(benchmark.models).toMatchObject([
    {
      params: {
        reasoningEffort: "low",
        responseFormat: {
          type: "json_schema",
          json_schema: { name: "topic", schema: { type: "object" }, strict: true },
        },
        tools: [{ type: "function", function: { name: "lookup", parameters: { type: "object" } } }],
      },
    },
  ]);
  expect(warnings.map(({ key }) => key)).toEqual(["first.data_source.sampling_params.tools", "first.data_source.type"]);
});

test("rows with answers need no run: a recorded model gives them", async () => {
  const { benchmark, files } = await translate({
    criteria: [EQ],
    runs: [],
    rows: [
      { item: ITEM, sample: { output_text: "Billing" } },
      { item: { ...ITEM, label: "Other" }, sample: { output_text: "x" } },
    ],
  });
  expect(benchmark.models).toEqual([{ id: "recorded", model: "recorded", file: "answers.jsonl" }]);
  expect(files).toEqual([
    { name: "answers.jsonl", text: '{"id":"item-0","output":"Billing"}\n{"id":"item-1","output":"x"}\n' },
  ]);
});

test("names rows at OpenAI, and --data provides them", async () => {
  const stored = run({ source: { type: "file_id", id: "file-abc" } });
  await expect(translate({ criteria: [EQ], runs: [stored] })).rejects.toThrow("the file file-abc, which is at OpenAI");
  const { benchmark } = await translate({ criteria: [EQ], runs: [stored], rows: [{ item: ITEM }, ITEM] });
  expect(benchmark.cases).toEqual([
    { id: "item-0", vars: ITEM },
    { id: "item-1", vars: ITEM },
  ]);
});

test("an eval without a run names the missing file", async () => {
  await expect(translate({ criteria: [EQ], runs: [] })).rejects.toMatchObject({
    hint: expect.stringContaining("run.json"),
  });
});

test.each([
  [
    "a {{item.x}} b",
    [
      { kind: "text", text: "a " },
      { kind: "item", path: "x" },
      { kind: "text", text: " b" },
    ],
  ],
  ["{{ item.a.b[0] }}", [{ kind: "item", path: "a.b[0]" }]],
  ["{{item.output}}", [{ kind: "item", path: "item_output" }]],
  ["{{sample.output_json}}", [{ kind: "json", path: "" }]],
  ["{{sample.choices[0]}}", [{ kind: "unknown", name: "sample.choices[0]" }]],
])("the template %s", (template, parts) => expect(partsOf(template)).toEqual(parts));
