import { Command } from "commander";
import { expect, test } from "vitest";
import { addFlags, type FlagsOf, type FlagTable, longOf } from "./flag-table.ts";
import { positive, several } from "./option-parsers.ts";

const TABLE = {
  count: { flags: "-n, --number <n>", help: "how many", parse: positive, default: 3 },
  first: { flags: "--first <n>", parse: positive, aliasOf: "count" },
  names: { flags: "--name <name>", help: "a name; repeatable", parse: several },
  mode: { flags: "--mode <mode>", help: "how", choices: ["fast", "slow"] },
  again: { flags: "--again [run]", help: "once more", conflicts: ["mode"] },
  noBar: { flags: "--no-bar", help: "without a bar" },
} as const satisfies FlagTable;

function parsed(...args: string[]): FlagsOf<typeof TABLE> {
  const command = addFlags(new Command("do").exitOverride().configureOutput({ writeErr: () => {} }), TABLE);
  return command.parse(args, { from: "user" }).opts();
}

test("a value has the name of its key in the table, for any flag name", () => {
  expect(parsed("-n", "7", "--name", "a", "--name", "b", "--again")).toEqual({
    count: 7,
    names: ["a", "b"],
    again: true,
    bar: true,
  });
  const { count, names, mode, again } = parsed();
  count satisfies number;
  names satisfies readonly string[] | undefined;
  mode satisfies "fast" | "slow" | undefined;
  again satisfies string | true | undefined;
  expect({ count, names, mode, again }).toEqual({ count: 3 });
});

test("another name of a flag sets the value of that flag, and help does not list it", () => {
  expect(parsed("--first", "5")).toMatchObject({ count: 5 });
  expect(addFlags(new Command("do"), TABLE).helpInformation()).not.toContain("--first");
});

test.each([
  [["--mode", "quick"], "Allowed choices are fast, slow"],
  [["--again", "x", "--mode", "fast"], "cannot be used with"],
  [["--number", "0"], "Expected an integer ≥ 1"],
])("refuses %j", (args, why) => {
  expect(() => parsed(...args)).toThrow(why);
});

test("the long name is the part before the value", () => {
  expect(Object.values(TABLE).map(longOf)).toEqual(["--number", "--first", "--name", "--mode", "--again", "--no-bar"]);
});
