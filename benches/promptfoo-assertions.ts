/**
 * The verdicts of promptfoo's deterministic assertions beside those of the imported config: generated assertions and
 * their `not-` on answers of many kinds, each run by both programs. Counts equal and different verdicts, with causes.
 * Run: node benches/promptfoo-assertions.ts [folder] [filter]    (the folder keeps the installation of promptfoo)
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../scripts/packed.ts";
import { ANSWERS, CONFIG, FEW, VARS } from "./promptfoo/answers.ts";
import { ASSERTED, type Asserted, SCRIPTS } from "./promptfoo/assertions.ts";
import type { Verdict } from "./promptfoo/causes.ts";
import { compared } from "./promptfoo/compared.ts";

/** promptfoo and its SQL parser. */
const PACKAGES = ["promptfoo@0.123.1", "node-sql-parser@5"];
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "promptfoo-assertions-"));
const filter = new RegExp(process.argv[3] ?? "");
const work = mkdtempSync(join(tmpdir(), "promptfoo-compared-"));

const PROVIDER = `const answers = require("./answers.json");
module.exports = class {
  id() { return "recorded"; }
  async callApi(prompt) { return answers[prompt]; }
};
`;

/** Runs Node on a script; its exit code says how many tests failed, and is ignored. */
async function node(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const options = { cwd: work, env: { ...process.env, ...env }, maxBuffer: 2 ** 30 };
  return promisify(execFile)(process.execPath, args, options).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

async function installPromptfoo(): Promise<string> {
  const main = join(folder, "node_modules/promptfoo/dist/src/main.js");
  if (existsSync(main)) return main;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const flags = ["--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", ...flags, ...PACKAGES], { cwd: folder, maxBuffer: 2 ** 26 });
  return main;
}

function writeConfig(asserted: readonly Asserted[]): void {
  const tests = asserted.flatMap(({ assert, test, isSlow = false, each = 1 }, place) =>
    (isSlow ? FEW : Object.keys(ANSWERS).filter((_, index) => (index + place) % each === 0)).map((answer) => ({
      description: `a${place}.${answer}`,
      vars: { ...VARS, answer },
      assert,
      ...test,
    })),
  );
  const files = {
    "promptfooconfig.json": JSON.stringify({
      prompts: ["{{answer}}"],
      providers: [{ id: "file://provider.cjs", config: CONFIG }],
      defaultTest: { options: { disableVarExpansion: true } },
      tests,
    }),
    "answers.json": JSON.stringify(ANSWERS),
    "provider.cjs": PROVIDER,
    ...SCRIPTS,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(work, name), text);
}

interface TheirResult {
  readonly testCase: { readonly description: string };
  readonly success: boolean;
  readonly score: number;
  readonly error?: string;
  readonly gradingResult?: { readonly reason?: string } | null;
}

async function theirs(main: string): Promise<ReadonlyMap<string, Verdict>> {
  const env = {
    PROMPTFOO_CONFIG_DIR: join(work, ".promptfoo"),
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
  };
  const flags = ["--no-cache", "--no-table", "--no-progress-bar", "--no-share", "-j", "8"];
  const said = await node([main, "eval", "-c", "promptfooconfig.json", "-o", "out.json", ...flags], env);
  if (!existsSync(join(work, "out.json"))) throw new Error(`promptfoo wrote no results: ${said.slice(-2000)}`);
  const { results } = JSON.parse(readFileSync(join(work, "out.json"), "utf8")) as {
    results: { results: readonly TheirResult[] };
  };
  return new Map(
    results.results.map(({ testCase, success, score, error, gradingResult }) => [
      testCase.description,
      { passes: success, value: score, reason: error ?? gradingResult?.reason ?? "" },
    ]),
  );
}

interface OurRow {
  readonly trial: { readonly case: { readonly metadata: { readonly description: string } } };
  readonly scores: { readonly assert?: { value: number | null; pass?: boolean; reason?: string } };
}

async function ours(): Promise<ReadonlyMap<string, Verdict>> {
  const bin = join(ROOT, "packages/cli/src/bin.ts");
  const said = await node([bin, "run", "promptfooconfig.json", "-o", "results", "--cache", "off", "-j", "8"], {});
  const runs = existsSync(join(work, "results")) ? readdirSync(join(work, "results")) : [];
  if (runs[0] === undefined) throw new Error(`sameseed made no run: ${said.slice(-2000)}`);
  writeFileSync(join(work, "said.txt"), said);
  const lines = readFileSync(join(work, "results", runs[0], "rows.jsonl"), "utf8")
    .trim()
    .split("\n");
  return new Map(
    lines.map((line) => {
      const { trial, scores } = JSON.parse(line) as OurRow;
      const { value = null, pass = null, reason = "" } = scores.assert ?? {};
      return [
        trial.case.metadata.description,
        { passes: value === null ? null : (pass ?? value === 1), value, reason },
      ];
    }),
  );
}

try {
  const main = await installPromptfoo();
  const asserted = ASSERTED.filter(({ type }) => filter.test(type));
  writeConfig(asserted);
  const [their, our] = [await theirs(main), await ours()];
  const { table, unexplained } = compared(asserted, their, our);
  console.log([table, ...unexplained].join("\n"));
  process.exitCode = unexplained.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
  if (process.argv[2] === undefined) rmSync(folder, { recursive: true, force: true });
}
