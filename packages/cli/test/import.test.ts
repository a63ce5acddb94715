import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { sameseed } from "./hosted-sameseed.ts";
import { type OpenaiServer, openaiServer, type SeenRequest } from "./openai-server.ts";
import { folderWith } from "./sameseed.ts";

const PEERS = join(import.meta.dirname, "../../../../shared/data/peers");

/** Answers sums, and grades where the prompt requests a grade. */
function reply({ body }: SeenRequest): string {
  const text = String(body.messages.at(-1)!.content);
  if (text.includes("[Submission]")) return text.includes("[Submission]: 4") ? "It agrees.\n(C)\n\nC" : "No.\nD";
  const sums = [...text.matchAll(/(\d+) ?\+ ?(\d+)/g)];
  const [, left, right] = sums.at(-1)!;
  return `${left} + ${right} = ${Number(left) + Number(right)}`;
}

async function rowsOf(cwd: string): Promise<Record<string, string>[]> {
  const [run] = (await readdir(join(cwd, "results"))).toSorted().toReversed();
  const text = await readFile(join(cwd, "results", run!, "rows.csv"), "utf8");
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

interface Imported {
  readonly cwd: string;
  readonly server: OpenaiServer;
  readonly warnings: string;
}

/** Imports a config, runs the result, and checks it. */
async function importAndRun(
  files: Record<string, string>,
  args: readonly string[],
  look: (imported: Imported) => Promise<void>,
): Promise<void> {
  await using server = await openaiServer({ reply });
  await using folder = await folderWith(files);
  const at = { cwd: folder.path, env: { OPENAI_BASE_URL: server.url } };
  const imported = await sameseed(["import", ...args, "--model", "openai:m", "-o", "out/b.yaml"], at);
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  const run = await sameseed(["run", "out/b.yaml"], at);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  await look({ cwd: folder.path, server, warnings: imported.stderr });
}

const SAMPLES = [
  {
    input: [
      { role: "system", content: "Add." },
      { role: "user", content: "2 + 2" },
    ],
    ideal: ["2 + 2 = 4", "4"],
  },
  {
    input: [
      { role: "system", content: "Add." },
      { role: "user", content: "2 + 3" },
    ],
    ideal: "6",
  },
]
  .map((sample) => JSON.stringify(sample))
  .join("\n");

function registry(className: string, more = ""): string {
  return `sums:\n  id: sums.dev.v0\n  metrics: [accuracy]\nsums.dev.v0:\n  class: evals.elsuite.basic.x:${className}\n  args:\n    samples_jsonl: sums/samples.jsonl\n${more}`;
}

describe("an OpenAI eval", () => {
  test("sends the same requests and scores them in the same way", async () => {
    const files = { "registry/evals/sums.yaml": registry("Match"), "registry/data/sums/samples.jsonl": SAMPLES };
    await importAndRun(files, ["registry/evals/sums.yaml"], async ({ cwd, server, warnings }) => {
      expect(warnings).toBe("");
      expect((await rowsOf(cwd)).map((row) => [row["case"], row["score.accuracy"]])).toEqual([
        ["sums.dev.0", "1"],
        ["sums.dev.1", "0"],
      ]);
      expect(server.requests.map(({ body }) => [body.temperature, body.messages[0]!.content])).toEqual([
        [0, "Add."],
        [0, "Add."],
      ]);
    });
  });

  test("that a model grades is graded by the benchmark's judge", async () => {
    const files = {
      "registry/evals/sums.yaml": registry(
        "ModelBasedClassify",
        "    modelgraded_spec: fact\n    eval_type: cot_classify\n",
      ),
      "registry/modelgraded/fact.yaml": `fact:\n  prompt: |-\n    [Question]: {input}\n    [Expert]: {ideal}\n    [Submission]: {completion}\n  choice_strings: ABCDE\n  input_outputs: {input: completion}\n`,
      "registry/data/sums/samples.jsonl": SAMPLES.replaceAll("2 + 2 = 4", "4").replace('"2 + 2"', '"4 + 0"'),
    };
    await importAndRun(files, ["registry/evals/sums.yaml"], async ({ cwd, server, warnings }) => {
      expect(warnings).toContain("sums.dev.v0.args.modelgraded_spec: fact only counts choices");
      expect((await rowsOf(cwd)).map((row) => row["score.score"])).toEqual(["1", "0"]);
      const asked = server.requests.map(({ body }) => String(body.messages.at(-1)!.content));
      expect(asked.find((text) => text.includes("[Submission]: 4"))).toMatch(
        /^\[Question\]: Add\.\nUser: 4 \+ 0\n\n\[Expert\]: \["4","4"\]\n\[Submission\]: 4 \+ 0 = 4\n\nFirst, write out/,
      );
    });
  });
});

test("an lm-eval task sends its examples and has its figures under each filter", async () => {
  const files = {
    "task.yaml": `task: sums\ndataset_path: sums\ntest_split: test\nfewshot_split: train\nnum_fewshot: 1\ndoc_to_text: "Question: {{question}}\\nAnswer:"\ndoc_to_target: "{{answer}}"\ngeneration_kwargs: {until: ["Question:"], do_sample: false}\nfilter_list:\n  - {name: strict, filter: [{function: regex, regex_pattern: '#### (\\d+)'}, {function: take_first}]}\n  - {name: flexible, filter: [{function: regex, regex_pattern: '(\\d+)', group_select: -1}, {function: take_first}]}\nmetric_list:\n  - {metric: exact_match, regexes_to_ignore: ["(?s).*#### "]}\n`,
    "test.jsonl": '{"question": "2 + 2", "answer": "four\\n#### 4"}\n{"question": "1 + 1", "answer": "#### 3"}\n',
    "train.jsonl": '{"question": "9 + 9", "answer": "#### 18"}\n',
  };
  await importAndRun(files, ["task.yaml", "--data", "test.jsonl", "--examples", "train.jsonl"], async (imported) => {
    const { cwd, server, warnings } = imported;
    expect(warnings.trim().split("\n")).toEqual([
      "warning task.yaml:5 num_fewshot: examples are drawn with the benchmark's seed: others than those that lm-eval draws",
    ]);
    const rows = await rowsOf(cwd);
    expect(
      rows.map((row) => [row["score.exact_match,strict"], row["score.exact_match,flexible"], row["score"]]),
    ).toEqual([
      ["0", "1", "0"],
      ["0", "0", "0"],
    ]);
    expect(server.requests.map(({ body }) => body.messages[0]!.content).toSorted()).toEqual([
      "Question: 9 + 9\nAnswer: #### 18\n\nQuestion: 1 + 1\nAnswer:",
      "Question: 9 + 9\nAnswer: #### 18\n\nQuestion: 2 + 2\nAnswer:",
    ]);
    expect(server.requests[0]!.body).toMatchObject({ temperature: 0, stop: ["Question:"] });
  });
});

test("an Inspect dataset with choices uses Inspect's prompt", async () => {
  const files = { "mcq.csv": 'input,target,choices\n"What is 2 + 2?",B,"3,4"\n' };
  await importAndRun(files, ["mcq.csv"], async ({ cwd, server, warnings }) => {
    expect(warnings).toBe("warning mcq.csv target: a dataset names no scorer: choice is used\n");
    expect(server.requests[0]!.body.messages[0]!.content).toMatch(/one of A,B\.\n\nWhat is 2 \+ 2\?\n\nA\) 3\nB\) 4$/);
    expect((await rowsOf(cwd))[0]).toMatchObject({ case: "1", expected: "B" });
  });
});

function inspectLog(model: string, letters: string): string {
  const samples = [...letters].map((value, place) => ({
    id: place + 1,
    epoch: 1,
    input: `Question ${place + 1}`,
    target: "yes",
    output: { model, choices: [{ message: { role: "assistant", content: value }, stop_reason: "stop" }] },
    ...(value === "E" ? { error: { message: "the sandbox died" } } : { scores: { match: { value } } }),
  }));
  const counted = [...letters].filter((letter) => letter !== "E");
  const accuracy = counted.filter((letter) => letter === "C").length / counted.length;
  return JSON.stringify({
    version: 2,
    status: "success",
    eval: { task: "quiz", model, created: "2025-05-12T20:28:13Z", dataset: { name: "quiz" }, config: { epochs: 1 } },
    results: { scores: [{ name: "match", scorer: "match", metrics: { accuracy: { value: accuracy } } }] },
    samples,
  });
}

test("logs of Inspect become one run that show, compare, verify and export read", async () => {
  await using folder = await folderWith({
    "a.json": inspectLog("openai/a", "CCCCIIIIIIIE"),
    "b.json": inspectLog("openai/b", "CCCCCCCCCCCI"),
  });
  const at = { cwd: folder.path };
  const imported = await sameseed(["import", "a.json", "b.json"], at);
  expect(imported, imported.stderr).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toContain("quiz/openai/a  match accuracy: 0.363636 in the log, 0.363636 from the rows");
  expect((await rowsOf(folder.path)).filter((row) => row["status"] === "failed")).toMatchObject([
    { case: "12", variant: "quiz/openai/a", error: "other: the sandbox died", score: "" },
  ]);
  const [show, compare, verify, exported] = await Promise.all([
    sameseed(["show", "latest"], at),
    sameseed(["compare", "latest"], at),
    sameseed(["verify", "latest"], at),
    sameseed(["export", "latest", "--format", "xlsx"], at),
  ]);
  expect([show, compare, verify, exported].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(show.stdout).toContain("24 of 24 trials");
  expect(compare.stdout).toMatch(/quiz\/openai\/b .* better/);
});

test.runIf(existsSync(PEERS))("Inspect's own archive becomes a run (needs ../shared/data)", async () => {
  await using folder = await folderWith({});
  const log = join(PEERS, "inspect/tests/log/test_eval_log/log_streaming.eval");
  const imported = await sameseed(["import", log, "-o", "runs"], { cwd: folder.path });
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toContain("match stderr: 0.25 in the log, 0.25 from the rows");
});

describe("a mistake is an error with exit 2, and nothing is written", () => {
  const two =
    "a:\n  class: x:Match\n  args: {samples_jsonl: a.jsonl}\nb:\n  class: x:Match\n  args: {samples_jsonl: a.jsonl}\n";
  test.each<[string, readonly string[], Record<string, string>, string]>([
    [
      "a file of no known tool",
      ["notes.txt"],
      { "notes.txt": "hello" },
      "notes.txt is not a file that can be imported",
    ],
    ["no file", ["none.yaml"], {}, "There is no file"],
    [
      "two benchmarks",
      ["a.yaml", "b.yaml"],
      { "a.yaml": two, "b.yaml": two },
      "2 files are given, and a.yaml is a benchmark",
    ],
    [
      "two evals into one file",
      ["a.yaml", "-o", "b.yaml"],
      { "a.yaml": two },
      "The file holds 2 benchmarks, and b.yaml is one file",
    ],
    [
      "two evals printed",
      ["a.yaml", "-o", "-"],
      { "a.yaml": two },
      "The import consists of several files, so it cannot be printed",
    ],
    ["an invalid scale", ["a.yaml", "--scale", "match"], {}, "expected <scorer>=<number above 0>, got"],
    ["a log that is cut off", ["a.eval"], { "a.eval": "PK\u0003\u0004…" }, "the archive is incomplete"],
    [
      "a benchmark that is there already",
      ["task.yaml"],
      { "task.yaml": "task: t\ndoc_to_text: q\ndoc_to_target: a\ndataset_path: x\n", "benchmark.yaml": "name: mine" },
      "benchmark.yaml exists already",
    ],
  ])("%s", async (_, args, files, message) => {
    await using folder = await folderWith(files);
    const before = await readdir(folder.path);
    const { code, stderr } = await sameseed(["import", ...args], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(await readdir(folder.path)).toEqual(before);
  });
});
