import { expect, test } from "vitest";
import { nextCommand } from "./next-command.ts";

const COMMAND =
  "sameseed run 'my benchmarks/support tickets.yaml' --filter-models 'gpt-4o.*' --max-cost 5 --resume 2026-11-29T09-07-22-tickets";

test("without a terminal it is one line", () => {
  expect(nextCommand("Continue with:", COMMAND, {})).toBe(`Continue with: ${COMMAND}`);
});

test.each([60, 80])(
  "on a terminal of %i columns no word of the command is broken, and it can be copied unchanged",
  (columns) => {
    const text = nextCommand("Stopped with 439 of 1,200 trials. Continue with:", COMMAND, { isTTY: true, columns });
    const lines = text.split("\n");
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    const command = lines.slice(lines.findIndex((line) => line.startsWith("  sameseed")));
    expect(
      command
        .join("\n")
        .replaceAll(/ \\\n\s+/g, " ")
        .trim(),
    ).toBe(COMMAND);
  },
);

test("a short command fits on one line", () => {
  expect(nextCommand("Look at it:", "sameseed view latest", { isTTY: true, columns: 80 })).toBe(
    "Look at it:\n  sameseed view latest",
  );
});
