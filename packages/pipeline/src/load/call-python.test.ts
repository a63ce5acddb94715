import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { callPython } from "./call-python.ts";

const SCRIPT = `
def plain(x):
    return [x]

class Prompts:
    @staticmethod
    def short(x):
        return x + "!"

    class Inner:
        @staticmethod
        def deep(x):
            return {"x": x}
`;

const HAS_PYTHON = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!HAS_PYTHON).each<[string, unknown]>([
  ["plain", ["a"]],
  ["Prompts.short", "a!"],
  ["Prompts.Inner.deep", { x: "a" }],
])("%s of a script is called (needs python3)", async (name, expected) => {
  const folder = await mkdtemp(join(tmpdir(), "python-"));
  try {
    const file = join(folder, "script.py");
    await writeFile(file, SCRIPT);
    expect(await callPython({ file, name }, ["a"])).toEqual(expected);
    await expect(callPython({ file, name: `${name}.none` }, ["a"])).rejects.toThrow(/has no attribute 'none'/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
