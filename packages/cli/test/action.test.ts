import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { armsBenchmark, type Arms } from "./runs.ts";
import { folderWith, sameseed } from "./sameseed.ts";
import { TESTED_COMMAND } from "./tested-bin.ts";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}
interface UsedStep {
  readonly name: string;
  readonly if?: string;
  readonly uses: string;
  readonly with: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly (Step | UsedStep)[] };
}

const ROOT = join(import.meta.dirname, "../../..");
const ACTION = parse(await readFile(join(ROOT, "action.yml"), "utf8")) as Action;
const { version: VERSION } = JSON.parse(await readFile(join(ROOT, "packages/cli/package.json"), "utf8")) as {
  version: string;
};

const SHELL_STEPS = ACTION.runs.steps.filter((step) => "run" in step);

/** A `gh` that keeps comments in a file, as a service would: it lists them, adds one or changes one. */
const GH = `#!/usr/bin/env node
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const file = process.env.COMMENTS;
appendFileSync(file + ".calls", JSON.stringify(args) + "\\n");
const comments = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
const body = args.includes("--field") ? readFileSync(args[args.indexOf("--field") + 1].replace(/^body=@/, ""), "utf8") : "";
if (args[1] === "user") process.exit(1);
else if (args.includes("POST")) comments.push({ id: comments.length + 1, login: "github-actions[bot]", body });
else if (args.includes("PATCH")) comments.find(({ id }) => id === Number(args[3].split("/").at(-1))).body = body;
else for (const { id, login, body } of comments) if (login === process.env.ME && body.startsWith(process.env.MARK)) console.log(id);
writeFileSync(file, JSON.stringify(comments));
`;

interface Comment {
  readonly login: string;
  readonly body: string;
}

/** Runs the shell steps as a runner does, with an `npx` that is the bin of this repository. */
async function runAction(
  folder: string,
  given: Readonly<Record<string, string>>,
): Promise<{ code: number; calls: string; summary: string; outputs: string; comments: readonly Comment[] }> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const calls = join(folder, "calls.txt");
  await writeFile(join(bin, "npx"), `#!/bin/sh\necho "$@" >> "${calls}"\nshift 2\nexec ${TESTED_COMMAND} "$@"\n`);
  await writeFile(join(bin, "gh"), GH);
  await Promise.all(["npx", "gh"].map((name) => chmod(join(bin, name), 0o755)));
  const expressions: Readonly<Record<string, string>> = {
    "github.repository": "me/bench",
    "github.event.pull_request.number": given["pull request"] ?? "",
    "steps.upload.outputs.artifact-url": "https://github.com/me/bench/actions/runs/7/artifacts/9",
  };
  const inputs = {
    ...Object.fromEntries(Object.entries(ACTION.inputs).map(([name, { default: value = "" }]) => [name, value])),
    ...given,
  };
  const files = { GITHUB_OUTPUT: join(folder, "outputs.txt"), GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
  let code = 0;
  for (const { run, env, if: condition = "" } of SHELL_STEPS) {
    const isLast = condition.includes("pull_request");
    if (isLast ? expressions["github.event.pull_request.number"] === "" : code !== 0) continue;
    const values = Object.entries(env).map(([name, value]) => [
      name,
      value
        .replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => inputs[input]!)
        .replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => expressions[name]!),
    ]);
    const script = join(folder, "step.sh");
    await writeFile(script, run);
    const options = {
      cwd: folder,
      env: {
        ...process.env,
        ...files,
        ...Object.fromEntries(values),
        PATH: `${bin}:${process.env["PATH"]}`,
        GITHUB_ACTIONS: "true",
        GITHUB_ACTION_PATH: ROOT,
        COMMENTS: join(folder, "comments.json"),
      },
    };
    // The command line that a runner uses for `shell: bash`.
    const ended = await promisify(execFile)("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], options).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
    code = code === 0 ? ended : code;
  }
  const read = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
  return {
    code,
    calls: await read(calls),
    summary: await read(files.GITHUB_STEP_SUMMARY),
    outputs: await read(files.GITHUB_OUTPUT),
    comments: JSON.parse((await read(join(folder, "comments.json"))) || "[]") as readonly Comment[],
  };
}

const folderOf = (arms: Arms) =>
  folderWith({ "my benchmark.ts": armsBenchmark(arms), "package.json": '{"type":"module"}' });

test("the action is composite, describes its inputs, and no input is pasted into a script", () => {
  expect(ACTION.runs.using).toBe("composite");
  expect(
    Object.values(ACTION.inputs).every(
      ({ description, default: value, required }) => description !== "" && (required === true || value !== undefined),
    ),
  ).toBe(true);
  const texts = ACTION.runs.steps.flatMap((step) => [
    ...Object.values("run" in step ? step.env : step.with),
    step.if ?? "",
  ]);
  const used = texts.flatMap((text) => [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  expect(new Set(used)).toEqual(new Set(Object.keys(ACTION.inputs)));
  for (const { run, shell } of SHELL_STEPS)
    expect({ shell, hasExpression: run.includes("${{") }).toEqual({ shell: "bash", hasExpression: false });
});

test("it runs the benchmark, passes without a worse variant, and writes the step summary and outputs", async () => {
  await using folder = await folderOf({ cases: 40, right: { old: 10, new: 36 } });
  const { code, calls, summary, outputs } = await runAction(folder.path, {
    benchmark: "my benchmark.ts",
    margin: "0.05",
    threshold: "score=0.1 score=0.2",
    junit: "junit.xml",
  });
  expect(code).toBe(0);
  expect(calls.trim().split("\n")).toEqual([
    `--yes sameseed@${VERSION} run my benchmark.ts --out results`,
    `--yes sameseed@${VERSION} compare latest --out results --markdown results/sameseed.md --github-comment results/sameseed-comment.md --gate fail-on-worse --margin 0.05 --threshold score=0.1 --threshold score=0.2 --junit junit.xml`,
  ]);
  expect(summary).toContain("### ✓ Passed");
  expect(outputs).toBe("markdown=results/sameseed.md\n");
  expect(await readFile(join(folder.path, "results/sameseed.md"), "utf8")).toContain(
    "new/fake:m is better than old/fake:m.",
  );
});

test("it fails when a variant is worse", async () => {
  await using folder = await folderOf({ cases: 40, right: { old: 36, new: 10 } });
  const { code, summary } = await runAction(folder.path, { benchmark: "my benchmark.ts" });
  expect({ code, summary }).toEqual({ code: 1, summary: expect.stringContaining("### ✗ Failed") as string });
});

test("reports one variant, and gates it only against a baseline or by a threshold", async () => {
  await using folder = await folderOf({ cases: 20, right: { only: 18 } });
  const alone = await runAction(folder.path, { benchmark: "my benchmark.ts", junit: "junit.xml" });
  expect(alone).toMatchObject({ code: 0, summary: expect.stringContaining("nothing to compare") as string });
  expect(alone.calls).not.toContain("--gate");
  expect(await readFile(join(folder.path, "results/sameseed.md"), "utf8")).toContain("| only/fake:m | 20 |");

  const [id] = (await readdir(join(folder.path, "results"))).filter((name) => name.endsWith("arms"));
  await sameseed(["baseline", "save", id!], { cwd: folder.path });
  const against = { benchmark: "my benchmark.ts", baseline: "sameseed-baseline.json", junit: "junit.xml" };
  const gated = await runAction(folder.path, against);
  expect(gated).toMatchObject({ code: 0, summary: expect.stringContaining("### ✓ Passed") as string });
  expect(gated.calls).toContain("--against sameseed-baseline.json --gate fail-on-worse");
  expect(await readFile(join(folder.path, "junit.xml"), "utf8")).toContain("<testsuites");

  const below = await runAction(folder.path, { benchmark: "my benchmark.ts", threshold: "score=0.95" });
  expect(below).toMatchObject({ code: 1, summary: expect.stringContaining("### ✗ Failed") as string });
});

test("an invalid benchmark file ends it at the first step", async () => {
  await using folder = await folderOf({ cases: 4, right: { old: 1 } });
  const { code, calls } = await runAction(folder.path, { benchmark: "missing.ts" });
  expect({ code, steps: calls.trim().split("\n").length }).toEqual({ code: 2, steps: 1 });
});

test("a pull request has one comment, which every push changes and a failed gate leaves too", async () => {
  await using folder = await folderOf({ cases: 40, right: { old: 36, new: 10 } });
  const given = { benchmark: "my benchmark.ts", "pull request": "12" };
  const foreign = { id: 1, login: "mallory", body: "<!-- sameseed arms -->" };
  await writeFile(join(folder.path, "comments.json"), JSON.stringify([foreign]));
  const first = await runAction(folder.path, given);
  expect(first.code).toBe(1);
  expect(first.comments).toHaveLength(2);
  expect(first.comments[0]).toMatchObject(foreign);
  expect(first.comments[1]!.body).toMatch(/^<!-- sameseed arms [0-9a-f]{8} -->\n\n### ❌ Failed: arms\n/);
  expect(first.comments[1]!.body).toContain("| broken case |");
  expect(first.comments[1]!.body).toContain("artifacts/9)");
  await writeFile(join(folder.path, "my benchmark.ts"), armsBenchmark({ cases: 40, right: { old: 10, new: 36 } }));
  const second = await runAction(folder.path, given);
  expect(second.comments).toHaveLength(2);
  expect(second.comments[1]!.body).toContain("### ✅ Passed: arms");
});
