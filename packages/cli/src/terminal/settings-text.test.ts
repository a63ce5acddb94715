import { expect, test } from "vitest";
import { settingsText } from "./settings-text.ts";

test("shows settings as typed, quoted for a shell", () => {
  const settings = {
    maxConcurrency: 3,
    timeout: 1500,
    maxDuration: 60_000,
    filterCases: "Say it's",
    filterMetadata: { a: "b", c: "d=e" },
    outputs: ["out.csv"],
    progressBar: false,
  } as const;
  expect(settingsText(settings)).toBe(
    "-j 3 --timeout 1.5 --max-duration 60s --filter-cases 'Say it'\\''s' --filter-metadata a=b --filter-metadata c=d=e -o out.csv --no-progress-bar",
  );
  expect(settingsText({})).toBe("");
});
