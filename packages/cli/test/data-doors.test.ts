import { readdirSync, readFileSync, statSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkBenchmark } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import { loadBenchmark, prepareBenchmark } from "@sameseed/pipeline/load";
import { sameseed } from "./hosted-sameseed.ts";
import { folderWith } from "./sameseed.ts";

/** Attacks by a value of a dataset; each writes a separate file if it succeeds. */
const writes = (name: string): string => `process.getBuiltinModule('fs').writeFileSync('opened-${name}','x')`;
const PAYLOADS: Readonly<Record<string, string>> = {
  global: `{{ range.constructor("${writes("global")}")() }}`,
  text: `{{ "".constructor.constructor("${writes("text")}")() }}`,
  loop: `{% for x in [1] %}{{ cycler(x).next.constructor("${writes("loop")}")() }}{% endfor %}`,
  env: "{{env.DOOR_SECRET}} {{ env['DOOR_SECRET'] }}",
  path: "file:///OUTSIDE/secret.txt",
  up: "file://../secret.txt",
  link: "file://link.txt",
  script: "file://evil.js",
  python: "file://evil.py",
  package: "package:evil:run",
};
const EXPECTED: Readonly<Record<string, string>> = {
  javascript: `javascript:${writes("javascript")}`,
  fn: `fn:${writes("fn")}`,
  code: `python:open('opened-python', 'w').write('x')`,
  file: "file://evil.js",
  pyfile: "file://evil.py",
  list: `contains-any:file://evil.js,{{ range.constructor("${writes("list")}")() }}`,
  webhook: "webhook:http://127.0.0.1:9/",
};

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const CSV = [
  "v,__expected,__prefix,__metric",
  ...Object.values(PAYLOADS).map((text) => [text, text, text, text].map(cell).join(",")),
  ...Object.values(EXPECTED).map((text) => ["x", text, "", ""].map(cell).join(",")),
].join("\n");
const TESTS: readonly object[] = [
  ...Object.values(PAYLOADS).map((v) => ({ vars: { v, w: [v, v] } })),
  { vars: "../vars.yaml" },
  { vars: { v: "x" }, assert: [{ type: "javascript", value: writes("assert") }] },
  { vars: { v: "x" }, assert: [{ type: "equals", value: "file://evil.js" }] },
  { vars: { v: "x" }, assert: [{ type: "equals", value: "x", transform: writes("transform") }] },
  { vars: { v: "x" }, assert: [{ type: "assert-set", assert: [{ type: "python", value: "file://evil.py" }] }] },
  { vars: { v: "x" }, options: { transformVars: writes("transformVars"), transform: "file://evil.js" } },
  { vars: { v: "x" }, options: { provider: "file://evil.js", prefix: PAYLOADS["global"] } },
];
const YAML = [...TESTS, "file://evil.js", "evil.py"].map((test) => `- ${JSON.stringify(test)}`).join("\n");
const CONFIG = `prompts:
  - '{{v}}'
  - file://make.js
providers: [echo]
defaultTest:
  vars: {greeting: 'Hello {{v}}'}
  assert:
    - {type: javascript, value: 'output !== "{{v}}" || "{{greeting}}" !== ""'}
tests:
  - file://tests.csv
  - file://tests.jsonl
  - file://tests.json
  - file://tests.yaml
  - vars: file://vars.yaml
scenarios: file://scenarios.yaml
`;

const FILES: Readonly<Record<string, string>> = {
  "secret.txt": "canary-outside",
  "vars.yaml": "v: canary-outside",
  "in/promptfooconfig.yaml": CONFIG,
  "in/make.js": "module.exports = ({ vars }) => `Made of ${vars.v} {{greeting}}`;\n",
  "in/evil.js": `require("fs").writeFileSync("opened-script", "x"); module.exports = () => [];\n`,
  "in/evil.py": `open("opened-script-py", "w").write("x")\ndef get_var(*all): return {"output": "x"}\n`,
  "in/tests.csv": CSV,
  "in/tests.jsonl": TESTS.map((test) => JSON.stringify(test)).join("\n"),
  "in/tests.json": JSON.stringify(TESTS),
  "in/tests.yaml": YAML,
  "in/vars.yaml": `v: ${JSON.stringify(PAYLOADS["global"])}\nw: file:///OUTSIDE/secret.txt\n`,
  "in/scenarios.yaml": `- config:\n    - vars: {v: ${JSON.stringify(PAYLOADS["text"])}}\n  tests:\n    - {assert: [{type: javascript, value: ${JSON.stringify(writes("scenario"))}}]}\n    - file://evil.js\n- {config: file://evil.js, tests: evil.py}\n`,
};

async function doors(): Promise<AsyncDisposable & { readonly cwd: string }> {
  const outside = await folderWith({ "secret.txt": "canary-outside" });
  const located = (text: string): string => text.replaceAll("/OUTSIDE", outside.path);
  const folder = await folderWith(
    Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, located(text)])),
  );
  await symlink(join(outside.path, "secret.txt"), join(folder.path, "in/link.txt"));
  return {
    cwd: join(folder.path, "in"),
    async [Symbol.asyncDispose]() {
      await folder[Symbol.asyncDispose]();
      await outside[Symbol.asyncDispose]();
    },
  };
}

const ENV = { DOOR_SECRET: "canary-environment" };

/** Every file below a folder that was not there before the command, as one text. */
function written(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  const own = paths.filter((path) => statSync(path).isFile() && !path.endsWith("link.txt"));
  return own.map((path) => readFileSync(path, "latin1")).join("\n");
}

const COMMANDS: readonly (readonly string[])[] = [
  ["validate", "promptfooconfig.yaml"],
  ["plan", "promptfooconfig.yaml"],
  ["import", "promptfooconfig.yaml", "-o", "-"],
  ["run", "promptfooconfig.yaml", "--dry-run"],
  ["run", "promptfooconfig.yaml", "--no-progress-bar"],
];

describe("no value of a dataset is run, read as a path or filled in by", () => {
  test.each(COMMANDS.map((args) => [args.join(" "), args] as const))("sameseed %s", async (_, args) => {
    await using folder = await doors();
    const { code, stdout, stderr } = await sameseed(args, { cwd: folder.cwd, env: ENV });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("--trust-data") });
    expect(readdirSync(folder.cwd).filter((name) => name.startsWith("opened"))).toEqual([]);
    expect(`${stdout}${stderr}${written(folder.cwd)}`).not.toContain("canary");
    // Only `import` shows more than twenty warnings.
    const warned = args[0] === "import" ? ["tests.csv", "tests.jsonl", "tests.json"] : ["tests.jsonl", "tests.json"];
    for (const file of warned) expect(stderr).toMatch(new RegExp(`warning ${file}(:\\d+)? `));
  });
});

describe("with --trust-data", () => {
  const run = (files: Readonly<Record<string, string>>) => folderWith(files);

  test("data has the same rights as in promptfoo, in a sandbox", async () => {
    await using folder = await run({
      "promptfooconfig.yaml": "prompts: ['{{v}}']\nproviders: [echo]\ntests: t.csv\n",
      "t.csv": `v,__expected\n{{ ["a" | upper] | join }},javascript:output === 'A'\nfile://in.txt,equals:inside\n`,
      "in.txt": "inside\n",
    });
    const { code, stdout } = await sameseed(["run", "promptfooconfig.yaml", "--trust-data", "--no-progress-bar"], {
      cwd: folder.path,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/100/) });
    const [csv] = readdirSync(join(folder.path, "results")).map((id) =>
      readFileSync(join(folder.path, "results", id, "rows.csv"), "utf8"),
    );
    expect(
      csv!
        .split("\n")
        .slice(1, 3)
        .map((line) => /,completed,(\d)/.exec(line)?.[1]),
    ).toEqual(["1", "1"]);
  });

  test.each([PAYLOADS["global"]!, PAYLOADS["path"]!, PAYLOADS["up"]!, PAYLOADS["link"]!])(
    "%s still does not come out",
    async (payload) => {
      await using folder = await doors();
      const text = payload.replaceAll("/OUTSIDE", join(folder.cwd, ".."));
      await using own = await run({
        "c.yaml": "prompts: ['{{v}}']\nproviders: [echo]\ntests: t.csv\n",
        "t.csv": `v\n${cell(text)}\n`,
      });
      if (payload === PAYLOADS["link"]) await symlink(join(folder.cwd, "../secret.txt"), join(own.path, "link.txt"));
      const { stdout, stderr } = await sameseed(["run", "c.yaml", "--trust-data", "--no-progress-bar"], {
        cwd: own.path,
      });
      expect(readdirSync(own.path).filter((name) => name.startsWith("opened"))).toEqual([]);
      expect(`${stdout}${stderr}${written(own.path)}`).not.toContain("canary");
    },
  );
});

describe("a benchmark file's dataset cannot run code", () => {
  const benchmark = (cases: string): string =>
    `name: b\ncases: ${cases}\nprompts: [{id: p, text: "{{v}}"}]\nmodels: [echo]\nscorers: [assert]\n`;
  const scorers: readonly object[] = [
    { javascript: { value: writes("native") } },
    { "not-javascript": { value: "file://evil.js" } },
    { python: { value: "file://evil.py" } },
    { equals: { expected: "x", transform: `javascript: ${writes("native")}` } },
    { equals: { expected: "x", transform: ["trim", "file://evil.js"] } },
    { "context-recall": { expected: "x", contextTransform: `javascript: ${writes("native")}` } },
    { "context-recall": { expected: "x", contextTransform: ["trim", "file://evil.js"] } },
    { "assert-set": { scorers: [{ javascript: { value: writes("native") } }] } },
    { webhook: { url: "http://127.0.0.1:9/" } },
    { classifier: { expected: "x", url: "http://127.0.0.1:9/" } },
    { "llm-rubric": { rubric: "x", judge: { model: "file://evil.js" } } },
  ];

  test("except the files that the benchmark names or allows", async () => {
    const rows = scorers.map((scorer, index) => ({ id: `c${index}`, vars: { v: "x" }, scorers: [scorer] }));
    await using folder = await folderWith({
      "evil.js": FILES["in/evil.js"]!,
      "evil.py": FILES["in/evil.py"]!,
      ...Object.fromEntries(rows.map((row, index) => [`c${index}.jsonl`, JSON.stringify(row)])),
      "b.yaml": benchmark("c0.jsonl"),
      "trusted.yaml": benchmark("{file: c0.jsonl, trustData: true}"),
    });
    for (const index of rows.keys()) {
      await writeFile(join(folder.path, "b.yaml"), benchmark(`c${index}.jsonl`));
      const prepared = await prepareBenchmark(await loadBenchmark(join(folder.path, "b.yaml")));
      await expect(checkBenchmark(prepared), JSON.stringify(scorers[index])).rejects.toMatchObject({
        code: "BAD_DATASET",
        message: expect.stringContaining(`Case "c${index}": its scorer has`),
      });
    }
    const trusted = await prepareBenchmark(await loadBenchmark(join(folder.path, "trusted.yaml")));
    await expect(checkBenchmark(trusted)).resolves.toMatchObject({ count: 1 });
    expect(readdirSync(folder.path).filter((name) => name.startsWith("opened"))).toEqual([]);
  });
});
