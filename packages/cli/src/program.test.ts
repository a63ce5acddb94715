import { expect, test } from "vitest";
import { program } from "./program.ts";

const all = program(() => {}).commands;

test.each(all.map((command) => [command.name(), command.helpInformation()]))(
  "%s alone has the help that it has among all commands",
  (name, help) => {
    const { commands } = program(() => {}, name);
    expect(commands.map((command) => command.name())).toEqual([name]);
    expect(commands[0]!.helpInformation()).toBe(help);
  },
);

test.each(["eval", "runn", "--no-color", "constructor", ""])("%j makes all commands", (word) => {
  expect(program(() => {}, word).commands).toHaveLength(all.length);
});

test.each([
  [["list", "--repeats", "3"], "(--repeats is an option of sameseed run, sameseed plan.)"],
  [["list", "-o", "--repeats"], '-o, --out <folder>: expected a value, got "--repeats".'],
])("the options of other commands count in the error for %j", async (words, expected) => {
  const texts: string[] = [];
  const list = program(() => {}, "list");
  list.commands[0]!.exitOverride().configureOutput({
    ...list.configureOutput(),
    writeErr: (text) => void texts.push(text),
  });
  await expect(list.parseAsync(words, { from: "user" })).rejects.toThrow(/option/);
  expect(texts.join("")).toContain(expected);
});
