import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compilePrompts, type PromptEntry, type PromptInput } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nunjucksPrompt } from "./nunjucks-prompt.ts";
import { promptsFromSpec } from "./prompts-from-spec.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "prompts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function promptsOf(entry: PromptEntry, files: Readonly<Record<string, string>>): Promise<PromptInput[]> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return promptsFromSpec([entry], {
    folder,
    script: () => ({ value: null, language: "javascript", call: () => null, hash: "" }),
  });
}

function rendered(prompt: PromptInput, vars: Record<string, unknown> = {}) {
  return compilePrompts(prompt)[0]!.messages({ id: "c1", vars });
}

const CHAT = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "{{q}}?" },
];

describe("a prompt file is", () => {
  test.each<[string, string, string, object]>([
    ["text", "a.txt", "\uFEFFSay {{q}}.\n", { id: "a", text: "Say {{q}}.\n" }],
    ["chat messages in JSON", "a.json", JSON.stringify(CHAT), { id: "a", messages: CHAT }],
    [
      "an object with messages",
      "a.json",
      JSON.stringify({ id: "chat", messages: CHAT }),
      { id: "chat", messages: CHAT },
    ],
    [
      "chat messages in YAML",
      "a.yaml",
      "- {role: system, content: Be brief.}\n- role: user\n  content: '{{q}}?'",
      { id: "a", messages: CHAT },
    ],
    ["Markdown", "a.md", "# Title\n\n{{q}}\n---\nmore", { id: "a", text: "# Title\n\n{{q}}\n---\nmore" }],
    [
      "Markdown with front matter",
      "a.md",
      "---\nid: b\nsystem: Be brief.\n---\n\n{{q}}?\n",
      { id: "b", messages: CHAT },
    ],
    ["Markdown with an empty front matter", "a.md", "---\n\n---\n{{q}}", { id: "a", text: "{{q}}" }],
  ])("%s", async (...[, name, text, wanted]) => {
    expect(await promptsOf(`file://${name}`, { [name]: text })).toEqual([wanted]);
  });
});

test("a pattern gives one prompt per file, by name; an id is for one file", async () => {
  const files = { "p/b.txt": "B", "p/a.txt": "A", "p/c.md": "C" };
  expect((await promptsOf("file://p/*.txt", files)).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(await promptsOf({ id: "own", file: "p/c.md" }, files)).toEqual([{ id: "own", text: "C" }]);
  await expect(promptsOf({ id: "own", file: "p/*" }, files)).rejects.toThrow('The prompt "own" is 3 files.');
  await expect(promptsOf("file://q/*", {})).rejects.toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  await expect(promptsOf("file://q.txt", {})).rejects.toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
});

test.each([
  ["a.json", "{", "is not valid"],
  ["a.json", '[{"role": "robot", "content": "x"}]', "is not a prompt"],
  ["a.yaml", "just text", "is not a prompt"],
  ["a.txt", "", "is not a prompt"],
  ["a.md", "---\nengine: jinja\n---\nx", 'has the engine "jinja"'],
])("refuses %s with %j", async (name, text, message) => {
  await expect(promptsOf(`file://${name}`, { [name]: text })).rejects.toThrow(
    expect.objectContaining({
      code: "BAD_BENCHMARK",
      hint: expect.any(String),
      ...(message === "is not valid" ? {} : { message: expect.stringContaining(message) }),
    }),
  );
});

describe("nunjucks", () => {
  test("filters, conditions and loops work without escaping", () => {
    const prompt = nunjucksPrompt({
      id: "p",
      text: "{% for x in list %}{{ loop.index }}. {{ x | upper }}\n{% endfor %}{% if not last %}<&>{% endif %}",
    });
    expect(rendered(prompt, { list: ["a", "b"], last: false })).toEqual([{ role: "user", content: "1. A\n2. B\n<&>" }]);
  });

  test("the contents of a variable are not a template", () => {
    expect(rendered(nunjucksPrompt({ id: "p", text: "{{q}}" }), { q: "{{ 1 + 1 }}" })[0]!.content).toBe("{{ 1 + 1 }}");
  });

  test("the environment is visible only on request", async () => {
    process.env.PROMPT_TEST_A = "a";
    process.env.PROMPT_TEST_B = "b";
    const entry = { id: "p", text: "{{env.PROMPT_TEST_A}}", engine: "nunjucks" as const, env: ["PROMPT_TEST_A"] };
    expect(rendered((await promptsOf(entry, {}))[0]!)[0]!.content).toBe("a");
    const other = nunjucksPrompt({ id: "p", text: "{{env.PROMPT_TEST_B}}" }, { env: ["PROMPT_TEST_A"] });
    expect(() => rendered(other)).toThrow(expect.objectContaining({ code: "TEMPLATE" }));
    await expect(promptsOf({ id: "p", text: "x", env: ["A"] }, {})).rejects.toThrow("only engine: nunjucks reads");
  });

  test("a missing variable and an invalid template are errors with their place", () => {
    const missing = nunjucksPrompt({ id: "p", text: "{{ qestion }}" });
    expect(() => rendered(missing, { question: "?" })).toThrow(
      expect.objectContaining({
        code: "TEMPLATE",
        message: expect.stringContaining('Prompt "p", case "c1"'),
        hint: "The case has: question.",
      }),
    );
    expect(() => nunjucksPrompt({ id: "p", text: "{% if %}" })).toThrow(expect.objectContaining({ code: "TEMPLATE" }));
  });

  test("the manifest contains the template: a changed one is a changed benchmark", () => {
    expect(compilePrompts(nunjucksPrompt({ id: "p", text: "{{q}}" }))[0]!.source).toEqual({
      engine: "nunjucks",
      messages: [{ role: "user", content: "{{q}}" }],
    });
  });

  test("is set in the file or in the benchmark", async () => {
    const [first] = await promptsOf("file://a.md", { "a.md": "---\nengine: nunjucks\n---\n{{ q | upper }}" });
    const [second] = await promptsOf({ file: "b.txt", engine: "nunjucks" }, { "b.txt": "{{ q | upper }}" });
    expect([rendered(first!, { q: "x" }), rendered(second!, { q: "x" })].flat().map(({ content }) => content)).toEqual([
      "X",
      "X",
    ]);
  });
});

describe("a script makes", () => {
  const make = (call: (...args: never[]) => unknown, entry: PromptEntry): Promise<PromptInput[]> =>
    promptsFromSpec([entry], {
      folder,
      script: () => ({ value: call, language: "javascript", call: call as never, hash: "h" }),
    });

  test("text, messages and messages in JSON, at once or in time; as a template where it is one", async () => {
    const given: readonly (readonly [(context: { vars: { q: string }; config: object }) => unknown, unknown])[] = [
      [({ vars }) => `Q: ${vars.q} {{q | upper}}`, [{ role: "user", content: "Q: x X" }]],
      [async () => ({ prompt: [{ role: "user", content: "m" }] }), [{ role: "user", content: "m" }]],
      [() => '[{"role": "system", "content": "{{q}}"}]', [{ role: "system", content: "x" }]],
      [({ config }) => JSON.stringify(config), [{ role: "user", content: '{"k":1}' }]],
    ];
    for (const [call, wanted] of given) {
      const [input] = await make(call, { file: "file://make.ts:go", engine: "nunjucks", config: { k: 1 } });
      const prompt = compilePrompts(input!)[0]!;
      await prompt.prepare?.({ id: "c1", vars: { q: "x" } });
      expect([prompt.id, prompt.messages({ id: "c1", vars: { q: "x" } })]).toEqual(["go", wanted]);
    }
  });

  test("a template of the prompt's own words, never of the case's contents", async () => {
    const q = '{{ "a" | upper }} {% raw %}"';
    for (const [call, wanted] of [
      [({ vars }: { vars: { q: string } }) => `{{ "b" | upper }} ${vars.q} {{q}}`, `B ${q} ${q}`],
      [
        ({ vars }: { vars: { q: string } }) =>
          JSON.stringify([{ role: "user", content: `{{ "b" | upper }} ${vars.q}` }]).replaceAll(
            String.raw`{{ \"b\"`,
            "{{ 'b'",
          ),
        `B ${q}`,
      ],
    ] as const) {
      const [input] = await make(call as never, { file: "file://make.js", engine: "nunjucks" });
      expect(rendered(input!, { q })).toEqual([{ role: "user", content: wanted }]);
    }
  });

  test("no prompt for a case for which it throws: that case's trials fail", async () => {
    const calls = [
      ({ vars }: { vars: { q?: string } }) => vars.q!.length.toString(),
      async ({ vars }: { vars: { q?: string } }) => vars.q!.length.toString(),
    ];
    for (const call of calls) {
      const [input] = await make(call as never, { id: "p", file: "file://make.js" });
      const failing = compilePrompts(input!)[0]!;
      await (async () => failing.prepare?.({ id: "c2", vars: {} }))().catch(() => {});
      expect(() => failing.messages({ id: "c2", vars: {} })).toThrow(
        expect.objectContaining({
          code: "PROMPT",
          message: expect.stringMatching(/^Prompt "p", case "c2": the function throws: /),
        }),
      );
    }
  });

  test("no other value, and slow values are prepared", async () => {
    const [wrong] = await make(() => 5, "file://make.js");
    expect(() => rendered(wrong!)).toThrow(expect.objectContaining({ code: "TEMPLATE" }));
    const [late] = await make(async () => "x", "file://make.js");
    expect(() => rendered(late!)).toThrow("asynchronous");
  });

  test("template filters with their text in the manifest", async () => {
    const loud = (text: string): string => `${text}!`;
    const [input] = await make(loud as never, {
      id: "p",
      text: "{{q | loud}}",
      engine: "nunjucks",
      filters: { loud: "file://loud.js" },
    });
    expect(rendered(input!, { q: "x" })).toEqual([{ role: "user", content: "x!" }]);
    expect(compilePrompts(input!)[0]!.source).toMatchObject({ filters: { loud: "h" } });
  });
});

describe("phrasings in scripts", () => {
  const words: Readonly<Record<string, string>> = {
    "scr/p1.ts": "Add",
    "file://two.mjs:sum": "Sum",
    "two.mjs:total": "Total",
  };
  const make = (phrasings: string[], engine?: "nunjucks"): Promise<PromptInput[]> =>
    promptsFromSpec([{ id: "ask", phrasings, engine }], {
      folder,
      script: (reference) => {
        const call = (({ vars }: { vars: { q: string } }) => `${words[reference]} ${vars.q} {{q | upper}}`) as never;
        return { value: call, language: "javascript", call, hash: reference.includes("two") ? "h2" : "h1" };
      },
    });

  test("are called like prompts, and two functions of one script are two phrasings", async () => {
    const [input] = await make([...Object.keys(words), "Say {{q}}"]);
    const prompts = compilePrompts(input!);
    expect(prompts.map(({ id }) => id)).toEqual(["ask~p1", "ask~sum", "ask~total", "ask~4"]);
    const texts = prompts.map((prompt) => prompt.messages({ id: "c1", vars: { q: "x" } })[0]!.content);
    expect(texts).toEqual(["Add x {{q | upper}}", "Sum x {{q | upper}}", "Total x {{q | upper}}", "Say x"]);
    const [filled] = await make(Object.keys(words), "nunjucks");
    expect(rendered(filled!, { q: "x" })[0]!.content).toBe("Add x X");
    const twice = await make(["two.mjs:sum", "file://two.mjs:sum"]);
    expect(() => compilePrompts(twice[0]!)).toThrow("are the same");
  });

  test("are refused where a pattern matches them: their code is not a prompt", async () => {
    const files = { "words/a.txt": "Say {{q}}", "words/b.ts": "export default () => 'x'" };
    await expect(promptsOf({ id: "ask", phrasings: ["words/*"] }, files)).rejects.toThrow(
      expect.objectContaining({ code: "BAD_BENCHMARK", message: expect.stringContaining("b.ts is a script") }),
    );
  });
});

test.each([
  ["error", "TEMPLATE"],
  ["empty", "PROMPT"],
] as const)(
  "a Nunjucks template that fails for a case, missing: %s, is an error of the code %s",
  async (missing, code) => {
    const [input] = await promptsOf({ id: "p", text: "{{ words | join(' ') }}", engine: "nunjucks", missing }, {});
    expect(rendered(input!, { words: ["a", "b"] })).toEqual([{ role: "user", content: "a b" }]);
    expect(() => rendered(input!, { other: "x" })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('Prompt "p", case "') }),
    );
  },
);

describe("a chat template", () => {
  test("loops make messages, and missing variables may be empty", async () => {
    const chat =
      '[{% for turn in turns %}{"role": "user", "content": {{ turn | dump }} },{% endfor %}{"role": "user", "content": "{{last}}"}]';
    const [input] = await promptsOf({ id: "p", chat, engine: "nunjucks", missing: "empty" }, {});
    expect(rendered(input!, { turns: ['a "b"'] })).toEqual([
      { role: "user", content: 'a "b"' },
      { role: "user", content: "" },
    ]);
  });

  test.each(["{", "no list", '[{"role": "robot", "content": "x"}]'])("%s is refused", async (chat) => {
    const [input] = await promptsOf({ id: "p", chat, engine: "nunjucks" }, {});
    expect(() => rendered(input!)).toThrow(expect.objectContaining({ code: "TEMPLATE" }));
  });

  test("is Nunjucks", async () => {
    await expect(promptsOf({ id: "p", chat: "[]" }, {})).rejects.toThrow("has chat, which only engine: nunjucks reads");
  });
});
