import { expect, test } from "vitest";
import { mkdir, readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ImportOptions, type ImportTools, readForeignFile } from "../translation/importer.ts";
import { promptfoo } from "./promptfoo.ts";

type Hook = (...args: readonly unknown[]) => unknown;
interface Suite {
  readonly prompts: readonly { readonly raw: string }[];
  readonly tests: readonly { readonly vars?: object }[];
  readonly defaultTest?: object;
}

/** The translated config with these functions as its extensions, and the number of calls of each. */
async function translated(
  config: object,
  hooks: Readonly<Record<string, Hook>>,
  csv?: string,
  options: ImportOptions = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "hooks-"));
  const calls: string[] = [];
  const tools: ImportTools = {
    async *records(path) {
      const [header = "", ...rows] = (await readFile(path, "utf8")).trim().split("\n");
      for (const row of rows) yield { [header]: row };
    },
    schemaProblem: () => undefined,
    scripts: () => (reference) => {
      const hook = hooks[reference.replace(/^file:\/\/(?:\.\/)?/, "")];
      if (hook === undefined) throw new Error(`${reference} has no such export.`);
      const call: Hook = (...args) => {
        calls.push(reference);
        return hook(...args);
      };
      return { value: call, language: "javascript", call, hash: "h" };
    },
  };
  try {
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "p.txt"), "Say {{x}}");
    await writeFile(join(folder, "sub/vars.yaml"), "x: of sub\n");
    await writeFile(join(folder, "sub/tests.yaml"), "- vars: vars.yaml\n");
    if (csv !== undefined) await writeFile(join(folder, "tests.csv"), csv);
    await writeFile(join(folder, "promptfooconfig.yaml"), stringify({ providers: ["echo"], ...config }));
    const file = await readForeignFile(join(folder, "promptfooconfig.yaml"));
    const { benchmark, warnings } = [await promptfoo.translate(file, tools, options)].flat()[0]!;
    const { cases, prompts } = benchmark as unknown as {
      readonly cases: readonly {
        readonly vars: object;
        readonly metadata?: object;
        readonly scorers?: readonly object[];
      }[];
      readonly prompts: readonly object[];
    };
    const { scorers } = benchmark as unknown as { readonly scorers: readonly object[] };
    return { cases, prompts, scorers, calls, warnings: warnings.map(({ key, message }) => `${key}: ${message}`) };
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

test("calls beforeEach once per test, which may change it; a hook without a result changes nothing", async () => {
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

test("a function with its own name receives the hook's name, and hooks that are not called give a warning", async () => {
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

test("warns of an extension that is not a file", async () => {
  const { warnings } = await translated({ prompts: ["{{x}}"], tests: TESTS, extensions: ["hook.js"] }, {});
  expect(warnings).toEqual([expect.stringContaining("extensions[0]: is not a file and is not called")]);
});

test("a hook's changes to a data file's tests stay text", async () => {
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

const HOSTILE = "x\n{{ 7*7 }}\nfile://../outside.txt\n";
const CELLS = [{ x: "{{ 7*7 }}" }, { x: "file://../outside.txt" }];
const copying: Hook = (context) => {
  const { suite } = context as { readonly suite: Suite };
  return { suite: { ...suite, tests: suite.tests.map((one) => ({ ...one, description: "seen" })) } };
};

test.each<[string, object]>([
  ["a CSV", { tests: "file://tests.csv" }],
  [
    "a scenario",
    { scenarios: [{ config: "file://tests.csv", tests: [{ assert: [{ type: "contains", value: "a" }] }] }] },
  ],
])("cells of %s stay text after a hook that copies the tests", async (_, tests) => {
  const config = { prompts: ["{{x}}"], ...tests, extensions: ["file://hook.js:beforeAll"] };
  const { cases } = await translated(config, { "hook.js:beforeAll": copying }, HOSTILE);
  expect(cases.map(({ vars }) => vars)).toEqual(CELLS);
  expect(cases.map(({ metadata }) => metadata)).toEqual([{ description: "seen" }, { description: "seen" }]);
});

test.each<[string, unknown, string]>([
  ["throws null", () => Promise.reject(null), "the script throws: null"],
  ["gives no test", () => ({ test: "x" }), "gave no test"],
  ["gives a number without JSON", () => ({ test: { vars: { x: 10n } } }), "a value cannot be stored as JSON"],
  [
    "gives a circle",
    () => {
      const vars: Record<string, unknown> = {};
      vars["self"] = vars;
      return { test: { vars: { x: vars } } };
    },
    "a value cannot be stored as JSON",
  ],
])("a beforeEach that %s is an error with its place", async (_, hook, message) => {
  const config = { prompts: ["{{x}}"], tests: [{ vars: { x: "a" } }], extensions: ["file://h.js:beforeEach"] };
  await expect(translated(config, { "h.js:beforeEach": hook as Hook })).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringContaining(message),
  });
});

test("a beforeAll with tests that are not a list is an error, and a hook without a context a warning", async () => {
  const config = (hook: string): object => ({
    prompts: ["{{x}}"],
    tests: [{ vars: { x: "a" } }],
    extensions: [`file://h.js:${hook}`],
  });
  await expect(
    translated(config("beforeAll"), { "h.js:beforeAll": () => ({ suite: { tests: "x" } }) }),
  ).rejects.toThrow("gave tests that are not a list");
  const { warnings, cases } = await translated(config("beforeEach"), { "h.js:beforeEach": () => 42 });
  expect(warnings).toContainEqual(expect.stringContaining("beforeEach returned 42, not {test}: it changes nothing"));
  expect(cases).toHaveLength(1);
});

test("sends a test whose answer beforeEach stores before its readers", async () => {
  const { cases } = await translated(
    {
      prompts: ["{{x}}"],
      tests: [{ vars: { x: "a" } }, { vars: { x: "after {{first}}" } }],
      extensions: ["file://h.js:beforeEach"],
    },
    {
      "h.js:beforeEach": (context) => {
        const { test: one } = context as { readonly test: { readonly vars: { readonly x: string } } };
        return one.vars.x === "a" ? { test: { ...one, options: { storeOutputAs: "first" } } } : context;
      },
    },
  );
  expect(cases).toMatchObject([
    { chain: "chain-1", storeAs: "first", vars: { x: "a" } },
    { chain: "chain-1", vars: { x: "after {{first}}" } },
  ]);
});

test("a scenario's cell that beforeEach puts into another variable stays text", async () => {
  const { cases } = await translated(
    {
      prompts: ["{{copy}}"],
      scenarios: [{ config: "file://tests.csv", tests: [{ assert: [{ type: "javascript", value: "true" }] }] }],
      extensions: ["file://hook.js:beforeEach"],
    },
    {
      "hook.js:beforeEach": (context) => {
        const { test: one } = context as { readonly test: { readonly vars: { readonly x: string } } };
        return { test: { ...one, vars: { ...one.vars, copy: one.vars.x } } };
      },
    },
    HOSTILE,
  );
  expect(cases.map(({ vars }) => vars)).toEqual(CELLS.map(({ x }) => ({ x, copy: x })));
});

test("a hook that changes its copy and returns nothing has no effect and gives a warning", async () => {
  const { cases, warnings } = await translated(
    { prompts: ["{{x}}"], tests: "file://tests.csv", extensions: ["file://hook.js:beforeAll"] },
    {
      "hook.js:beforeAll": (context) => {
        const { suite } = context as { suite: { tests: { vars: { x: string }; assert?: object[] }[] } };
        for (const one of suite.tests) one.assert = [{ type: "javascript", value: one.vars.x }];
      },
    },
    "x\nprocess.exit(1)\n",
  );
  expect(cases[0]).not.toHaveProperty("scorers");
  expect(warnings).toEqual([expect.stringContaining("does not return it: nothing is changed; return {suite}")]);
});

test("with trust a copy may name files of the config's folder only", async () => {
  const config = { prompts: ["{{x}}"], tests: "file://tests.csv", extensions: ["file://hook.js:beforeAll"] };
  const done = translated(config, { "hook.js:beforeAll": copying }, HOSTILE, { trustData: true });
  await expect(done).rejects.toThrow(/leads out of the config's folder/);
});

test("a copied test keeps the folder of its file", async () => {
  const config = { prompts: ["{{x}}"], tests: "file://sub/tests.yaml", extensions: ["file://hook.js:beforeAll"] };
  const { cases } = await translated(config, { "hook.js:beforeAll": copying }, undefined, { trustData: true });
  expect(cases.map(({ vars }) => vars)).toEqual([{ x: "of sub" }]);
});

test("text of a data file does not become a prompt or a default", async () => {
  const { prompts, cases, warnings } = await translated(
    { prompts: ["{{x}}"], tests: "file://tests.csv", extensions: ["file://hook.js:beforeAll"] },
    {
      "hook.js:beforeAll": (context) => {
        const { suite } = context as { suite: Suite & { tests: { vars: { x: string } }[] } };
        const { x } = suite.tests[0]!.vars;
        return { suite: { ...suite, prompts: [x], defaultTest: { assert: [{ type: "javascript", value: x }] } } };
      },
    },
    HOSTILE,
  );
  expect(prompts).toEqual([expect.objectContaining({ text: "{{x}}" })]);
  expect(cases[0]).not.toHaveProperty("scorers");
  expect(warnings).toContainEqual(
    expect.stringContaining("changes prompts, defaultTest next to tests from data files"),
  );
});

test("code of the config stays code next to data after any change of the texts by a hook", async () => {
  const own = { vars: { x: "{{ 1+1 }}" }, assert: [{ type: "javascript", value: "true" }] };
  const config = { prompts: ["{{x}}"], tests: [own, "file://tests.csv"], extensions: ["file://hook.js:beforeAll"] };
  const { cases } = await translated(config, { "hook.js:beforeAll": copying }, HOSTILE);
  expect(cases.map(({ vars }) => vars)).toEqual([{ x: "2" }, ...CELLS]);
  expect(cases[0]).toMatchObject({ scorers: [{ javascript: { value: "true" } }] });
});

test.each<[string, object]>([
  ["no prompts", {}],
  ["prompts by file", { prompts: { "p.txt": "lab" } }],
])("a hook that returns its input changes nothing in a config with %s", async (_, prompts) => {
  const config = { ...prompts, tests: TESTS.map((one) => ({ ...one, vars: { prompt: "p", ...one.vars } })) };
  const made = async (extensions: object) => {
    const { calls: _calls, ...rest } = await translated(
      { ...config, ...extensions },
      { "hook.js:beforeAll": (c) => c },
    );
    return rest;
  };
  expect(await made({ extensions: ["file://hook.js:beforeAll"] })).toEqual(await made({}));
});

test("tests of a script with functions pass hooks", async () => {
  const config = {
    prompts: ["{{x}}"],
    tests: "file://tests.mjs",
    extensions: ["file://h.js:beforeAll", "file://h.js:beforeEach"],
  };
  const value = (): boolean => true;
  const { cases } = await translated(config, {
    "tests.mjs": () => [{ vars: { x: "1" }, assert: [{ type: "javascript", value }] }],
    "h.js:beforeAll": copying,
    "h.js:beforeEach": (context) => context,
  });
  expect(cases.map(({ vars }) => vars)).toEqual([{ x: "1" }]);
});

test("a returned test that is text is an error", async () => {
  const config = { prompts: ["{{x}}"], tests: TESTS, extensions: ["file://hook.js:beforeAll"] };
  const done = translated(config, { "hook.js:beforeAll": () => ({ suite: { tests: ["file://more.csv"] } }) });
  await expect(done).rejects.toThrow(/file:\/\/hook.js:beforeAll returned a test that is not an object/);
});

test.each([undefined, { vars: { y: "1" } }])(
  "beforeAll gets the assertions of all tests to add to (%j)",
  async (defaultTest) => {
    const { scorers } = await translated(
      {
        prompts: ["{{x}}"],
        ...(defaultTest && { defaultTest }),
        tests: [{ vars: { x: "a" }, assert: [{ type: "is-xml" }] }, { vars: { x: "b" } }],
        extensions: ["file://hook.js:beforeAll"],
      },
      {
        "hook.js:beforeAll": (context) => {
          const { suite } = context as { suite: { defaultTest: { assert: object[] } } };
          suite.defaultTest.assert.push({ type: "is-json" });
          return { suite };
        },
      },
    );
    expect(scorers).toEqual([{ assert: { scorers: [{ "is-json": {} }] } }]);
  },
);

test("a name that the script does not export is its only function", async () => {
  const config = { prompts: ["{{x}}"], tests: TESTS, extensions: ["file://hook.js:handle"] };
  const named: unknown[] = [];
  const { calls } = await translated(config, { "hook.js": (name) => void named.push(name) });
  expect(new Set(calls)).toEqual(new Set(["file://./hook.js"]));
  expect(named[0]).toBe("beforeAll");
  await expect(translated(config, {})).rejects.toThrow("hook.js:handle has no such export");
});
