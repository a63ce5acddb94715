import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { option, OPTION_NAMES } from "@sameseed/core";
import { expect, test } from "vitest";
import { program } from "../program.ts";
import { flagOf, flagsIn } from "./flags-in.ts";

const commands = program(() => {}).commands.flatMap((command) => [command, ...command.commands]);
const flags = new Set(commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])));

test.each(OPTION_NAMES)("the option %s has a flag", (name) => {
  expect(flags).toContain(flagOf(name));
});

test("shows a sentence of the library with flags", () => {
  expect(flagsIn(`Continue with ${option("resume")} r-1, or raise ${option("budget.maxTokens")}.`)).toBe(
    "Continue with --resume r-1, or raise --max-tokens-total.",
  );
});

/** Packages that are used without a command line. Readers of the page have run a command: it may name flags. */
const packages = join(import.meta.dirname, "../../..");
const libraries = readdirSync(packages).filter((name) => name !== "cli" && name !== "viewer");

test.each(libraries)("no sentence of packages/%s names a flag: the command line writes flags for options", (name) => {
  const files = readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.test(?:-d)?\.ts$|(?:^|\/)testing\//.test(file),
  );
  const named = files.flatMap((file) =>
    flagsNamedIn(readFileSync(join(packages, name, "src", file), "utf8")).map((flag) => `${file}: ${flag}`),
  );
  expect(named).toEqual([]);
});

test("finds a flag in a sentence, but not in a comment or another program's argument", () => {
  expect(flagsNamedIn('const hint = "Continue with --resume."; // not --out')).toEqual(["--resume"]);
  expect(flagsNamedIn('/** As --out. */ spawnSync(python, ["--version"]); while (--limit > 0) {}')).toEqual([]);
});

/** Our flags in the text of a source file. */
function flagsNamedIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|[\s;,{}])\/\/.*$/gm, "").replaceAll('"--version"', '""');
  const literals = code.matchAll(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g);
  return [...literals].flatMap(([text]) =>
    (text.match(/(?<![\w-])--[a-z][\w-]*/g) ?? []).filter((one) => flags.has(one)),
  );
}
