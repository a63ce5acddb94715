import { Command } from "commander";
import { expect, test } from "vitest";
import { HELP_LAYOUT } from "./help-layout.ts";

function helpIn(width: number): string {
  return new Command("tool")
    .configureHelp({ ...HELP_LAYOUT, helpWidth: width })
    .description("does one thing")
    .option("--max-concurrency <number>", "maximum concurrent requests of all models together")
    .helpInformation();
}

test("a narrow terminal has descriptions below their options, in whole words", () => {
  expect(helpIn(40)).toContain(
    "  --max-concurrency <number>\n      maximum concurrent requests of all\n      models together\n",
  );
  for (const line of helpIn(40).split("\n")) expect(line.length, line).toBeLessThanOrEqual(40);
});

test("a wider terminal has them next to each other", () => {
  expect(helpIn(60)).toMatch(/--max-concurrency <number> {2}maximum concurrent requests of\n {30}all models together/);
});
