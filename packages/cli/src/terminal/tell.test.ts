import { SameseedError } from "@sameseed/core";
import { afterEach, expect, test, vi } from "vitest";
import { note, tellChecks, tellUnready, warn } from "./tell.ts";

const said = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => said.mockClear());
const lines = (): string[] => said.mock.calls.map(([line]) => String(line));

const LONG = `case "${"x".repeat(100_000)}" has no expected answer.`;

test.each([
  ["a warning", () => warn(LONG)],
  ["a note", () => note(LONG)],
  ["a finding of a check", () => tellChecks({ problems: [LONG], notes: [LONG] })],
  ["a missing key", () => tellUnready([new SameseedError("MISSING_KEY", LONG, { hint: LONG })])],
])("%s shows a long text of the user without its middle", (_, tell) => {
  tell();
  expect(lines().length).toBeGreaterThan(0);
  for (const line of lines()) {
    expect(line.length).toBeLessThan(2100);
    expect(line).toMatch(/case "xxx.*characters left out.*has no expected answer\.$/);
  }
});

test("many findings are counted", () => {
  const many = Array.from({ length: 25 }, (_, at) => `finding ${at}`);
  tellChecks({ problems: many, notes: many });
  expect(lines().filter((line) => line === "… and 5 more.")).toHaveLength(2);
  expect(lines()).toHaveLength(42);
});
