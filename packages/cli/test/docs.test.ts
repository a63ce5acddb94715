/**
 * What the docs say is run. Blocks of a page share one folder, in this convention:
 *
 * - a block with title="<file>" is that file; YAML and TypeScript files are validated, TypeScript is compiled;
 * - YAML without a title is a part of a benchmark file: it is completed and validated;
 * - sh is run in order and must exit 0; `sh exits <n>` must exit n; `sh background` runs until the page ends;
 *   `sh no-run <reason>` is not run;
 * - `text output` is exactly what the sh block before it prints; `text of <path>` is that file of the repository.
 *
 * `openai:` models that name no endpoint are answered by a local server.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { benchmarkJsonSchema } from "../src/benchmark-json-schema.ts";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { anchorsOf, type Fence, type Page, readPage, ROOT, tableUnder } from "./markdown.ts";
import { openaiServer } from "./openai-server.ts";
import { type Finished, folderWith, sameseed } from "./sameseed.ts";

const DOCS = ["getting-started", "benchmark-file", "models", "datasets", "scorers", "results", "seeds", "resume"].map((name) => `docs/${name}.md`);
const PAGES = ["README.md", ...DOCS, "CONTRIBUTING.md", "ARCHITECTURE.md"].map(readPage);
const BENCHMARK_READMES = ["prompt-versions", "model-choice", "mars-excerpt"].map((name) => readPage(`benchmarks/${name}/README.md`));
const LANGUAGES = ["sh", "yaml", "ts", "csv", "jsonl", "text"];

/** What a part of a benchmark file is completed with. */
const REST = {
  name: "part",
  cases: [{ id: "one", vars: {}, expected: "Paris" }],
  prompts: [{ id: "direct", text: "Say something." }],
  models: ["tiny:1m"],
  scorers: ["contains"],
};

test("every page of docs/ is checked here", async () => {
  const names = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
  expect(names.map((name) => `docs/${name}`).toSorted()).toEqual(DOCS.toSorted());
});

describe.each([...PAGES, ...BENCHMARK_READMES])("$path", (page) => {
  test("its blocks are of a kind that is checked", () => {
    for (const { language, rest, line } of page.fences) {
      expect(LANGUAGES, `line ${line}`).toContain(language);
      if (language === "sh") expect(rest, `line ${line}`).toMatch(/^(|exits \d+|background|no-run .{10,})$/);
    }
    const titles = page.fences.flatMap(({ title }) => title ?? []);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("its links lead somewhere", () => {
    for (const [, target = ""] of page.prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const found = path === "" ? page.path : join(dirname(page.path), path);
      expect(existsSync(join(ROOT, found)), target).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readPage(found)), target).toContain(anchor);
    }
  });

  test("the files it quotes are as it quotes them", async () => {
    for (const { language, rest, text } of page.fences) {
      const path = language === "text" ? /^of (\S+)$/.exec(rest)?.[1] : undefined;
      if (path !== undefined) expect(text.trimEnd()).toBe((await readFile(join(ROOT, path), "utf8")).trimEnd());
    }
  });
});

describe.each(PAGES.slice(0, -2))("$path", (page) => {
  test("its benchmark files are valid and its commands run", { timeout: 240_000 }, async () => {
    await using server = await openaiServer({ reply: () => "The capital is Paris." });
    await using folder = await folderWith({ ...filesOf(page), ...partsOf(page) });
    const port = await freePort();
    const env = { PATH: `${await binFolder(folder.path)}:${process.env["PATH"]}`, OPENAI_BASE_URL: server.url };
    const at = { cwd: folder.path, env };

    for (const file of [...Object.keys(filesOf(page)), ...Object.keys(partsOf(page))]) {
      if (!/\.(ts|yaml)$/.test(file)) continue;
      const { code, stderr } = await sameseed(["validate", file], at);
      expect(code, `${file}: ${stderr}`).toBe(0);
    }

    const background: ChildProcess[] = [];
    let before: Finished | undefined;
    try {
      for (const { language, rest, text, line } of page.fences) {
        const script = text.replaceAll("8123", String(port));
        if (language === "text" && rest === "output") expect(before?.stdout, `line ${line}`).toBe(text);
        if (language !== "sh" || rest.startsWith("no-run")) continue;
        if (rest === "background") {
          background.push(await startInBackground(script, at));
          continue;
        }
        before = await shell(script, at);
        const expected = Number(/^exits (\d+)$/.exec(rest)?.[1] ?? 0);
        expect(before.code, `line ${line}:\n${text}\n${before.stdout}\n${before.stderr}`).toBe(expected);
      }
    } finally {
      for (const child of background) child.kill("SIGTERM");
    }
  });
});

test("every TypeScript block compiles", { timeout: 120_000 }, async () => {
  const blocks = PAGES.flatMap((page) => page.fences.filter(({ language }) => language === "ts").map((fence) => [page, fence] as const));
  expect(blocks.every(([, { title }]) => title !== undefined)).toBe(true);
  await using folder = await folderWith({
    ...Object.fromEntries(blocks.map(([page, fence]) => [join(page.path, fence.title!), withRootImports(fence)])),
    "tsconfig.json": JSON.stringify({
      extends: join(ROOT, "tsconfig.base.json"),
      compilerOptions: {
        paths: { sameseed: [join(ROOT, "packages/cli/src/index.ts")], "@sameseed/*": [join(ROOT, "packages/*/src/index.ts")] },
        typeRoots: [join(ROOT, "node_modules/@types")],
      },
      include: ["**/*.ts"],
    }),
  });
  const { code, stdout } = await execute(join(ROOT, "node_modules/.bin/tsc"), ["-p", folder.path], { cwd: folder.path, env: {} });
  expect(stdout).toBe("");
  expect(code).toBe(0);
});

test("every path that ARCHITECTURE.md and CONTRIBUTING.md name exists", () => {
  for (const name of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
    const paths = [...readPage(name).prose.matchAll(/`((?:packages|benchmarks|benches|docs|results|scripts)(?:\/[^`\s]*)?|\.[^`\s/]+\.json)`/g)].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(existsSync(join(ROOT, path)), path).toBe(true);
  }
});

describe("the reference is complete", () => {
  const files: Record<string, string> = {};
  beforeAll(async () => {
    await using server = await openaiServer({ reply: capitalAnswer });
    await using folder = await folderWith({ "cases.csv": CAPITALS_CSV, "benchmark.yaml": capitalsYaml(server.url) });
    await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
    const [id] = await readdir(join(folder.path, "results"));
    const run = join(folder.path, "results", id!);
    for (const name of await readdir(run)) files[name] = await readFile(join(run, name), "utf8");
  });
  const page = readPage("docs/results.md");
  const columnsOf = (name: string) => files[name]!.split("\r\n", 1)[0]!.split(",");
  const general = (column: string) => column.replace(/^(score|reason)\.contains$/, "$1.<scorer>").replace(/^vars\..*/, "vars.<name>").replace(/^[^.]*\/[^.]*\./, "<variant>.");

  test.each(["rows.csv", "summary.csv", "wide.csv"])("docs/results.md has every column of %s, in order, and no other", (name) => {
    expect(tableUnder(page, `## \`${name}\``)).toEqual([...new Set(columnsOf(name).map(general))]);
  });

  test("docs/results.md has every file of a run", () => {
    expect(tableUnder(page, "# Results").toSorted()).toEqual(Object.keys(files).toSorted());
  });

  test("docs/results.md has every key of the manifest", () => {
    expect(tableUnder(page, "## `manifest.json`").toSorted()).toEqual(Object.keys(JSON.parse(files["manifest.json"]!) as object).toSorted());
  });

  test("docs/benchmark-file.md, models.md and scorers.md have every key of a benchmark file", () => {
    const text = ["docs/benchmark-file.md", "docs/models.md", "docs/scorers.md"].map((path) => readPage(path).text).join("\n");
    for (const key of keysOf(benchmarkJsonSchema())) expect(text, key).toContain(`\`${key}\``);
  });
});

function filesOf(page: Page): Record<string, string> {
  return Object.fromEntries(page.fences.flatMap(({ title, text }) => (title === undefined || title.startsWith("packages/") ? [] : [[title, text]])));
}

function partsOf(page: Page): Record<string, string> {
  const parts = page.fences.filter(({ language, title }) => language === "yaml" && title === undefined);
  return Object.fromEntries(parts.map(({ text, line }) => [`part-of-line-${line}.yaml`, stringify({ ...REST, ...(parse(text) as object) })]));
}

/** A recipe stands in the repository; its relative imports are resolved from there. */
function withRootImports({ title, text }: Fence): string {
  return text.replaceAll(/from "(\.[^"]+)"/g, (_, path: string) => `from "${join(ROOT, dirname(title!), path)}"`);
}

/** A folder with `sameseed` and the Node that runs this test. */
async function binFolder(folder: string): Promise<string> {
  const bin = join(folder, ".bin");
  await mkdir(bin);
  await writeFile(join(bin, "sameseed"), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "packages/cli/src/bin.ts")}" "$@"\n`);
  await chmod(join(bin, "sameseed"), 0o755);
  return bin;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

const shell = (script: string, at: Surroundings): Promise<Finished> => execute("sh", ["-e", "-c", script], at);

async function execute(command: string, args: readonly string[], at: Surroundings): Promise<Finished> {
  const child = start(command, args, at);
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

function start(command: string, args: readonly string[], { cwd, env }: Surroundings): ChildProcess {
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...inherited } = process.env;
  return spawn(command, args, { cwd, env: { ...inherited, NO_COLOR: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts one command and waits for its first line. */
async function startInBackground(script: string, at: Surroundings): Promise<ChildProcess> {
  const child = start("sh", ["-c", `exec ${script}`], at);
  await Promise.race([once(child.stdout!, "data"), once(child, "close")]);
  expect(child.exitCode).toBeNull();
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function keysOf(schema: unknown): Set<string> {
  if (Array.isArray(schema)) return new Set(schema.flatMap((item) => [...keysOf(item)]));
  if (typeof schema !== "object" || schema === null) return new Set();
  const own = "properties" in schema ? Object.keys(schema.properties as object) : [];
  return new Set([...own, ...Object.values(schema).flatMap((value) => [...keysOf(value)])]);
}
