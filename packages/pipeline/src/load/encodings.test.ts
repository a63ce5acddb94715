import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadBenchmark } from "./load-benchmark.ts";
import { loadPrices } from "./load-prices.ts";

const OURS = `name: é
seed: 1
cases: [{id: a, vars: {w: é}, expected: é}]
prompts: ["prompt.txt"]
models: [echo]
scorers: [equals]
`;
const THEIRS = "description: é\nproviders: [echo]\nprompts: [file://prompt.txt]\ntests: [{vars: {w: é}}]\n";
const FILES: Readonly<Record<string, string>> = {
  "benchmark.yaml": OURS,
  "promptfooconfig.yaml": THEIRS,
  "prompt.txt": "Say é: {{w}}\n",
  "prices.json": '{"é": {"input": 1, "output": 1}}',
};
const ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a mark": (text) => Buffer.from(`\uFEFF${text}`),
  "UTF-16": (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "UTF-16 without a mark": (text) => Buffer.from(text, "utf16le"),
  "Latin-1": (text) => Buffer.from(text, "latin1"),
};

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "encodings-"))));
afterAll(() => rm(folder, { recursive: true }));

const cases = Object.keys(FILES).flatMap((file) => Object.keys(ENCODINGS).map((encoding) => [file, encoding] as const));

test.each(cases)(
  "reads %s in %s correctly or refuses it by name, never with other characters",
  async (file, encoding) => {
    for (const [name, text] of Object.entries(FILES))
      await writeFile(join(folder, name), name === file ? ENCODINGS[encoding]!(text) : text);
    const config = join(folder, file === "promptfooconfig.yaml" ? file : "benchmark.yaml");
    const load = () => (file === "prices.json" ? loadPrices(join(folder, file)) : loadBenchmark(config));
    if (!encoding.startsWith("UTF-8"))
      return expect(load()).rejects.toMatchObject({
        code: "BAD_BENCHMARK",
        message: expect.stringMatching(
          encoding === "Latin-1" ? `${file}, line 1: the text is not UTF-8\\.$` : `${file} is UTF-16, not UTF-8\\.$`,
        ),
        hint: expect.stringContaining("Save the file as UTF-8."),
      });
    expect(JSON.stringify(await load())).toContain("é");
  },
);
