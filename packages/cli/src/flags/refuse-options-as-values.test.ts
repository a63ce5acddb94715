import { Command } from "commander";
import { expect, test } from "vitest";
import { addFlags } from "./flag-table.ts";
import { several } from "./option-parsers.ts";
import { refuseOptionsAsValues } from "./refuse-options-as-values.ts";

const TABLE = {
  output: { flags: "-o, --output <path>" },
  report: { flags: "--report <file>" },
  names: { flags: "--name <name>", parse: several },
  files: { flags: "-c, --config <files...>" },
  again: { flags: "--again [run]" },
  force: { flags: "--force" },
} as const;

function parsed(...args: string[]): unknown {
  const program = new Command("p")
    .option("--env-file <file>")
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const command = program.command("do").argument("[files...]");
  addFlags(command, TABLE);
  program.command("other").option("--elsewhere <x>");
  refuseOptionsAsValues(program).parse(args, { from: "user" });
  return { ...program.opts(), ...command.opts(), args: command.args };
}

test.each([
  ["do", "--report", "-o", "b.yaml"],
  ["do", "-o", "--force"],
  ["do", "-o", "--report=x"],
  ["do", "--name", "--again"],
  ["do", "-c", "--force", "x"],
  ["do", "--env-file", "--force"],
  ["do", "--report", "--elsewhere"],
  ["do", "--report", "--help"],
])("refuses %j %j %j %j", (...args) => {
  expect(() => parsed(...args.filter(Boolean))).toThrow(/argument '-.+' is invalid. Expected a value\./);
});

test.each([
  [["do", "-o", "-", "a"], { output: "-", args: ["a"] }],
  [["do", "-o", "./-o"], { output: "./-o" }],
  [["do", "-o", "-1"], { output: "-1" }],
  [["do", "-o", "--nobody-has-this"], { output: "--nobody-has-this" }],
  [["do", "-c", "a", "b", "--force"], { files: ["a", "b"], force: true }],
  [["do", "--name", "a", "--name", "b", "--again", "--force"], { names: ["a", "b"], again: true, force: true }],
])("accepts %j", (args, wanted) => {
  expect(parsed(...args)).toMatchObject(wanted);
});
