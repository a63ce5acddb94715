import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  afterTurns,
  checkBenchmark,
  compilePrompts,
  describeBenchmark,
  type PromptInput,
  resolveBenchmark,
} from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fake } from "../models/fake.ts";
import { withFiles } from "./with-files.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const WAV = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVEfmt "), Buffer.alloc(16)]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "files-"));
  await writeFile(join(folder, "cat.png"), PNG);
  await writeFile(join(folder, "hello.wav"), WAV);
  await writeFile(join(folder, "paper.pdf"), "%PDF-1.4");
  await writeFile(join(folder, "secret"), "root:x:0:0");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const image = (url: string): PromptInput => ({
  id: "p",
  messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
});
const PNG_URL = `data:image/png;base64,${PNG.toString("base64")}`;

function content(prompt: PromptInput, vars: Record<string, unknown> = {}) {
  return compilePrompts(withFiles(prompt, folder))[0]!.messages({ id: "c1", vars })[0]!.content;
}

describe("inserts a file where a message names one:", () => {
  test.each([
    ["relative to the benchmark", "cat.png"],
    ["after file://", "file://cat.png"],
    ["in a variable", "{{image}}"],
  ])("%s", (_, url) => {
    expect(content(image(url), { image: "./cat.png" })).toEqual([{ type: "image_url", image_url: { url: PNG_URL } }]);
  });

  test("absolute, as a path and as a URL", () => {
    const path = join(folder, "cat.png");
    for (const url of [path, pathToFileURL(path).href])
      expect(content(image(url))).toEqual([{ type: "image_url", image_url: { url: PNG_URL } }]);
  });

  test("audio with its format, a document with its name", () => {
    const prompt: PromptInput = {
      id: "p",
      messages: [
        {
          role: "user",
          content: [
            { type: "input_audio", input_audio: { data: "hello.wav" } },
            { type: "file", file: { file_data: "paper.pdf" } },
          ],
        },
      ],
    };
    expect(content(prompt)).toEqual([
      { type: "input_audio", input_audio: { data: WAV.toString("base64"), format: "wav" } },
      {
        type: "file",
        file: {
          filename: "paper.pdf",
          file_data: `data:application/pdf;base64,${Buffer.from("%PDF-1.4").toString("base64")}`,
        },
      },
    ]);
  });

  test("also in the messages of a variable and of a function", () => {
    const messages = [
      { role: "user" as const, content: [{ type: "image_url" as const, image_url: { url: "cat.png" } }] },
    ];
    const wanted = [{ type: "image_url", image_url: { url: PNG_URL } }];
    expect(content({ id: "p", messages: "{{turns}}" }, { turns: messages })).toEqual(wanted);
    expect(content({ id: "p", render: () => messages })).toEqual(wanted);
  });
});

test.each([[PNG_URL], ["https://x.test/cat.png"], ["http://x.test/cat.png"]])("leaves %s unchanged", (url) => {
  expect(content(image(url))).toEqual([{ type: "image_url", image_url: { url } }]);
});

test("leaves base64 and ids unchanged", () => {
  const parts = [
    { type: "input_audio" as const, input_audio: { data: "UklGRg==", format: "wav" as const } },
    { type: "file" as const, file: { file_id: "file-1" } },
  ];
  expect(content({ id: "p", messages: [{ role: "user", content: parts }] })).toEqual(parts);
});

test("a function that prepares still does", async () => {
  const prepared: string[] = [];
  const prompt: PromptInput = { id: "p", render: () => "x", prepare: async ({ id }) => void prepared.push(id) };
  await compilePrompts(withFiles(prompt, folder))[0]!.prepare?.({ id: "c1", vars: {} });
  expect(prepared).toEqual(["c1"]);
});

test("leaves a prompt of text alone unchanged", () => {
  const prompt: PromptInput = { id: "p", text: "{{q}}" };
  expect(withFiles(prompt, folder)).toBe(prompt);
});

test.each([
  ["dog.png", "NOT_FOUND", "there is no file dog.png"],
  ["secret", "BAD_DATASET", "secret is no PNG, JPEG, GIF or WebP image"],
  ["iVBORw0KGgo", "NOT_FOUND", "there is no file iVBORw0KGgo"],
])("refuses %s with prompt, case and remedy", (url, code, message) => {
  expect(() => content(image(url))).toThrow(
    expect.objectContaining({ code, message: `Prompt "p", case "c1": ${message}.`, hint: expect.any(String) }),
  );
});

test("does not read a document of another kind, so that a dataset cannot send any file", () => {
  const document = (path: string): PromptInput => ({
    id: "p",
    messages: [{ role: "user", content: [{ type: "file", file: { file_data: path } }] }],
  });
  for (const path of ["./secret", "file://secret"])
    expect(() => content(document(path))).toThrow(`${path} is no document that services take`);
});

describe("a file that a case names must be in the benchmark's folder:", () => {
  const outside = "/usr/share/secret.json";
  const file = (path: string) => ({ type: "file" as const, file: { file_data: path } });
  const turns = (...parts: object[]) => [{ role: "user", content: parts }];

  beforeEach(async () => {
    await mkdir(join(folder, "benchmark"));
    await writeFile(join(folder, "key.json"), "{}");
    await symlink(join(folder, "key.json"), join(folder, "benchmark", "link.json"));
    await symlink(folder, join(folder, "benchmark", "up"));
    await symlink(join(folder, "cat.png"), join(folder, "benchmark", "link.png"));
  });

  test.each<[string, PromptInput, (path: string) => Record<string, unknown>]>([
    ["in turns", { id: "p", messages: "{{turns}}" }, (path) => ({ turns: turns(file(path)) })],
    [
      "in turns as a cell",
      { id: "p", messages: "{{turns}}" },
      (path) => ({ turns: JSON.stringify(turns(file(path))) }),
    ],
    ["in a variable", { id: "p", messages: [{ role: "user", content: [file("{{doc}}")] }] }, (doc) => ({ doc })],
    ["in part of a path", { id: "p", messages: [{ role: "user", content: [file("./{{doc}}")] }] }, (doc) => ({ doc })],
    [
      "in a function",
      { id: "p", render: ({ doc }) => [{ role: "user", content: [file(String(doc))] }] },
      (doc) => ({ doc }),
    ],
  ])("%s", (_, prompt, vars) => {
    for (const path of [
      outside,
      "../key.json",
      "file://../key.json",
      `file://${folder}/key.json`,
      "link.json",
      "up/key.json",
      join(folder, "key.json"),
    ])
      expect(() =>
        compilePrompts(withFiles(prompt, join(folder, "benchmark")))[0]!.messages({ id: "c", vars: vars(path) }),
      ).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(?:BAD_DATASET|NOT_FOUND)$/) }));
  });

  test("images too", () => {
    for (const path of ["../cat.png", "link.png", "up/cat.png", join(folder, "cat.png")])
      expect(() =>
        compilePrompts(withFiles(image("{{image}}"), join(folder, "benchmark")))[0]!.messages({
          id: "c",
          vars: { image: path },
        }),
      ).toThrow("is outside of the benchmark's folder");
  });

  test("the prompt itself may name any", () => {
    const prompt = withFiles(image("../cat.png"), join(folder, "benchmark"));
    expect(compilePrompts(prompt)[0]!.messages({ id: "c", vars: {} })[0]!.content).toEqual([
      { type: "image_url", image_url: { url: PNG_URL } },
    ]);
  });
});

test("another image is another benchmark, and the same image the same", async () => {
  const record = async () => {
    const benchmark = await resolveBenchmark(
      {
        name: "b",
        cases: [{ id: "c1", vars: {} }],
        prompts: [withFiles(image("cat.png"), folder)],
        models: [fake("fake:a", "a")],
        scorers: [{ name: "s", score: () => null }],
      },
      () => fake("fake:a", "a"),
    );
    return describeBenchmark(benchmark, await checkBenchmark(benchmark));
  };
  const [first, again] = [await record(), await record()];
  await writeFile(join(folder, "cat.png"), Buffer.concat([PNG, Buffer.from("x")]));
  const other = await record();
  expect(first).toEqual(again);
  expect(first.prompts[0]).toMatchObject({
    files: expect.stringMatching(/^[0-9a-f]{64}$/),
    source: [{ role: "user" }],
  });
  expect(other.hash).not.toBe(first.hash);
});

test.each(["", "  "])("an image address that is %j is a mistake of the case, and no folder is read", (url) => {
  expect(() => content(image("{{image}}"), { image: url })).toThrow("empty URL");
});

describe("an earlier answer of a chain cannot name a file:", () => {
  const after = (prompt: PromptInput, output: string, vars: Record<string, string> = {}) => {
    const turns = [{ case: "c0", input: "Which?", output, storeAs: "doc" }];
    const testCase = afterTurns({ id: "c1", chain: "x", vars }, turns);
    return compilePrompts(withFiles(prompt, folder))[0]!.messages(testCase)[0]!.content;
  };
  const file = (data: string): PromptInput => ({
    id: "p",
    messages: [{ role: "user", content: [{ type: "file", file: { file_data: data } }] }],
  });

  test.each([
    ["as it is", file("{{doc}}"), "paper.pdf"],
    ["that is not a path", file("{{doc}}"), "I cannot. Sorry."],
    ["in a part of a path", file("./{{doc}}.pdf"), "paper"],
    ["of an image", image("{{doc}}"), "cat.png"],
    ["through a variable of the case", file("{{named}}"), "paper.pdf"],
    ["with space around it", image("{{doc}}"), "cat.png\n"],
  ])("%s", (_, prompt, output) => {
    expect(() => after(prompt, output, { named: "{{doc}}" })).toThrow(
      expect.objectContaining({
        code: "PROMPT",
        message: expect.stringContaining("cannot name a local file") as string,
      }),
    );
  });

  test.each([
    ["that is in the name by chance", image("{{pic}}"), "4"],
    ["that is the name by chance", image("{{pic}}"), "img4.png"],
    ["with space around it", image("./{{pic}}"), " img4.png\n"],
  ])("reads a file of the dataset next to an answer %s", async (_, prompt, output) => {
    await writeFile(join(folder, "img4.png"), PNG);
    expect(after(prompt, output, { pic: "img4.png" })).toEqual([{ type: "image_url", image_url: { url: PNG_URL } }]);
  });

  test("that a later message has sent on", () => {
    const turns = [
      { case: "c0", input: "Which?", output: "paper.pdf" },
      { case: "c1", input: "paper.pdf", output: "Yes." },
    ];
    const testCase = afterTurns({ id: "c2", chain: "x", vars: {} }, turns);
    const [prompt] = compilePrompts(withFiles(file("{{_conversation[1].input}}"), folder));
    expect(() => prompt!.messages(testCase)).toThrow("cannot name a local file");
  });

  test("the prompt's own text and a data: URL are allowed", () => {
    expect(after(image("cat.png"), "cat.png")).toEqual([{ type: "image_url", image_url: { url: PNG_URL } }]);
    expect(after(image("{{doc}}"), PNG_URL)).toEqual([{ type: "image_url", image_url: { url: PNG_URL } }]);
  });

  test("a check before the run does not refuse it", async () => {
    const benchmark = await resolveBenchmark(
      {
        name: "b",
        cases: [
          { id: "a", chain: "x", vars: { pic: "cat.png" }, storeAs: "pic" },
          { id: "b", chain: "x", vars: {} },
        ],
        prompts: [withFiles(image("{{pic}}"), folder)],
        models: [fake("fake:m", () => ({ text: "x" }))],
        scorers: [{ name: "none", score: () => null }],
      },
      () => fake("fake:m", () => ({ text: "x" })),
    );
    await expect(checkBenchmark(benchmark)).resolves.toMatchObject({ count: 2 });
  });
});
