/**
 * Runs the code blocks of the docs. Blocks of a page share one folder, with these rules:
 *
 * - a block with title="<file>" is that file; YAML and TypeScript files that no command of the page reads are
 *   validated, TypeScript is compiled;
 * - YAML without a title is a part of a benchmark file: it is completed and validated;
 * - sh is run in order and must exit 0; `sh exits <n>` must exit n; `sh background` runs until the page ends;
 *   `sh stopped by <signal>` is one run that gets the signal when it has stored a row; `sh no-run <reason>`
 *   is not run;
 * - `text output` is exactly what the sh block before it prints; `text of <path>` is that file of the
 *   repository.
 *
 * A local server answers `openai:` models without a base URL.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, glob, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { checkBenchmark } from "@sameseed/core";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { benchmarkJsonSchema, loadBenchmark, prepareBenchmark } from "@sameseed/pipeline/load";
import { program } from "../src/program.ts";
import { capitalAnswer, CAPITALS_CSV, capitalsYaml } from "./fixtures.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { anchorsOf, type Fence, type Page, readPage, ROOT, tableUnder } from "./markdown.ts";
import { openaiServer } from "./openai-server.ts";
import { plainCommands } from "./plain-commands.ts";
import { type Finished, folderWith } from "./sameseed.ts";
import { TESTED_COMMAND, TESTS_BUILT_CODE } from "./tested-bin.ts";

const DOCS = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => readPage(`docs/${name}`));
const RUN = [readPage("README.md"), ...DOCS];
const READ = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "results/README.md"].map(readPage);
const BENCHMARKS = readdirSync(join(ROOT, "benchmarks")).map((name) => readPage(`benchmarks/${name}/README.md`));
const PAGES = [...RUN, ...READ, ...BENCHMARKS];

const LANGUAGES = ["sh", "yaml", "ts", "csv", "jsonl", "text"];
const KINDS_OF_SH = /^(|exits \d+|background|stopped by SIG(?:INT|KILL)|no-run .{10,})$/;
/** The port in the docs; the test takes a free one. */
const PORT = "8123";

/** Where TypeScript finds the packages. After a build these are the types that users get, which are checked faster. */
const [files, suffix] = TESTS_BUILT_CODE ? ["dist", ".d.ts"] : ["src", ".ts"];
const TYPES_OF_PACKAGES = {
  customConditions: TESTS_BUILT_CODE ? ["built"] : [],
  paths: {
    sameseed: [join(ROOT, `packages/cli/${files}/index${suffix}`)],
    "sameseed/vitest": [join(ROOT, `packages/cli/${files}/vitest${suffix}`)],
    vitest: [join(ROOT, "node_modules/vitest/dist/index.d.ts")],
    "@sameseed/*": [join(ROOT, `packages/*/${files}/index${suffix}`)],
  },
};

/** The rest of a benchmark file for a block with a part of one. */
const REST = {
  name: "part",
  cases: [{ id: "fr", vars: { country: "France" }, expected: "Paris" }],
  prompts: [{ id: "direct", text: "Say something." }],
  models: ["tiny:1m"],
  scorers: ["contains"],
};

describe.each(PAGES)("$path", (page) => {
  test("its blocks are of a checked kind, each file once", () => {
    const unknown = page.fences.filter(
      ({ language, rest }) => !LANGUAGES.includes(language) || (language === "sh" && !KINDS_OF_SH.test(rest)),
    );
    const titles = page.fences.flatMap(({ title }) => title ?? []);
    expect({ unknown, twice: titles.filter((title, place) => titles.indexOf(title) !== place) }).toEqual({
      unknown: [],
      twice: [],
    });
  });

  test("its text contains the names of files and the exit codes, which GitHub does not show", () => {
    const unsaid = page.fences.filter(
      ({ title, rest, before }) =>
        (title !== undefined &&
          !before.includes(`\`${title.split("/").at(-1)}\``) &&
          !before.includes(`\`${title}\``)) ||
        (/^exits [1-9]/.test(rest) && !/\bexits? (?:code |with )/.test(before)),
    );
    expect(unsaid.map(({ line, title, rest }) => `${page.path}:${line}: ${title ?? rest}`)).toEqual([]);
  });

  test("its links have targets", () => {
    const links = [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    expect(links.filter((target) => !/^https?:/.test(target) && !leadsSomewhere(page, target))).toEqual([]);
  });

  test("the files that it quotes match the quotes", async () => {
    const quotes = page.fences.flatMap(({ language, rest, text }) => {
      const path = language === "text" ? /^of (\S+)$/.exec(rest)?.[1] : undefined;
      return path === undefined ? [] : [{ path, text: text.trimEnd() }];
    });
    const files = await Promise.all(
      quotes.map(async ({ path }) => ({ path, text: (await readFile(join(ROOT, path), "utf8")).trimEnd() })),
    );
    expect(quotes).toEqual(files);
  });
});

test.each(RUN)("$path: its benchmark files are valid and its commands give the shown output", async (page) => {
  await using server = await openaiServer({ reply: () => "The capital is Paris." });
  const files = { ...filesOf(page), ...partsOf(page) };
  await using folder = await folderWith(files);
  const bin = await binFolder(folder.path);
  const at = { cwd: folder.path, env: { PATH: `${bin}:${process.env["PATH"]}`, OPENAI_BASE_URL: server.url } };
  const commands = commandsOf(page);
  const unread = Object.keys(files).filter(
    (name) => /\.(ts|yaml)$/.test(name) && !commands.some(({ text }) => text.includes(name)),
  );
  expect(await problemsOfFiles(unread, at)).toEqual([]);
  expect(await problemsOfCommands(page, at)).toEqual([]);
});

test("commands that run without a shell have the arguments that a shell gives them", async () => {
  const scripts = RUN.flatMap(commandsOf).flatMap(({ text }) => (plainCommands(text) === null ? [] : [text]));
  expect(scripts.length).toBeGreaterThan(50);
  const print = `sameseed() { printf '%s\\0' "$@" end; }`;
  const { stdout } = await execute("sh", ["-e", "-c", [print, ...scripts].join("\n")], { cwd: ROOT, env: {} });
  const commands = scripts.flatMap((script) => plainCommands(script)!);
  expect(commands.map((args) => [...args, "end\0"].join("\0")).join("")).toBe(stdout);
});

test("every TypeScript block compiles", async () => {
  const blocks = PAGES.flatMap((page) =>
    page.fences.filter(({ language }) => language === "ts").map((fence) => [page, fence] as const),
  );
  await using folder = await folderWith({
    ...Object.fromEntries(
      blocks.map(([page, fence]) => [join(page.path, fence.title ?? `line-${fence.line}.ts`), withRootImports(fence)]),
    ),
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      extends: join(ROOT, "tsconfig.base.json"),
      compilerOptions: {
        ...TYPES_OF_PACKAGES,
        typeRoots: [join(ROOT, "node_modules/@types")],
      },
      include: ["**/*.ts"],
    }),
  });
  expect(blocks.length).toBeGreaterThan(5);
  const compiled = await execute(join(ROOT, "node_modules/.bin/tsc"), ["-p", folder.path], {
    cwd: folder.path,
    env: {},
  });
  expect(compiled).toEqual({ code: 0, stdout: "", stderr: "" });
});

test.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("every path that %s names exists", (name) => {
  const named = /`((?:packages|benchmarks|benches|docs|results|scripts)(?:\/[^`\s]*)?|\.[^`\s/]+\.json)`/g;
  const paths = [...readPage(name).prose.matchAll(named)].map(([, path = ""]) => path);
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

describe("the reference is complete", () => {
  const files: Record<string, string> = {};
  let judgesCsv = "";
  beforeAll(async () => {
    await using server = await openaiServer({ reply: capitalAnswer });
    const mapped = "cases: {file: ./cases.csv, id: id, vars: {country: country, capital: capital}}\nslices: [region]";
    const benchmark = capitalsYaml(server.url)
      .replace("contains: {", "contains: {threshold: 1, ")
      .replace("cases: ./cases.csv", mapped);
    const cases = CAPITALS_CSV.trimEnd()
      .split("\n")
      .map((line, index) => `${line},${index === 0 ? "region" : ["north", "south"][index % 2]}\n`)
      .join("");
    await using folder = await folderWith({ "cases.csv": cases, "benchmark.yaml": benchmark });
    await sameseed(["run", "benchmark.yaml"], { cwd: folder.path });
    const [id] = await readdir(join(folder.path, "results"));
    const run = join(folder.path, "results", id!);
    for (const name of await readdir(run)) files[name] = await readFile(join(run, name), "utf8");
    const judge = `  - llm-rubric: {rubric: "Names a town.", judge: {model: "openai:judge", baseUrl: "${server.url}"}}`;
    await writeFile(join(folder.path, "judged.yaml"), `${benchmark}${judge}`);
    await sameseed(["run", "judged.yaml", "--out", "judged"], { cwd: folder.path });
    const [judged] = await readdir(join(folder.path, "judged"));
    judgesCsv = await readFile(join(folder.path, "judged", judged!, "judges.csv"), "utf8");
  });
  const results = readPage("docs/results.md");
  const columnsOf = (name: string) =>
    (name === "judges.csv" ? judgesCsv : files[name]!).split("\r\n", 1)[0]!.split(",");

  test.each(["rows.csv", "summary.csv", "comparisons.csv", "slices.csv", "factors.csv", "judges.csv", "wide.csv"])(
    "docs/results.md has every column of %s, in order, and no other",
    (name) => {
      expect(tableUnder(results, `## \`${name}\``)).toEqual([...new Set(columnsOf(name).map(inGeneral))]);
    },
  );

  test("docs/results.md has every file of a run", () => {
    expect(tableUnder(results, "# Results").toSorted()).toEqual(Object.keys(files).toSorted());
  });

  test("docs/results.md has every key of the manifest", () => {
    expect(tableUnder(results, "## `manifest.json`").toSorted()).toEqual(
      Object.keys(JSON.parse(files["manifest.json"]!) as object).toSorted(),
    );
  });

  test("the docs run every command", () => {
    const said = RUN.flatMap(({ fences }) =>
      fences.filter(({ language }) => language === "sh").map(({ text }) => text),
    ).join("\n");
    const commands = program(() => {}).commands.map((command) => command.name());
    expect(commands.filter((name) => !said.includes(`sameseed ${name}`))).toEqual([]);
  });

  test("the guides document every key of a benchmark file", () => {
    const text = [
      "benchmark-file",
      "prompts",
      "models",
      "own-models",
      "scorers",
      "code-scorers",
      "answer-reading",
      "judges",
    ]
      .map((name) => readPage(`docs/${name}.md`).text)
      .join("\n");
    expect([...keysOf(benchmarkJsonSchema())].filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});

function leadsSomewhere(page: Page, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const found = path === "" ? page.path : join(dirname(page.path), path);
  return existsSync(join(ROOT, found)) && (anchor === undefined || anchorsOf(readPage(found)).has(anchor));
}

function filesOf(page: Page): Record<string, string> {
  return Object.fromEntries(page.fences.flatMap(({ title, text }) => (title === undefined ? [] : [[title, text]])));
}

function partsOf(page: Page): Record<string, string> {
  const parts = page.fences.filter(({ language, title }) => language === "yaml" && title === undefined);
  return Object.fromEntries(
    parts.map(({ text, line }) => [`part-of-line-${line}.yaml`, stringify({ ...REST, ...(parse(text) as object) })]),
  );
}

/** A column's name as the docs write it, for any scorer, variable and variant. */
function inGeneral(column: string): string {
  return column
    .replace(/^(score|reason|pass)\.contains$/, "$1.<scorer>")
    .replace(/^(vars|metadata)\..*/, "$1.<name>")
    .replace(/^[^.]*\/[^.]*\./, "<variant>.");
}

/** A recipe is in the repository; its relative imports are resolved from there. */
function withRootImports({ title = "", text }: Fence): string {
  return text.replaceAll(/from "(\.[^"]+)"/g, (_, path: string) => `from "${join(ROOT, dirname(title), path)}"`);
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** The blocks of a page that are run. */
function commandsOf({ fences }: Page): Fence[] {
  return fences.filter(({ language, rest }) => language === "sh" && !rest.startsWith("no-run"));
}

/** What `sameseed validate` finds in the files. YAML is checked in this process, since pages have many parts. */
async function problemsOfFiles(names: readonly string[], at: Surroundings): Promise<unknown[]> {
  const problems: unknown[] = [];
  for (const name of names) {
    if (name.endsWith(".yaml")) {
      const path = join(at.cwd, name);
      const check = async () => checkBenchmark(await prepareBenchmark(await loadBenchmark(path)));
      await check().catch((error: unknown) => problems.push({ name, error }));
    } else {
      const { code, stderr } = await sameseed(["validate", name], at);
      if (code !== 0) problems.push({ name, stderr });
    }
  }
  return problems;
}

async function problemsOfCommands(page: Page, at: Surroundings): Promise<unknown[]> {
  const port = await freePort();
  const background: ChildProcess[] = [];
  const problems: unknown[] = [];
  const commands = new Set(commandsOf(page));
  let before: Finished | undefined;
  try {
    for (const fence of page.fences) {
      const { language, rest, text, line } = fence;
      if (language === "text" && rest === "output" && before?.stdout !== text)
        problems.push({ line, says: text, prints: before?.stdout });
      if (!commands.has(fence)) continue;
      const script = text.replaceAll(PORT, String(port));
      if (rest === "background") {
        background.push(await startInBackground(script, at));
        continue;
      }
      const signal = /^stopped by (\w+)$/.exec(rest)?.[1] as NodeJS.Signals | undefined;
      before = await (signal === undefined ? runScript(script, at) : stop(script, signal, at));
      const expected = signal === undefined ? Number(/^exits (\d+)$/.exec(rest)?.[1] ?? 0) : codeOf(signal);
      if (before.code !== expected) problems.push({ line, text, expected, ...before });
    }
  } finally {
    for (const child of background) child.kill("SIGTERM");
  }
  return problems;
}

/** A folder with a `sameseed` that is the bin under test, under the Node of this test. */
async function binFolder(folder: string): Promise<string> {
  const bin = join(folder, ".bin");
  await mkdir(bin);
  await writeFile(join(bin, "sameseed"), `#!/bin/sh\nexec ${TESTED_COMMAND} "$@"\n`);
  await chmod(join(bin, "sameseed"), 0o755);
  return bin;
}

/** As `sh -e` runs it. Scripts of plain commands need no shell, and no new process for each command. */
async function runScript(script: string, at: Surroundings): Promise<Finished> {
  const commands = plainCommands(script);
  if (commands === null) return execute("sh", ["-e", "-c", script], at);
  let all: Finished = { code: 0, stdout: "", stderr: "" };
  for (const args of commands) {
    const { code, stdout, stderr } = await sameseed(args, at);
    all = { code, stdout: all.stdout + stdout, stderr: all.stderr + stderr };
    if (code !== 0) break;
  }
  return all;
}

async function execute(command: string, args: readonly string[], at: Surroundings): Promise<Finished> {
  return ended(start(command, args, at));
}

async function ended(child: ChildProcess): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code: signal === null ? code : codeOf(signal), stdout, stderr };
}

/** The exit code that a shell has for a command that was ended by the signal. */
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Starts one run and sends it the signal once rows of it are stored, however long it takes to get there. */
async function stop(script: string, signal: NodeJS.Signals, at: Surroundings): Promise<Finished> {
  const before = await bytesOfRows(at.cwd);
  const child = start("sh", ["-c", `exec ${script}`], at);
  const finished = ended(child);
  while (child.exitCode === null && (await bytesOfRows(at.cwd)) === before) await setTimeout(5);
  child.kill(signal);
  return finished;
}

async function bytesOfRows(cwd: string): Promise<number> {
  const sizes = await Array.fromAsync(glob("results/*/rows.jsonl", { cwd }), (path) => stat(join(cwd, path)));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

function start(command: string, args: readonly string[], { cwd, env }: Surroundings): ChildProcess {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...inherited } = process.env;
  return spawn(command, args, { cwd, env: { ...inherited, NO_COLOR: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts one command and waits for its first line. */
async function startInBackground(script: string, at: Surroundings): Promise<ChildProcess> {
  const child = start("sh", ["-c", `exec ${script}`], at);
  await Promise.race([once(child.stdout!, "data"), once(child, "close")]);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The names of all properties of a JSON Schema, at any depth. */
function keysOf(schema: unknown): Set<string> {
  if (Array.isArray(schema)) return new Set(schema.flatMap((item) => [...keysOf(item)]));
  if (typeof schema !== "object" || schema === null) return new Set();
  const own = "properties" in schema ? Object.keys(schema.properties as object) : [];
  return new Set([...own, ...Object.values(schema).flatMap((value) => [...keysOf(value)])]);
}
