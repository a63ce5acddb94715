/** A process that is kept between commands must behave as a new one does; else the tests that use it would prove nothing. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program } from "../src/program.ts";
import { sameseed as hosted } from "./hosted-sameseed.ts";
import { ranVariants, type RunFolderOfTest } from "./runs.ts";
import { type Finished, sameseed as started } from "./sameseed.ts";

/** A benchmark of one case, and the behaviour of its model. */
function script(reply: string): string {
  return `import { contains, defineBenchmark, fake } from "sameseed";
let answers = 0;
console.log("loaded in", process.cwd(), "with", process.env.GREETING);
export default defineBenchmark({
  name: "scripted",
  cases: [{ id: "one", vars: {}, expected: "1" }],
  prompts: [{ id: "p", text: "say it" }],
  models: [fake("fake:m", () => { ${reply} })],
  scorers: [contains()],
});
`;
}

const FILES = {
  "counts.ts": script("return String(++answers);"),
  "exits.ts": script("process.exit(0);"),
  "waits.ts": "await new Promise(() => {});\n",
  "crashes.ts": script('setTimeout(() => { throw new Error("late"); }); return new Promise(() => {});'),
  "throws.ts": "\nthrow new Error('boom');\n",
  "broken.yaml": "name: x\ncases: [1, 2\nprompts: {",
};

let folders: readonly RunFolderOfTest[];
beforeAll(async () => {
  const arms = { cases: 20, right: { a: 4, b: 16 } };
  folders = [await ranVariants(arms), await ranVariants(arms)];
  for (const { path } of folders)
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(path, name), text);
});
afterAll(async () => {
  for (const folder of folders) await folder[Symbol.asyncDispose]();
});

const comparable = ({ code, stdout, stderr }: Finished) => ({
  code,
  texts: [stdout, stderr].map((text) =>
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[-\d]+(?=-)/g, "<time>")
      .replaceAll(/<time>-scripted-\d+/g, "<time>-scripted") // two runs in one second
      .replaceAll(/ +[\d.]+ m?s\b| +p50/g, ""),
  ),
});

/** Usage errors, mistakes, successes, a threshold that is missed, and scripts that end their process in some way. */
const COMMANDS = [
  [0, "--version"],
  [2, "rnu"],
  [2, "run benchmark.ts --sede 7"],
  [2, "run nothing.yaml"],
  [2, "validate broken.yaml"],
  [2, "validate throws.ts"],
  [0, "show latest"],
  [1, "compare latest --threshold score=0.9"],
  [0, "run counts.ts --no-progress-bar --format csv --out other"],
  [2, "run exits.ts --no-progress-bar --out other"],
  [2, "run waits.ts --no-progress-bar --out other"],
  [2, "run crashes.ts --no-progress-bar --out other"],
] as const;

test.each(COMMANDS)("exit code %i, `sameseed %s`: a kept process and a new one print the same", async (code, line) => {
  const [{ path: cwd }, other] = folders as [RunFolderOfTest, RunFolderOfTest];
  const options = { cwd, env: { GREETING: "hello" } };
  const args = line.split(" ");
  const real = await started(args, options);
  expect(real).toMatchObject({ code });
  expect(comparable(await hosted(args, options))).toEqual(comparable(real));
  expect(await hosted(["list"], { cwd: other.path })).toMatchObject({ code: 0, stderr: "" });
  expect(comparable(await hosted(args, options))).toEqual(comparable(real));
});

/** One command line for each command without one above; their tests use the kept process. */
const OTHERS = [
  [0, "list"],
  [0, "plan benchmark.ts"],
  [0, "verify latest"],
  [0, "note latest checked"],
  [2, "split nothing.ts"],
  [0, "models --no-local"],
  [0, "cache ls"],
  [0, "export latest --format csv -o rows.csv"],
  [2, "baseline show nothing.json"],
  [2, "annotate export latest --metric contians"],
  [2, "replay no-such-run"],
  [2, "merge no-such-run"],
  [2, "probe nothing"],
  [2, "import nothing.yaml"],
  [2, "init --no-such-flag"],
  [2, "view no-such-run"],
  [2, "worker nothing.yaml"],
  [2, "serve-tiny --port none"],
] as const;

test.each(OTHERS)(
  "exit code %i, `sameseed %s`: a kept process and a new one print the same text",
  async (code, line) => {
    const [{ path: cwd }] = folders as [RunFolderOfTest];
    const real = await started(line.split(" "), { cwd });
    expect(real).toMatchObject({ code });
    expect(comparable(await hosted(line.split(" "), { cwd }))).toEqual(comparable(real));
  },
);

test("each command is compared", () => {
  const compared = new Set([...COMMANDS, ...OTHERS].map(([, line]) => line.split(" ")[0]!));
  const names = program(() => {}).commands.map((command) => command.name());
  expect(names.filter((name) => !compared.has(name))).toEqual([]);
});

test("runs concurrent commands one after another, each with its own folder, environment and output", async () => {
  const greetings = ["one", "two", "three"];
  const printed = await Promise.all(
    greetings.map((GREETING, index) =>
      hosted(["validate", "counts.ts"], { cwd: folders[index % 2]!.path, env: { GREETING } }),
    ),
  );
  for (const [index, { code, stdout }] of printed.entries()) {
    expect(code).toBe(0);
    expect(stdout.match(/^loaded in .*$/gm)).toEqual([
      `loaded in ${folders[index % 2]!.path} with ${greetings[index]}`,
    ]);
  }
  const { stdout } = await hosted(["validate", "counts.ts"], { cwd: folders[1]!.path });
  expect(stdout).toContain("with undefined");
});
