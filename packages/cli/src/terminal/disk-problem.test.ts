import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { diskProblem } from "./disk-problem.ts";
import { errorText } from "./error-text.ts";

const folder = mkdtempSync(join(tmpdir(), "disk-problem-"));
const file = join(folder, "file");
const loop = join(folder, "loop");
writeFileSync(file, "");
symlinkSync("loop", loop);
afterAll(() => rmSync(folder, { recursive: true }));

test.each<[string, () => unknown, string]>([
  ["a name that is too long", () => statSync(join(folder, "a".repeat(300))), "Choose a shorter name."],
  ["a file inside a file", () => readFileSync(join(file, "x")), "A part of the path is a file"],
  ["a folder in place of a file", () => writeFileSync(folder, ""), "It is a folder"],
  ["links in a circle", () => statSync(loop), "symbolic links lead in a circle"],
  ["a folder where none can be made", () => mkdirSync(join(folder, "gone", "x")), "accepts no new folders"],
  ["a folder that is gone", () => writeFileSync(join(folder, "gone", "rows.csv.part"), ""), "was removed or renamed"],
  ["a folder under the name of a file", () => mkdirSync(file), "It exists already"],
])("%s is a mistake with its remedy, not an internal error", async (_, act, remedy) => {
  const error = thrownBy(act);
  expect(diskProblem(error)).toMatchObject({ code: "BAD_ARGUMENT", hint: expect.stringContaining(remedy) });
  expect(await errorText(error)).not.toContain("Internal error");
});

test("a file that the program itself lacks, and errors of other kinds, are internal", () => {
  for (const act of [() => readdirSync(join(folder, "gone")), () => JSON.parse("{")])
    expect(diskProblem(thrownBy(act))).toBeNull();
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
