import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ImportOptions, type ImportTools, readForeignFile } from "../translation/importer.ts";
import type { Translation } from "../translation/translation.ts";
import { docField } from "./jinja.ts";
import { lmEval } from "./lm-eval.ts";
import { translatePattern } from "./python-regex.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lm-eval-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tools: ImportTools = {
  scripts: () => () => {
    throw new Error("no script is read here");
  },
  async *records(path) {
    for (const line of (await readFile(path, "utf8")).split("\n")) {
      if (line !== "") yield JSON.parse(line) as Record<string, unknown>;
    }
  },
};

async function translate(
  files: Readonly<Record<string, string>>,
  { data, examples }: ImportOptions = {},
): Promise<Translation> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const file = await readForeignFile(join(folder, "task.yaml"));
  expect(lmEval.accepts(file)).toBe(true);
  const [translation] = [
    await lmEval.translate(file, tools, {
      model: "openai:x",
      ...(data && { data: join(folder, data) }),
      ...(examples && { examples: join(folder, examples) }),
    }),
  ].flat();
  return translation!;
}

const ROWS = '{"question": "2+2?", "answer": "2+2=4 #### 4", "aliases": ["4", "four"]}\n';
const TASK = 'task: sums\ndataset_path: sums\ndoc_to_text: "Q: {{question}}\\nA:"\ndoc_to_target: "{{answer}}"\n';

test("a task with plain templates keeps its rows, its prompt and its figures", async () => {
  const { benchmark, warnings, files } = await translate(
    {
      "task.yaml": `${TASK}metadata: {version: 3.0}\ngeneration_kwargs: {until: ["\\n", "Q:"], do_sample: false, max_gen_toks: 32}\nfilter_list:\n  - {name: strict, filter: [{function: regex, regex_pattern: '#### (\\d+)'}, {function: take_first}]}\n  - {name: last, filter: [{function: regex, regex_pattern: '\\d+', group_select: -1}]}\nmetric_list:\n  - {metric: exact_match, aggregation: mean, higher_is_better: true, ignore_case: true, regexes_to_ignore: [",", "(?s).*#### "]}\n`,
      "rows.jsonl": ROWS,
    },
    { data: "rows.jsonl" },
  );
  const options = { ignore: [",", "[^]*#### "], ignoreCase: true };
  expect({ benchmark, warnings, files }).toEqual({
    warnings: [],
    files: [],
    benchmark: {
      name: "sums",
      description: "lm-eval task sums, version 3.0",
      cases: { file: "rows.jsonl", id: "sums-{{$index}}", expected: "answer" },
      prompts: [{ id: "task", text: "Q: {{question}}\nA:" }],
      models: [{ model: "openai:x", params: { temperature: 0, maxTokens: 32, stop: ["\n", "Q:"] } }],
      scorers: [
        {
          "exact-match": {
            metric: "exact_match,strict",
            ...options,
            transform: [{ find: "#### (\\d+)", otherwise: "[invalid]" }],
          },
        },
        {
          "exact-match": {
            metric: "exact_match,last",
            ...options,
            transform: [{ find: "\\d+", which: -1, otherwise: "[invalid]" }],
            weight: 0,
          },
        },
      ],
    },
  });
});

test("renders a computing template with the rows", async () => {
  const { benchmark, files, warnings } = await translate(
    {
      "task.yaml":
        'task: sums\ndataset_path: sums\ndoc_to_text: "Q: {{question.upper()}}"\ndoc_to_target: "{{answer.split(\'####\')[-1].strip() if answer is defined else target}}"\n',
      "rows.jsonl": ROWS,
    },
    { data: "rows.jsonl" },
  );
  expect(benchmark).toMatchObject({
    cases: { file: "sums.cases.jsonl", expected: "target" },
    prompts: [{ text: "{{doc_text}}" }],
  });
  expect(JSON.parse(files![0]!.text)).toMatchObject({ target: "4", doc_text: "Q: 2+2?" });
  expect(warnings).toMatchObject([{ key: "doc_to_text", line: 3 }]);
});

test("without rows a warning names the needed ones and their place", async () => {
  const { benchmark, warnings } = await translate({ "task.yaml": `${TASK}dataset_name: main\ntest_split: test\n` });
  expect(benchmark.cases).toEqual({ file: "sums.test.jsonl", id: "sums-{{$index}}", expected: "answer" });
  expect(warnings).toMatchObject([
    { key: "dataset_path", line: 2, message: expect.stringContaining("the split test of the dataset sums (main)") },
  ]);
});

test("finds rows of the task's own files next to it", async () => {
  const { benchmark, warnings } = await translate({
    "task.yaml": `${TASK.replace("dataset_path: sums", "dataset_path: json")}dataset_kwargs: {data_files: {test: rows.jsonl}}\ntest_split: test\n`,
    "rows.jsonl": ROWS,
  });
  expect([benchmark.cases, warnings]).toEqual([{ file: "rows.jsonl", id: "sums-{{$index}}", expected: "answer" }, []]);
});

test("a list as target means several answers", async () => {
  const { benchmark } = await translate(
    { "task.yaml": TASK.replace("{{answer}}", "{{aliases}}"), "rows.jsonl": ROWS },
    { data: "rows.jsonl" },
  );
  expect(benchmark.cases).toMatchObject({ file: "rows.jsonl", expected: "aliases" });
});

describe("few-shot examples", () => {
  const SHOTS = `num_fewshot: 2\nfewshot_config:\n  sampler: first_n\n  samples:\n    - {question: "1+1?", answer: "2"}\n    - {question: "1+2?", answer: "3"}\n`;

  test("in the task are text of the prompt", async () => {
    const { benchmark, warnings } = await translate(
      { "task.yaml": `${TASK}description: "Add.\\n\\n"\n${SHOTS}`, "rows.jsonl": ROWS },
      { data: "rows.jsonl" },
    );
    expect(benchmark.prompts).toEqual([
      { id: "task", text: "Add.\n\nQ: 1+1?\nA: 2\n\nQ: 1+2?\nA: 3\n\nQ: {{question}}\nA:" },
    ]);
    expect(warnings).toEqual([]);
  });

  test("are drawn with sameseed's seed from the given rows", async () => {
    const { benchmark, files, warnings } = await translate(
      {
        "task.yaml": `${TASK}num_fewshot: 1\nfewshot_split: train\n`,
        "rows.jsonl": ROWS,
        "train.jsonl": ROWS.replaceAll("4", "5"),
      },
      { data: "rows.jsonl", examples: "train.jsonl" },
    );
    expect(benchmark).toMatchObject({
      cases: { fewShot: { count: 1, file: "sums.examples.jsonl", text: "{{example}}" } },
      prompts: [{ text: "{{examples}}\n\nQ: {{question}}\nA:" }],
    });
    expect(JSON.parse(files![0]!.text)).toMatchObject({ example: "Q: 2+2?\nA: 2+2=5 #### 5" });
    expect(warnings).toMatchObject([{ key: "num_fewshot", line: 5 }]);
  });

  test("without rows are left out, with a warning", async () => {
    const { warnings } = await translate(
      { "task.yaml": `${TASK}num_fewshot: 5\n`, "rows.jsonl": ROWS },
      { data: "rows.jsonl" },
    );
    expect(warnings).toMatchObject([{ key: "num_fewshot", line: 5, message: expect.stringContaining("`examples`") }]);
  });
});

test("a task inherits from its includes, and its own keys take precedence", async () => {
  const { benchmark, warnings } = await translate(
    {
      "base.yaml": `${TASK}oddity: 1\nrepeats: 4\n`,
      "task.yaml": "include: base.yaml\ntask: more sums\n",
      "rows.jsonl": ROWS,
    },
    { data: "rows.jsonl" },
  );
  expect(benchmark).toMatchObject({ name: "more sums", repeats: 4, prompts: [{ text: "Q: {{question}}\nA:" }] });
  expect(warnings).toEqual([
    { key: "oddity", file: join(folder, "base.yaml"), line: 5, message: "has no counterpart: left out" },
  ]);
});

test("computes IFEval's figures with sameseed's scorer, although lm-eval has them in Python", async () => {
  const { benchmark } = await translate(
    {
      "task.yaml":
        "task: ifeval\ndataset_path: google/IFEval\ndoc_to_text: question\ndoc_to_target: 0\nprocess_results: !function utils.process\nmetric_list:\n  - metric: prompt_level_strict_acc\n  - metric: inst_level_loose_acc\n",
      "rows.jsonl": ROWS,
    },
    { data: "rows.jsonl" },
  );
  expect(benchmark).toMatchObject({
    cases: { file: "rows.jsonl" },
    prompts: [{ text: "{{question}}" }],
    scorers: [
      { ifeval: { metric: "prompt_level_strict_acc", level: "prompt", mode: "strict" } },
      { ifeval: { metric: "inst_level_loose_acc", level: "instruction", mode: "loose", weight: 0 } },
    ],
  });
});

test("names keys without a counterpart with their line", async () => {
  const { warnings, benchmark } = await translate(
    {
      "task.yaml": `${TASK}process_docs: !function utils.process\ngeneration_kwargs: {until: [a, b, c, d, e], beam: 3}\nfilter_list:\n  - {name: x, filter: [{function: majority_vote}]}\n  - {name: y, filter: [{function: custom}]}\nmetric_list:\n  - {metric: exact_match}\n  - {metric: !function utils.own}\n`,
      "rows.jsonl": ROWS,
    },
    { data: "rows.jsonl" },
  );
  expect(warnings.map(({ key, line }) => `${line} ${key}`)).toEqual([
    "5 process_docs",
    "6 generation_kwargs.beam",
    "6 generation_kwargs.until",
    "8 filter_list[0].filter[0]",
    "9 filter_list[1].filter[0]",
    "12 metric_list[1]",
  ]);
  expect(benchmark.scorers).toEqual([{ "exact-match": { metric: "exact_match,x" } }]);
});

test.each([
  ["output_type: multiple_choice\n", /task\.yaml:5 output_type: multiple_choice compares likelihoods/],
  ["process_results: !function u.p\nmetric_list: [{metric: em}]\n", /metric_list: no metric can be computed/],
  ["include: task.yaml\n", /task\.yaml:5 include: task\.yaml includes this file again/],
  ["include: none.yaml\n", /task\.yaml:5 include: there is no file none\.yaml/],
])("refuses %j with its line", async (more, message) => {
  await expect(translate({ "task.yaml": TASK + more })).rejects.toThrow(message);
});

test("a row without a field that the prompt reads is an error before anything is written", async () => {
  await expect(
    translate({ "task.yaml": TASK, "rows.jsonl": '{"question": "?"}\n' }, { data: "rows.jsonl" }),
  ).rejects.toMatchObject({
    code: "BAD_DATASET",
    message: expect.stringContaining('rows.jsonl, record 1: there is no "answer"'),
  });
});

describe("Jinja as in lm-eval", () => {
  test.each<[string, unknown, string | undefined]>([
    ["{{a}} and {{b.c[0]}}", "x and y", "{{a}} and {{b.c[0]}}"],
    ["{{ a }}\n", "x", "{{a}}"],
    ["a", "x", "{{a}}"],
    ["{{list}}", ["p", "q"], "{{list}}"],
    ["{{[a, 'z']}}", ["x", "z"], undefined],
    ["{{ list | join(',') }}", "p,q", undefined],
    ["{% for one in list %}\n{{one}}\n{% endfor %}", "\np\n\nq\n", undefined],
    ["{{a.title()}} {{a if a else 'none'}}", "X x", undefined],
  ])("%j", (source, value, plain) => {
    const field = docField(source, new Set(["a", "b", "list"]));
    expect(field.of({ a: "x", b: { c: ["y"] }, list: ["p", "q"] }, "row 1")).toEqual(value);
    expect(field.plain).toBe(plain);
  });
});

test.each<[string, { pattern: string; flags: string } | undefined]>([
  ["(?s).*#### ", { pattern: "[^]*#### ", flags: "" }],
  ["(?i)answer", { pattern: "answer", flags: "i" }],
  ["(?P<n>\\d+)\\Z", { pattern: "(?<n>\\d+)(?![^])", flags: "" }],
  ["[]x].", { pattern: "[\\]x].", flags: "" }],
  ["(?s)[.].\\.", { pattern: "[.][^]\\.", flags: "" }],
  ["(?(1)a|b)", undefined],
  ["(?x) a # b", undefined],
])("Python's pattern %j", (python, wanted) => {
  expect(translatePattern(python)).toEqual(wanted);
});
