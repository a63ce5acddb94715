import { createHash } from "node:crypto";
import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { verifyCommand } from "../src/commands/verify.ts";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { openaiServer } from "./openai-server.ts";
import { copiedFolders, folderWith } from "./sameseed.ts";

const ranFolder = copiedFolders(async ({ flags, extra }: { flags: readonly string[]; extra: string }) => {
  await using server = await openaiServer({ reply: capitalAnswer, latencyMs: (number) => number % 3 });
  const folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url, extra) });
  const { code, stderr } = await sameseed(["run", "benchmark.yaml", ...flags], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "sk-canary-123" },
  });
  if (code !== 0) throw new Error(stderr);
  return folder;
});

/** A folder with a finished run, without its server and without a key in the environment. */
async function finishedRun(flags: readonly string[] = [], extra = "") {
  const folder = await ranFolder({ flags, extra });
  const [id] = await readdir(join(folder.path, "results"));
  return {
    id: id!,
    run: join(folder.path, "results", id!),
    at: { cwd: folder.path },
    edit: async (name: string, change: (text: string) => string) => {
      const file = join(folder.path, "results", id!, name);
      const text = await readFile(file, "utf8");
      const changed = change(text);
      expect(changed).not.toBe(text);
      await writeFile(file, changed);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** `sameseed verify latest` without a separate process. */
async function verified({ run }: { readonly run: string }): Promise<{ code: number; stdout: string }> {
  using log = vi.spyOn(console, "log").mockImplementation(() => {});
  const code = await verifyCommand("latest", undefined, { out: dirname(run) });
  return { code, stdout: log.mock.calls.map(([line]) => `${line}\n`).join("") };
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(
      names.map(
        async (name) =>
          [
            name,
            createHash("sha256")
              .update(await readFile(join(folder, name)))
              .digest("hex"),
          ] as const,
      ),
    ),
  );
}

test.each([[[]], [["--bom"]], [["--format", "xlsx,parquet,json,tsv"]]])(
  "replay writes a run again without key and network: all files are the same bytes (%j)",
  async (flags) => {
    await using finished = await finishedRun(flags);
    const { code, stdout } = await sameseed(["replay", "latest"], finished.at);
    expect(code).toBe(0);
    expect(stdout).toContain("direct/small");
    const copy = await hashes(`${finished.run}-replay`);
    expect(Object.keys(copy).length).toBeGreaterThan(6);
    expect(copy).toEqual(await hashes(finished.run));
    await sameseed(["replay", finished.id], finished.at);
    expect(await readdir(join(finished.run, ".."))).toEqual([
      finished.id,
      `${finished.id}-replay`,
      `${finished.id}-replay-2`,
    ]);
  },
);

test("replay with the unchanged benchmark scores the answers again and gives the same reports", async () => {
  await using finished = await finishedRun(["--aa", "--limit", "4"]);
  const { code, stderr } = await sameseed(["replay", "latest", "benchmark.yaml"], finished.at);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { "rows.jsonl": _, ...reports } = await hashes(`${finished.run}-replay`);
  const { "rows.jsonl": __, ...before } = await hashes(finished.run);
  expect(reports).toEqual(before);
});

test("replay with another scorer gives the same answers, times and seeds with other scores", async () => {
  await using finished = await finishedRun();
  await writeFile(
    join(finished.at.cwd, "strict.yaml"),
    (await readFile(join(finished.at.cwd, "benchmark.yaml"), "utf8")).replace(
      /scorers:[^]*/,
      'scorers:\n  - equals: {expected: "It is {{capital}}."}\n',
    ),
  );
  const { code, stdout } = await sameseed(["replay", "latest", "strict.yaml"], finished.at);
  expect(code).toBe(0);
  expect(stdout).toContain("No requests sent. Scored the answers of run");
  const csv = async (run: string) => (await readFile(join(run, "rows.csv"), "utf8")).split("\r\n");
  const [before, now] = [await csv(finished.run), await csv(`${finished.run}-replay`)];
  expect(now[0]).toContain("score.equals");
  expect(now.map((line) => line.split(",").slice(0, 7))).toEqual(before.map((line) => line.split(",").slice(0, 7)));
  const manifest = JSON.parse(await readFile(`${finished.run}-replay/manifest.json`, "utf8")) as {
    runId: string;
    notes: string[];
    state: string;
  };
  expect(manifest).toMatchObject({
    runId: `${finished.id}-replay`,
    state: "complete",
    notes: [`The answers are those of ${finished.id}, scored again.`],
  });
  expect((await sameseed(["verify", `${finished.id}-replay`], finished.at)).stdout).toContain("as recomputed");
});

test.each<[string, (yaml: string) => string, string]>([
  [
    "a prompt",
    (yaml) => yaml.replace('Capital of {{country}}?"}\n  - id: chat', 'The capital of {{country}}?"}\n  - id: chat'),
    "prompt direct",
  ],
  ["a parameter", (yaml) => yaml.replace("maxTokens: 20", "maxTokens: 21"), "the parameters of direct/large"],
  ["the model", (yaml) => yaml.replace("openai:large", "openai:larger"), "the model of direct/large"],
  ["the seed", (yaml) => yaml.replace("seed: 123", "seed: 124"), "the seed"],
])("never serves an answer to another request: %s changed", async (...[, change, named]) => {
  await using finished = await finishedRun();
  const file = join(finished.at.cwd, "benchmark.yaml");
  await writeFile(file, change(await readFile(file, "utf8")));
  const { code, stderr } = await sameseed(["replay", "latest", "benchmark.yaml"], finished.at);
  expect(code).toBe(2);
  expect(stderr).toContain(`given to other requests: ${named}`);
});

test("verify finds nothing in an untouched run, with --bom, --csv-raw and prices as well, and with its benchmark", async () => {
  for (const flags of [[], ["--bom", "--csv-raw"], ["--format", "xlsx,parquet,json"]]) {
    await using finished = await finishedRun(flags, "prices:\n  small: {input: 1, output: 10}\n");
    const { code, stdout } = await sameseed(["verify", "latest", "benchmark.yaml"], finished.at);
    expect(stdout).toMatch(
      /as recomputed from its 40 rows: hashes, seeds, order, costs; rows\.csv, .*report\.json.*; 40 answers scored again\./,
    );
    expect(code).toBe(0);
    expect(await readdir(join(finished.run, ".."))).toEqual([finished.id]);
  }
});

test("verify reports file, place, stored and recomputed value of any change, and exits 1", async () => {
  const changes: [file: string, change: (text: string) => string, said: RegExp][] = [
    [
      "rows.csv",
      (text) => text.replace(",completed,1,", ",completed,0,"),
      /rows\.csv, line \d+, score: stored 0, recomputed 1/,
    ],
    ["rows.csv", (text) => text.replace(/\r\nfr[^\n]*\n/, "\r\n"), /rows\.csv, line \d+/],
    [
      "summary.csv",
      (text) => text.replace(/,score,5,[^,]*,/, ",score,5,0.99,"),
      /summary\.csv, line \d+, mean: stored 0\.99, recomputed /,
    ],
    [
      "comparisons.csv",
      (text) => text.replace(/inconclusive|better|worse|equivalent|notWorse|insufficient/, "superb"),
      /comparisons\.csv, line 2, verdict: stored superb, recomputed /,
    ],
    [
      "report.json",
      (text) => text.replace(/"mean": [\d.]+/, '"mean": 0.123'),
      /report\.json, recommendation\.choices\.0\.mean: stored 0\.123, recomputed /,
    ],
    [
      "rows.jsonl",
      (text) => text.replace(/"seed":\d+/, '"seed":1'),
      /rows\.jsonl, line 1, trial\.seed: stored 1, recomputed \d+/,
    ],
    [
      "report.html",
      (text) => text.replace(/(id="answers">.)./, "$1*"),
      /report\.html, the page's answers: stored other data, recomputed what follows from the rows/,
    ],
    [
      "rows.jsonl",
      (text) => text.replace("Paris", "Lyons"),
      /rows\.jsonl, line \d+, hash of trial\.case: stored [0-9a-f]{16}, recomputed [0-9a-f]{16}/,
    ],
    [
      "rows.jsonl",
      (text) => text.replace(/"order":\d+/, '"order":9'),
      /rows\.jsonl, trial \d+, trial\.order: stored 9, recomputed \d+/,
    ],
    [
      "rows.jsonl",
      (text) => text.replace(/"costUsd":0\.00004/, '"costUsd":0'),
      /rows\.jsonl, line \d+, outcome\.costUsd: stored 0, recomputed 0\.00004/,
    ],
    [
      "rows.jsonl",
      (text) => text + text.split("\n")[3]! + "\n",
      /rows\.jsonl, line 41, trial\.index: stored a second row of trial \d+, recomputed one row a trial/,
    ],
    [
      "rows.jsonl",
      (text) => text.split("\n").slice(1).join("\n"),
      /manifest\.json, counts\.completed: stored 40, recomputed 39/,
    ],
    ["rows.jsonl", (text) => text.replace("{", "["), /rows\.jsonl, line 1: stored .* recomputed a row/],
    [
      "manifest.json",
      (text) => text.replace("Answer with one word.", "Answer with two words."),
      /manifest\.json, hash of prompt chat: stored [0-9a-f]{64}, recomputed [0-9a-f]{64}/,
    ],
    [
      "manifest.json",
      (text) => text.replace('"maxTokens": 20', '"maxTokens": 30'),
      /manifest\.json, hash of variant direct\/large/,
    ],
  ];
  await using finished = await finishedRun([], "prices:\n  small: {input: 1, output: 10}\n");
  for (const [file, change, said] of changes) {
    const before = await readFile(join(finished.run, file), "utf8");
    await finished.edit(file, change);
    const { code, stdout } = await verified(finished);
    expect(stdout, `${file} ${said}`).toMatch(said);
    expect(code).toBe(1);
    await writeFile(join(finished.run, file), before);
  }
  await rm(join(finished.run, "wide.csv"));
  expect(await sameseed(["verify", "latest"], finished.at)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("wide.csv: stored nothing, recomputed the file") as string,
  });
});

test("verify with the benchmark finds a score that was changed in the rows and in all reports", async () => {
  await using finished = await finishedRun();
  await finished.edit("rows.jsonl", (text) => text.replaceAll('{"value":0', '{"value":1'));
  for (const name of await readdir(finished.run))
    if (name !== "rows.jsonl" && name !== "manifest.json") await rm(join(finished.run, name));
  await sameseed(["replay", "latest"], finished.at);
  const forged = `${finished.id}-replay`;
  expect(await sameseed(["verify", forged], finished.at)).toMatchObject({ code: 0 });
  const { code, stdout } = await sameseed(["verify", forged, "benchmark.yaml"], finished.at);
  expect(stdout).toMatch(
    /rows\.jsonl, \w+\/\d\/\w+\/small, score contains: stored \{"value":1.*recomputed \{"value":0/,
  );
  expect(code).toBe(1);
});

test("verify reads a killed run: its incomplete line is not a row, and it has no reports yet", async () => {
  await using finished = await finishedRun();
  await appendFile(join(finished.run, "rows.jsonl"), '{"trial":{"index":');
  expect(await sameseed(["verify", "latest"], finished.at)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("stored a torn line") as string,
  });
  await finished.edit("manifest.json", (text) => text.replace('"state": "complete"', '"state": "running"'));
  expect(await sameseed(["verify", "latest"], finished.at)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("manifest.json, state: stored running, recomputed complete") as string,
  });
  await finished.edit("rows.jsonl", (text) => text.replace(/[^\n]*\n(?=[^\n]*$)/, ""));
  expect((await sameseed(["verify", "latest", "--json"], finished.at)).stdout).toContain('"count": 0');
});
