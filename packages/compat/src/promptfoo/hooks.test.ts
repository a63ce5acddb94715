import { expect, test } from "vitest";
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ImportTools, readForeignFile } from "../translation/importer.ts";
import { promptfoo } from "./promptfoo.ts";

type Hook = (...args: readonly unknown[]) => unknown;
interface Suite {
  readonly prompts: readonly { readonly raw: string }[];
  readonly tests: readonly { readonly vars?: object }[];
  readonly defaultTest?: object;
}

/** What a config becomes with these functions as its extensions, and how often each was called. */
async function translated(config: object, hooks: Readonly<Record<string, Hook>>, csv?: string) {
  const folder = await mkdtemp(join(tmpdir(), "hooks-"));
  const calls: string[] = [];
  const tools: ImportTools = {
    async *records(path) {
      const [header = "", ...rows] = (await readFile(path, "utf8")).trim().split("\n");
      for (const row of rows) yield { [header]: row };
    },
    schemaProblem: () => undefined,
    scripts: () => (reference) => {
      const call: Hook = (...args) => {
        calls.push(reference);
        return hooks[reference.replace("file://./", "")]!(...args);
      };
      return { value: call, language: "javascript", call, hash: "h" };
    },
  };
  try {
    if (csv !== undefined) await writeFile(join(folder, "tests.csv"), csv);
    await writeFile(join(folder, "promptfooconfig.yaml"), stringify({ providers: ["echo"], ...config }));
    const file = await readForeignFile(join(folder, "promptfooconfig.yaml"));
    const { benchmark, warnings } = [await promptfoo.translate(file, tools)].flat()[0]!;
    const { cases, prompts } = benchmark as unknown as {
      readonly cases: readonly {
        readonly vars: object;
        readonly metadata?: object;
        readonly scorers?: readonly object[];
      }[];
      readonly prompts: readonly object[];
    };
    return { cases, prompts, calls, warnings: warnings.map(({ key, message }) => `${key}: ${message}`) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TESTS = [
  { vars: { x: "1" }, assert: [{ type: "contains", value: "1" }] },
  { vars: { x: "2" }, assert: [{ type: "contains", value: "2" }] },
];

test("beforeAll is called once and may change tests, prompts and defaultTest", async () => {
  const { cases, prompts, calls, warnings } = await translated(
    { prompts: ["Hi {{x}}"], tests: TESTS, extensions: ["file://hook.js:beforeAll"] },
    {
      "hook.js:beforeAll": (context, hook) => {
        const { suite } = context as { readonly suite: Suite };
        expect(hook).toEqual({ hookName: "beforeAll" });
        expect(suite.prompts).toEqual([{ raw: "Hi {{x}}", label: "Hi {{x}}" }]);
        return {
          suite: {
            ...suite,
            prompts: [...suite.prompts, { raw: "Ho {{x}}", label: "ho" }],
            tests: [...suite.tests, { vars: { x: "3" }, assert: [{ type: "contains", value: "3" }] }],
            defaultTest: { metadata: { by: "hook" } },
          },
        };
      },
    },
  );
  expect(cases.map(({ vars, metadata }) => [vars, metadata])).toEqual(
    ["1", "2", "3"].map((x) => [{ x }, { by: "hook" }]),
  );
  expect(prompts).toMatchObject([{ text: "Hi {{x}}" }, { id: "ho", text: "Ho {{x}}" }]);
  expect(calls).toHaveLength(1);
  expect(warnings).toEqual([]);
});

test("beforeEach is called once for each test and may change it; a hook that gives nothing changes nothing", async () => {
  const { cases, calls } = await translated(
    { prompts: ["{{x}}"], tests: TESTS, extensions: ["file://each.js:beforeEach", "file://quiet.js:beforeEach"] },
    {
      "each.js:beforeEach": (context) => {
        const { test: given } = context as { readonly test: { readonly vars: { readonly x: string } } };
        return { test: { ...given, vars: { x: `${given.vars.x}!` } } };
      },
      "quiet.js:beforeEach": () => undefined,
    },
  );
  expect(cases.map(({ vars }) => vars)).toEqual([{ x: "1!" }, { x: "2!" }]);
  expect(calls).toHaveLength(4);
});

test("a function with a name of its own is told the hook, and what is not called is warned of", async () => {
  const seen: unknown[] = [];
  const { warnings } = await translated(
    { prompts: ["{{x}}"], tests: TESTS, extensions: ["file://all.js:handle", "file://late.js:afterAll"] },
    { "all.js:handle": (hook) => void seen.push(hook) },
  );
  expect(seen).toEqual(["beforeAll", "beforeEach", "beforeEach"]);
  expect(warnings).toEqual([
    "extensions[0]: afterEach and afterAll are not called: read the rows of the run instead",
    "extensions[1]: afterAll is not called: read the rows of the run instead",
  ]);
});

test.each<[string, Hook]>([
  [
    "throws",
    () => {
      throw new Error("no database");
    },
  ],
  ["gave no suite", () => ({ tests: [] })],
])("a hook that %s is an error with its place", async (message, hook) => {
  const config = { prompts: ["{{x}}"], tests: TESTS, extensions: ["file://hook.js:beforeAll"] };
  await expect(translated(config, { "hook.js:beforeAll": hook })).rejects.toThrow(
    expect.objectContaining({ code: "BAD_BENCHMARK", message: expect.stringContaining(message) }),
  );
});

test("an extension that is no file is warned of", async () => {
  const { warnings } = await translated({ prompts: ["{{x}}"], tests: TESTS, extensions: ["hook.js"] }, {});
  expect(warnings).toEqual([expect.stringContaining("extensions[0]: is not a file and is not called")]);
});

test("what a hook makes of a data file's tests stays text", async () => {
  const { cases } = await translated(
    { prompts: ["{{x}}"], tests: "file://tests.csv", extensions: ["file://hook.js:beforeAll"] },
    {
      "hook.js:beforeAll": (context) => {
        const { suite } = context as { readonly suite: Suite };
        const code = { type: "javascript", value: "process.exit(1)" };
        return { suite: { ...suite, tests: suite.tests.map((one) => ({ ...one, assert: [code] })) } };
      },
    },
    "x\n{{env.HOME}}\n",
  );
  expect(cases).toHaveLength(1);
  expect(cases[0]!.vars).toEqual({ x: "{{env.HOME}}" });
  expect(cases[0]).not.toHaveProperty("scorers");
});
