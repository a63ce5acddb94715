import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, sameseed } from "./sameseed.ts";

const FILES = {
  "benchmark.yaml": `name: own
cases: {file: cases.csv, metadata: {channel: channel}}
prompts: prompts/*.txt
models: [echo]
scorers: [equals]
`,
  "cases.csv": "id,q,expected,channel\na,hi,hi,mail\nb,yo,no,chat\nc,x,x,mail\n",
  "prompts/plain.txt": "{{q}}",
  "prompts/say.txt": "Say {{q}}",
};

test("a run needs no arguments: it finds the benchmark, prompts by pattern, and writes the files that -o names", async () => {
  await using folder = await folderWith(FILES);
  const at = { cwd: folder.path };
  const ran = await sameseed(["eval", "--no-progress-bar", "-o", "out.json", "-o", "sheets/out.csv"], at);
  expect(ran).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Wrote out\.json\nWrote sheets\/out\.csv/) as string,
  });
  expect(JSON.parse(await readFile(join(folder.path, "out.json"), "utf8"))).toHaveLength(6);
  expect((await readFile(join(folder.path, "sheets/out.csv"), "utf8")).split("\n")[0]).toMatch(/^case,repeat,variant/);

  const again = await sameseed(
    ["run", "--filter-failing", "latest", "--filter-metadata", "channel=chat", "--dry-run"],
    at,
  );
  expect(
    again.stdout
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t")[1])
      .filter(Boolean),
  ).toEqual(["b", "b"]);
  const both = await sameseed(["validate", "-c", "benchmark.yaml", "benchmark.yaml"], at);
  expect(both.stdout.match(/is valid/g)).toHaveLength(2);
});

test.each([
  [["run", "--concurrency", "3"], "Did you mean --max-concurrency?"],
  [["run", "-o", "out.yaml"], ".yaml is not a format of this command"],
  [["run", "--filter-metadata", "channel"], "such as channel=mail"],
  [["run", "--env-path", "none.env"], "There is no file none.env"],
])("sameseed %j lists the valid values", async (args, message) => {
  await using folder = await folderWith(FILES);
  const { code, stderr } = await sameseed(args, { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
});

test("a key may be in .env, and variables that are set stay", async () => {
  const model = "models: [{id: m, model: http, url: 'http://127.0.0.1:9/{{env.PLACE}}'}]";
  const files = {
    ...FILES,
    "benchmark.yaml": FILES["benchmark.yaml"].replace("models: [echo]", model),
    ".env": "PLACE=x\n",
  };
  await using folder = await folderWith(files);
  await using bare = await folderWith({ ...files, ".env": "" });
  const validate = ["run", "--max-retries", "0", "--no-progress-bar"];
  expect((await sameseed(validate, { cwd: bare.path })).stderr).toContain("PLACE");
  expect((await sameseed(validate, { cwd: folder.path })).stderr).not.toContain("PLACE");
});

test("a missing file of variables is an error of the clone's script, and of --env-path in every installation", async () => {
  await using folder = await folderWith({});
  const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, "../../../package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  expect(scripts["sameseed"]).toMatch(/^node -- /); // without it Node answers before sameseed starts
  const { code, stderr } = await sameseed(["list", "--env-path", "none.env"], { cwd: folder.path });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining("There is no file none.env.") as string,
  });
});
