import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ImportTools, readForeignFile } from "../translation/importer.ts";
import type { Translation } from "../translation/translation.ts";
import { openaiEvals } from "./openai-evals.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "registry-"));
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

async function translate(files: Readonly<Record<string, string>>, name = "evals/e.yaml"): Promise<Translation[]> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const file = await readForeignFile(join(folder, name));
  expect(openaiEvals.accepts(file)).toBe(true);
  return [await openaiEvals.translate(file, tools, { model: "openai:gpt-6-luna" })].flat();
}

function entry(className: string, args = ""): string {
  return `e:\n  id: e.dev.v0\n  description: An eval.\n  metrics: [accuracy]\ne.dev.v0:\n  class: evals.elsuite.basic.x:${className}\n  args:\n    samples_jsonl: e/samples.jsonl\n${args}`;
}
const TEXT = '{"input": "2+2=", "ideal": ["4", "four"]}\n';
const CHAT = '{"input": [{"role": "system", "content": "Add."}, {"role": "user", "content": "2+2="}], "ideal": "4"}\n';

describe("a class becomes its scorers and parameters", () => {
  test.each<[string, string, object, object[]]>([
    ["Match", "", { temperature: 0 }, [{ "starts-with": { metric: "accuracy", trim: false } }]],
    ["Includes", "", { maxTokens: 500 }, [{ "contains-any": { metric: "accuracy" } }]],
    ["Includes", "    ignore_case: true\n", { maxTokens: 500 }, [{ "icontains-any": { metric: "accuracy" } }]],
    [
      "FuzzyMatch",
      "    max_tokens: 16\n",
      { temperature: 0, maxTokens: 16 },
      [{ "fuzzy-match": { metric: "accuracy" } }, { "word-f1": { metric: "f1_score", weight: 0 } }],
    ],
    ["JsonMatch", "", { temperature: 0, maxTokens: 512 }, [{ "json-match": { metric: "accuracy" } }]],
  ])("%s %s", async (className, args, params, scorers) => {
    const [translation] = await translate({
      "evals/e.yaml": entry(className, args),
      "data/e/samples.jsonl": TEXT,
    });
    expect(translation).toEqual({
      benchmark: {
        name: "e",
        description: "An eval.",
        cases: { file: "../data/e/samples.jsonl", id: "e.dev.{{$index}}", expected: "ideal" },
        prompts: [{ id: "input", messages: [{ role: "system", content: "{{input}}" }] }],
        models: [{ model: "openai:gpt-6-luna", params }],
        scorers,
      },
      warnings: [],
    });
  });
});

test("sends a chat unchanged; writes text next to chats as a system message", async () => {
  const files = { "evals/e.yaml": entry("Match") };
  const [chat] = await translate({ ...files, "data/e/samples.jsonl": CHAT });
  expect(chat!.benchmark.prompts).toEqual([{ id: "input", messages: "{{input}}" }]);
  const [mixed] = await translate({ ...files, "data/e/samples.jsonl": CHAT + TEXT });
  expect(mixed!.benchmark.cases).toMatchObject({ file: "e.samples.jsonl" });
  expect(mixed!.files![0]!.text.split("\n").map((line) => line && JSON.parse(line).input.at(-1).role)).toEqual([
    "user",
    "system",
    "",
  ]);
});

test("puts few-shot examples before the last message", async () => {
  const [translation] = await translate({
    "evals/e.yaml": entry("Match", "    num_few_shot: 1\n    few_shot_jsonl: e/few.jsonl\n"),
    "data/e/samples.jsonl": CHAT,
    "data/e/few.jsonl":
      '{"sample": [{"role": "system", "name": "example_user", "content": "1+1="}]}\n{"sample": [{"role": "x"}]}\n',
  });
  const { input } = JSON.parse(translation!.files![0]!.text) as { input: { content: string }[] };
  expect(input.map(({ content }) => content)).toEqual(["Add.", "1+1=", "2+2="]);
});

test("several evals of a file are several benchmarks; an unread part is a warning with its line", async () => {
  const text = `a:\n  id: a.dev.v0\na.dev.v0:\n  class: x:Match\n  args: {samples_jsonl: a.jsonl, colour: red}\nb:\n  id: c\nc:\n  id: d\nd:\n  class: y:Includes\n  args: {samples_jsonl: d.jsonl}\nlost:\n  id: nowhere\nother:\n  class: z:MultipleChoice\n  args: {dataset: hf://x}\n`;
  const translations = await translate({
    "evals/e.yaml": text,
    "data/a.jsonl": TEXT,
    "data/d.jsonl": "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
  });
  expect(translations.map(({ benchmark }) => benchmark.name)).toEqual(["a", "b"]);
  expect(translations.flatMap(({ warnings }) => warnings.map(({ key, line }) => [key, line]))).toEqual([
    ["lost", 13],
    ["other.class", 16],
    ["a.dev.v0.args.colour", 5],
    ["d.args.samples_jsonl", 12],
  ]);
});

describe("a model-graded eval", () => {
  const SPEC = `g:\n  prompt: "Is {completion} right for {input}? {{x}} {criteria}"\n  choice_strings: "YN"\n  choice_scores: {"Y": 1.0, "N": 0.0}\n  eval_type: cot_classify\n  input_outputs: {input: completion}\n`;
  const args = '    modelgraded_spec: g\n    modelgraded_spec_args: {criteria: "Be kind."}\n';
  const grade = async (spec: string, more = args, samples = TEXT): Promise<Translation> => {
    const [translation] = await translate({
      "evals/e.yaml": entry("ModelBasedClassify", more),
      "modelgraded/other.yaml": spec,
      "data/e/samples.jsonl": samples,
    });
    return translation!;
  };

  test("is a judge that chooses a word", async () => {
    const { benchmark } = await grade(SPEC);
    expect(benchmark.scorers).toEqual([
      {
        "model-graded-classify": {
          metric: "score",
          prompt: "Is {{output}} right for {{input}}? {x} Be kind.",
          scores: { Y: 1, N: 0 },
          read: "last",
        },
      },
    ]);
  });

  test("reads past files without its spec, and reports a broken one of its name with file and line", async () => {
    const files = {
      "evals/e.yaml": entry("ModelBasedClassify", args),
      "modelgraded/other.yaml": SPEC,
      "data/e/samples.jsonl": TEXT,
    };
    const broken = { "modelgraded/a.yaml": "x: 1\nx: 2\n", "modelgraded/b.yaml": "" };
    const [translation] = await translate({ ...files, ...broken });
    expect(translation!.benchmark.scorers).toHaveLength(1);
    await expect(translate({ ...files, "modelgraded/g.yaml": "g:\n  prompt: a\n  prompt: b\n" })).rejects.toThrow(
      /g\.yaml:3:3: the key prompt is written twice/,
    );
  });

  test("gets its answer prompt if the eval names a type", async () => {
    const { benchmark } = await grade(SPEC, `${args}    eval_type: classify\n`);
    const [scorer] = benchmark.scorers as [{ "model-graded-classify": { prompt: string; read: string } }];
    expect(scorer["model-graded-classify"]).toMatchObject({
      prompt: expect.stringContaining('printing only a single choice from "Y" or "N" (without'),
      read: "first",
    });
  });

  test("sees a chat as one text", async () => {
    const { benchmark, files } = await grade(SPEC, args, CHAT);
    expect(JSON.stringify(benchmark.scorers)).toContain("{{input_text}}");
    expect(JSON.parse(files![0]!.text)).toMatchObject({ input_text: "Add.\nUser: 2+2=\n" });
  });

  test("maps scores above 1 to 0…1 and reports it", async () => {
    const { benchmark, warnings } = await grade(
      'g:\n  prompt: "{completion}"\n  choice_strings: "12345"\n  choice_scores: from_strings\n  input_outputs: {input: completion}\n',
    );
    expect(JSON.stringify(benchmark.scorers)).toContain('"scores":{"1":0,"2":0.25,"3":0.5,"4":0.75,"5":1}');
    expect(warnings.map(({ message }) => message)).toContainEqual(expect.stringContaining("scaled to 0…1"));
  });

  test.each([
    ["of two answers", "  input_outputs: {input1: completion1, input2: completion2}\n", "grades 2 answers together"],
    [
      "of the best of several",
      "  choice_scores: from_strings\n  input_outputs: {input: completion}\n",
      "the numbers of several answers",
      "from_n",
    ],
    ["without scores", "  input_outputs: {input: completion}\n", "has no choice_scores"],
  ])("refuses %s", async (_, more, message, words = "YN") => {
    await expect(grade(`g:\n  prompt: "{completion}"\n  choice_strings: "${words}"\n${more}`)).rejects.toThrow(message);
  });
});

test("a file without a readable eval is an error with its line", async () => {
  await expect(translate({ "evals/e.yaml": "a:\n  class: z:MultipleChoice\n  args: {}\n" })).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(/e\.yaml:2 a\.class: MultipleChoice has no counterpart/),
    hint: expect.stringContaining("FuzzyMatch"),
  });
});
