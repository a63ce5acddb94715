import { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { canDraw } from "./live-progress.ts";
import { addNoColor, errorsOf } from "./colors.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["before", ["--no-color", "show"]],
  ["after", ["show", "--no-color"]],
])("--no-color %s a command equals NO_COLOR and takes precedence over FORCE_COLOR", (_, args) => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", "1");
  const program = addNoColor(new Command());
  program.command("show").action(() => {});
  program.parse(args, { from: "user" });
  expect(process.env).toMatchObject({ NO_COLOR: "1" });
  expect(process.env["FORCE_COLOR"]).toBeUndefined();
});

test("a mistake on the command line begins like all errors", () => {
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", "1");
  const written: string[] = [];
  const known = {
    own: ["--max-concurrency", "--max-cost", "--out", "--seed"],
    commandsOf: new Map([["--cases", ["sameseed probe"]]]),
  };
  for (const what of [
    "command 'rnu'",
    "option '--concurrency'",
    "option '--cases'",
    "option '--x'",
    "option '--cost'\n(Did you mean --out?)",
    "option '--sede'\n(Did you mean --seed?)",
  ])
    errorsOf(() => known).outputError!(`error: unknown ${what}\n`, (text) => void written.push(text));
  expect(written).toEqual([
    "error unknown command 'rnu'\n",
    "error unknown option '--concurrency'\n(Did you mean --max-concurrency?)\n",
    "error unknown option '--cases'\n(--cases is an option of sameseed probe.)\n",
    "error unknown option '--x'\n",
    "error unknown option '--cost'\n(Did you mean --max-cost?)\n",
    "error unknown option '--sede'\n(Did you mean --seed?)\n",
  ]);
});

test.each([
  [
    "option '-n, --limit <n>' argument 'x' is invalid. Expected an integer ≥ 1.",
    '-n, --limit <n>: expected an integer ≥ 1, got "x".',
  ],
  [
    "option '--cache <mode>' argument 'it's' is invalid. Allowed choices are read, off.",
    '--cache <mode>: expected one of read, off, got "it\'s".',
  ],
  ["option '--fail-under <metric=value>' argument 'cost=1' is invalid. Use another.", undefined],
])("an error for a wrong value names the option and the expected value: %s", (given, plain) => {
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", "1");
  const written: string[] = [];
  const known = { own: [], commandsOf: new Map() };
  errorsOf(() => known).outputError!(`error: ${given}\n`, (text) => void written.push(text));
  expect(written).toEqual([`error ${plain ?? given}\n`]);
});

test("redraws nothing on a dumb terminal, or without a terminal", () => {
  vi.stubEnv("TERM", "xterm-256color");
  expect([canDraw({ isTTY: true }), canDraw({})]).toEqual([true, false]);
  vi.stubEnv("TERM", "dumb");
  expect(canDraw({ isTTY: true })).toBe(false);
});
