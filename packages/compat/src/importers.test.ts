import { expect, test } from "vitest";
import { importerOf } from "./importers.ts";
import type { ForeignFile, ImportTools } from "./translation/importer.ts";

const KEY = "sk-proj-abcdefghij0123456789";
const OTHER = "sk-proj-9876543210zyxwvutsrqpo";
const tools: ImportTools = {
  scripts: () => () => {
    throw new Error("no script is read here");
  },
  async *records() {},
};

async function imported(name: string, data: object, isWritten = true) {
  const bytes = new TextEncoder().encode(JSON.stringify(data, null, 2));
  const file: ForeignFile = { path: `/tmp/${name}`, bytes, data };
  const [made] = [await importerOf(file)!.translate(file, tools, { isWritten, model: "openai:gpt-6-luna" })].flat();
  return {
    benchmark: JSON.stringify(made!.benchmark),
    warnings: made!.warnings
      .filter(({ message }) => message.includes("key"))
      .map(({ line, key, message }) => `${line} ${key}: ${message}`),
  };
}

const hosted = (items: readonly object[], fallback: string): object => ({
  object: "eval",
  id: "eval_1",
  name: "Ticket topics",
  data_source_config: { type: "custom", item_schema: { type: "object" } },
  testing_criteria: [
    {
      type: "string_check",
      name: "match",
      input: "{{ sample.output_text }}",
      reference: "{{ item.label }}",
      operation: "eq",
    },
  ],
  runs: [
    {
      object: "eval.run",
      id: "run_1",
      name: "first",
      data_source: {
        type: "completions",
        model: "gpt-4.1-mini",
        input_messages: { type: "template", template: [{ role: "user", content: "{{ item.ticket }}" }] },
        sampling_params: {
          tools: [
            { type: "function", function: { name: "f", parameters: { properties: { k: { default: fallback } } } } },
          ],
        },
        source: { type: "file_content", content: items.map((item) => ({ item })) },
      },
    },
  ],
});

test("keys in the settings of a hosted eval are left out of a file, and those in its items are named", async () => {
  const { benchmark, warnings } = await imported("e.json", hosted([{ ticket: `It says ${OTHER}`, label: "a" }], KEY));
  expect(benchmark).not.toContain(KEY);
  expect(benchmark).toContain(OTHER);
  expect(benchmark).toContain('"k":{}');
  expect(warnings).toEqual([
    expect.stringMatching(/^\d+ runs\[0\]\.data_source\.sampling_params.*default: holds a key, which is left out/),
    expect.stringMatching(
      /^\d+ runs\[0\]\.data_source\.source\.content\[0\]\.item\.ticket: looks like a key of a service and is copied/,
    ),
  ]);
});

test("more copied keys than five are counted", async () => {
  const items = Array.from({ length: 8 }, (_, place) => ({ ticket: `${KEY}${place}`, label: "a" }));
  const { warnings } = await imported("e.json", hosted(items, "none"));
  expect(warnings).toHaveLength(6);
  expect(warnings.at(-1)).toBe(
    "null the file: 3 more texts look like keys of services and are copied: look through the benchmark before you share it",
  );
});

test("a benchmark that is run at once keeps its keys", async () => {
  const { benchmark } = await imported("e.json", hosted([{ ticket: "x", label: "a" }], KEY), false);
  expect(benchmark).toContain(KEY);
});

test("does not name words that are not keys", async () => {
  const items = [
    { ticket: "max-tokens, author, authority and keyboard of {{env.NAME_1}}", label: "token", author: "Jane 12345678" },
  ];
  expect((await imported("e.json", hosted(items, "keyboard"))).warnings).toEqual([]);
});
