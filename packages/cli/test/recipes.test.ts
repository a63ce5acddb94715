import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadBenchmark } from "@sameseed/pipeline/load";
import { type Row, runBenchmark } from "sameseed";
import { expect, test } from "vitest";
import { readPage } from "./markdown.ts";
import { folderWith } from "./sameseed.ts";

const FILES = Object.fromEntries(
  readPage("docs/recipes.md").fences.flatMap(({ title, text }) => (title === undefined ? [] : [[title, text]])),
);
const KEY = `sk-proj-${"a1B2".repeat(6)}`;

/** Recipe, its export, case → score, and a text of the export from an answer and one from a case. */
const RECIPES: readonly (readonly [string, string, Readonly<Record<string, number>>, readonly [string, string]])[] = [
  ["braintrust", "braintrust.json", { "row-1": 1, "row-2": 0 }, ["Milan", "Capital of Italy?"]],
  [
    "langsmith",
    "langsmith-runs.jsonl",
    { "5a1f0c1e-0000-4000-8000-000000000001": 1, "5a1f0c1e-0000-4000-8000-000000000002": 1 },
    ["It is Rome.", "Capital of Italy?"],
  ],
  [
    "phoenix-experiment",
    "phoenix-experiment.json",
    { "RGF0YXNldEV4YW1wbGU6MQ==": 1, "RGF0YXNldEV4YW1wbGU6Mg==": 0 },
    ["It is 9.", "What is 4 plus 4?"],
  ],
  [
    "lm-eval",
    "samples_gsm8k_2026-11-03T10-00-00.000000.jsonl",
    { "gsm8k-0": 1, "gsm8k-1": 0 },
    ["It is 9.", "Question: What is 4 plus 4?"],
  ],
  ["helm", "scenario_state.json", { id1: 1, id2: 0 }, [" Naples", "Capital of Italy?"]],
  ["helm-choice", "scenario_state_choice.json", { id1: 1, id2: 0 }, [" B", "Capital of Italy?"]],
];

async function runRecipe(
  name: string,
  folder: string,
): Promise<{ rows: Row[]; notes: readonly string[]; out: string }> {
  const rows: Row[] = [];
  const benchmark = await loadBenchmark(join(folder, `${name}.yaml`));
  const finished = await runBenchmark(benchmark, { out: join(folder, "out"), onRow: (row) => rows.push(row) });
  const manifest = JSON.parse(await readFile(join(finished!.folder, "manifest.json"), "utf8")) as { notes: string[] };
  return { rows, notes: manifest.notes, out: finished!.folder };
}

test.each(RECIPES)("the recipe %s gives each case of the export its score without a warning", async (...recipe) => {
  const [name, , wanted] = recipe;
  await using folder = await folderWith(FILES);
  const { rows, notes } = await runRecipe(name, folder.path);
  const scores = rows.map(({ trial, scores }) => [trial.case.id, Object.values(scores)[0]!.value]);
  expect(Object.fromEntries(scores)).toEqual(wanted);
  expect(notes.filter((note) => !note.includes("seed"))).toEqual([]);
});

test.each(RECIPES)("the recipe %s removes and counts the keys of its export", async (...recipe) => {
  const [name, file, , [answer, question]] = recipe;
  const withKey = (text: string): string =>
    text.replaceAll(answer, `${answer} ${KEY}`).replaceAll(question, `${question} password: '${KEY}'`);
  const changed = Object.entries(FILES).map(([path, text]) => [path, /\.jsonl?$/.test(path) ? withKey(text) : text]);
  await using folder = await folderWith(Object.fromEntries(changed));
  expect(await readFile(join(folder.path, file), "utf8")).toContain(KEY);
  const { notes, out } = await runRecipe(name, folder.path);
  expect(notes.filter((note) => note.includes("[key]"))).toEqual([
    expect.stringMatching(/^[1-4] texts? in the cases looked like/),
    expect.stringMatching(/: [1-2] texts? in the answers looked like/),
  ]);
  const written = await readdir(out, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    written.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "latin1")),
  );
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => text.includes(KEY))).toEqual([]);
});

test("does not remove keys from cases that are sent to a model", async () => {
  await using folder = await folderWith({});
  await writeFile(join(folder.path, "sent.jsonl"), JSON.stringify({ id: "a", question: `Is ${KEY} a key?` }));
  await writeFile(
    join(folder.path, "sent.yaml"),
    'name: sent\ncases: sent.jsonl\nprompts: [{id: p, text: "{{question}}"}]\nmodels: [echo]\nscorers: [{contains: {expected: "{{question}}"}}]\n',
  );
  const { rows } = await runRecipe("sent", folder.path);
  expect(rows.map(({ outcome }) => "text" in outcome && outcome.text)).toEqual([`Is ${KEY} a key?`]);
});
