import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentHash, type Model, type ModelRequest, type TestCase } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandParts, programModel } from "./program-model.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "program-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const request: ModelRequest = {
  messages: [{ role: "user", content: 'Say "hi" $HOME' }],
  params: {},
  seed: 7,
  case: "c",
  repeat: 1,
};

/** Runs a program in JavaScript, whose runtime is present wherever the tests run. */
async function programOf(code: string, args = ""): Promise<Model> {
  await writeFile(join(folder, "answer.mjs"), code);
  const model = programModel(`"${process.execPath}" answer.mjs ${args}`, { id: "p", config: { ending: "!" } });
  return model.relativeTo!(folder);
}

async function* cases(): AsyncGenerator<TestCase> {
  yield { id: "c", vars: { x: "a" }, metadata: { m: 1 } };
}

test("a program gets its own arguments, the prompt, the options and the context, and prints the answer", async () => {
  const model = await programOf(
    "const [own, prompt, options, context] = process.argv.slice(2); console.log('\\x1b[31m' + JSON.stringify({ own, prompt, options: JSON.parse(options), context: JSON.parse(context) }) + '\\x1b[0m\\n');",
    "'two words'",
  );
  await model.notes?.(cases());
  const { text } = await model.complete(request);
  const prompt = 'Say "hi" $HOME';
  expect(JSON.parse(text!)).toEqual({
    own: "two words",
    prompt,
    options: { id: "p", config: { ending: "!" } },
    context: {
      vars: { x: "a" },
      test: { vars: { x: "a" }, metadata: { m: 1 } },
      prompt: { raw: prompt, label: prompt, config: { ending: "!" } },
      repeatIndex: 1,
      seed: 7,
      params: {},
    },
  });
});

test("a program that prints nothing gives an empty answer; one that only prints errors has failed", async () => {
  expect(await (await programOf("")).complete(request)).toMatchObject({ text: "" });
  expect(await (await programOf("console.error('a warning'); console.log('hi')")).complete(request)).toMatchObject({
    text: "hi",
  });
  await expect((await programOf("console.error('no luck')")).complete(request)).rejects.toMatchObject({
    kind: "other",
    message: expect.stringMatching(/: no luck$/),
  });
  await expect((await programOf("console.log('half'); process.exit(3)")).complete(request)).rejects.toMatchObject({
    kind: "other",
  });
});

test("a missing program is unreachable, and an abandoned one ends", async () => {
  const absent = programModel("no-such-program-here", { id: "p" });
  await expect(absent.complete(request)).rejects.toMatchObject({
    kind: "unreachable",
    message: "there is no program no-such-program-here",
  });
  const endless = await programOf("setInterval(() => {}, 1000)");
  await expect(endless.complete(request, AbortSignal.abort())).rejects.toMatchObject({ kind: "aborted" });
});

test("a changed file is another model, and no command is a mistake", async () => {
  const before = (await programOf("1")).identity;
  expect((await programOf("2")).identity).not.toEqual(before);
  expect((await programOf("1")).identity).toEqual(before);
  expect(() => programModel(" ", { id: "p" })).toThrow('Model "p" has no command.');
  expect(commandParts(`a "b c"  d='e f' ''`)).toEqual(["a", "b c", "d=", "e f", ""]);
});

test.each([0, 1, 2, 3, 786_431, 786_432, 786_433, 1_500_000])("the hash of a file of %d bytes", async (length) => {
  const file = join(folder, "data.bin");
  const bytes = Buffer.alloc(length, Buffer.from("any bytes \0\xff, also after the first part", "latin1"));
  const { identity: before } = programModel("no-such-program data.bin", { id: "p", folder });
  await writeFile(file, bytes);
  const model = programModel("no-such-program data.bin", { id: "p", folder });
  expect(before).toMatchObject({ files: {} });
  expect(model.identity).toMatchObject({ files: { "data.bin": contentHash(bytes.toString("base64")) } });
  expect(model.identity).toEqual(model.identity);
  await writeFile(file, Buffer.concat([bytes, Buffer.from("!")]));
  expect(model.identity).toMatchObject({
    files: { "data.bin": contentHash(Buffer.concat([bytes, Buffer.from("!")]).toString("base64")) },
  });
});
