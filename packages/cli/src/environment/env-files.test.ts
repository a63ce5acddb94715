import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadEnvFiles } from "./env-files.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "env-"))));
afterEach(() => rm(folder, { recursive: true }));

async function filled(texts: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<NodeJS.ProcessEnv> {
  const files = texts.map((_, place) => join(folder, `${place}.env`));
  await Promise.all(texts.map((text, place) => writeFile(files[place]!, text)));
  await loadEnvFiles(files, env);
  return env;
}

test("a file sets missing variables, with quotes, comments and a byte order mark", async () => {
  const text = "\uFEFF# keys\nA_KEY=one\nB_KEY=\"two words\" # why\nexport C_KEY='3'\r\nD_KEY=\n";
  expect(await filled([text], { A_KEY: "set" })).toEqual({ A_KEY: "set", B_KEY: "two words", C_KEY: "3", D_KEY: "" });
});

test("a file in UTF-16, as PowerShell writes it, is a mistake", async () => {
  const file = join(folder, "utf16.env");
  await writeFile(file, "\uFEFFA_KEY=one\n", "utf16le");
  await expect(loadEnvFiles([file], {})).rejects.toMatchObject({
    message: `${file} cannot be read: it is UTF-16, not UTF-8.`,
    hint: expect.stringContaining("Save the file as UTF-8."),
  });
});

test("the first of several files takes precedence", async () => {
  expect(await filled(["A_KEY=1", "A_KEY=2\nB_KEY=2"])).toEqual({ A_KEY: "1", B_KEY: "2" });
});

test("a file cannot set variables that choose programs or the code that they load", async () => {
  expect(await filled(["PATH=/evil\nNODE_OPTIONS=--import=x\nLD_PRELOAD=x.so\nA_KEY=1"])).toEqual({ A_KEY: "1" });
});

test("a missing named file is a mistake", async () => {
  await expect(loadEnvFiles([join(folder, "none.env")], {})).rejects.toThrow("There is no file");
});

describe.skipIf(process.platform === "win32")("a named pipe", () => {
  const file = (): string => join(folder, "pipe.env");
  beforeEach(() => void execFileSync("mkfifo", [file()]));

  test("is read where a program writes it, in pieces too", async () => {
    execFile("sh", ["-c", 'exec >"$0"; printf "A_KEY=o"; sleep 0.1; printf "ne\\nB_KEY=two"', file()]);
    const env: NodeJS.ProcessEnv = {};
    await loadEnvFiles([file()], env);
    expect(env).toEqual({ A_KEY: "one", B_KEY: "two" });
  });

  test("without a writer is an error after a time limit", async () => {
    await expect(loadEnvFiles([file()], {}, 60)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `${file()} cannot be read: it is a named pipe, and its text did not arrive within 0.06 s.`,
      hint: "Node reads a pipe of --env-file before sameseed does: name it with --env-path.",
    });
  });
});
