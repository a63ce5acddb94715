/**
 * Keeps the start quick: the command line is built, and mistakes are reported, without the packages that do
 * the work.
 */
import { statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openaiServer } from "./openai-server.ts";
import { folderWith, sameseed } from "./sameseed.ts";
import { TESTS_BUILT_CODE } from "./tested-bin.ts";

/**
 * Modules of the command line itself, in the source and in the built code, where shared chunks have a hash in
 * their names.
 */
const COMMAND_LINE = TESTS_BUILT_CODE
  ? /packages\/(?:cli\/dist\/|pipeline\/dist\/(?:choices|(?:export-formats|sameseed-here)-[\w-]+)\.js|core\/dist\/(?:error|visible-text)\.js)|node_modules\/commander\//
  : /packages\/(?:cli\/(?:src|package\.json)|pipeline\/src\/choices\/|core\/src\/(?:error|visible-text)\.ts)|node_modules\/commander\//;

/** Writes the address of each module that is loaded to stderr, the use of a locale, and `connects` before each connection. */
const TELL = `import { registerHooks } from "node:module";
import { Socket } from "node:net";
registerHooks({ load: (url, context, next) => (console.error("loaded " + url), next(url, context)) });
const { toLocaleString } = Number.prototype;
Number.prototype.toLocaleString = function (...args) {
  console.error("loaded locale:numbers");
  return toLocaleString.apply(this, args);
};
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  console.error("connects");
  return connect.apply(this, args);
};
`;

async function loaded(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; modules: string[]; builtins: string[]; locales: string[]; early: string[] }> {
  await using folder = await folderWith({ "tell.mjs": TELL, ...files });
  const hook = pathToFileURL(join(folder.path, "tell.mjs")).href;
  const { code, stderr } = await sameseed(args, { cwd: folder.path, env: { NODE_OPTIONS: `--import=${hook}` } });
  const urls = urlsIn(stderr);
  return {
    code,
    modules: urls.filter(isFile),
    builtins: urls.filter((url) => url.startsWith("node:")),
    locales: urls.filter((url) => url.startsWith("locale:")),
    early: urlsIn(stderr.split("\nconnects\n")[0]!).filter(isFile),
  };
}

function urlsIn(stderr: string): string[] {
  return [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = ""]) => url);
}

function isFile(url: string): boolean {
  return url.startsWith("file:");
}

test("--version loads the version and nothing else", async () => {
  const { code, modules } = await loaded(["--version"]);
  expect({ code, files: modules.map((url) => url.split("/").at(-1)).toSorted() }).toEqual({
    code: 0,
    files: TESTS_BUILT_CODE ? ["bin.js"] : ["bin.ts", "package-files.ts", "package.json"],
  });
});

test.each([
  ["--help", 0],
  ["run --help", 0],
  ["no-such-command", 2],
  ["run a.yaml --no-such-option", 2],
])("sameseed %s loads nothing but the command line itself", async (line, expected) => {
  const { code, modules } = await loaded(line.split(" "));
  const foreign = modules.filter((url) => !COMMAND_LINE.test(url));
  expect({ code, foreign }).toEqual({ code: expected, foreign: [] });
  expect(modules.some((url) => url.includes("/commander/"))).toBe(true);
});

const BENCHMARK = {
  "four.yaml": `name: four
cases: cases.csv
prompts: [{id: p, text: "{{word}}"}]
models: [echo, "tiny:1m"]
scorers: [contains]
`,
  "cases.csv": "id,word,expected\na,robe,robe\nb,bolt,bolt\n",
};

test("a run loads no importer, no queue, no spreadsheet reader and no HTTP server", async () => {
  const { code, modules, builtins } = await loaded(["run", "four.yaml"], BENCHMARK);
  const foreign = modules.filter(
    (url) =>
      !/compat\/(?:src\/promptfoo|dist)\/column-names/.test(url) &&
      /packages\/(?:compat|queue)\/|node_modules\/(?:bullmq|read-excel-file|hyparquet|nunjucks|yauzl)\//.test(url),
  );
  expect({ code, foreign }).toEqual({ code: 0, foreign: [] });
  expect(builtins).toContain("node:fs");
  expect(builtins).not.toContain("node:http");
});

/** Modules that no run needs before its last answer. */
const REPORTS =
  /packages\/(?:analysis|viewer)\/|packages\/reporter\/(?:dist\/index|src\/(?:index|csv|files|html|xlsx|words)\b)|packages\/pipeline\/(?:src\/(?:compare|verify)\/|dist\/(?:compare|gate|write-reports))|node_modules\/(?:papaparse|tinybench)\//;
/** Of the built code: 2.2 MB in 67 files when this was written. */
const MOST = { bytes: 2_300_000, files: 69 };

test("a run loads its reports after the last answer, and little before its first request", async () => {
  await using server = await openaiServer({ reply: () => "robe" });
  const { code, modules, builtins, locales, early } = await loaded(["run", "four.yaml", "--base-url", server.url], {
    ...BENCHMARK,
    "four.yaml": BENCHMARK["four.yaml"].replace('echo, "tiny:1m"', "openai:m"),
  });
  const reports = early.filter((url) => REPORTS.test(url));
  expect({ code, reports, locales, requests: server.requests.length }).toEqual({
    code: 0,
    reports: [],
    locales: [],
    requests: 2,
  });
  expect(modules.some((url) => REPORTS.test(url))).toBe(true);
  // They would read all root certificates, for a server without TLS.
  expect(builtins.filter((url) => /^node:(?:http2|https|tls)$/.test(url))).toEqual([]);
  if (!TESTS_BUILT_CODE) return;
  const bytes = early.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
  expect(bytes).toBeLessThan(MOST.bytes);
  expect(early.length).toBeLessThan(MOST.files);
});

test("validate loads no report", async () => {
  const { code, modules } = await loaded(["validate", "four.yaml"], BENCHMARK);
  const reports = modules.filter((url) => /packages\/reporter\/(?:src|dist)\/index\./.test(url));
  expect({ code, reports }).toEqual({ code: 0, reports: [] });
});
