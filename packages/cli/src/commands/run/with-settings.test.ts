import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withSettings } from "./with-settings.ts";

const FLAGS = { maxConcurrency: 8, progressBar: true, out: "results", files: [] };

test("a config's settings apply where no flag was typed", () => {
  const untyped = new Set(["maxConcurrency", "progressBar"] as const);
  const settings = { maxConcurrency: 2, progressBar: false, cache: "readwrite", outputs: ["a.csv"] } as const;
  expect(withSettings({ ...FLAGS, untyped }, settings)).toMatchObject({
    maxConcurrency: 2,
    progressBar: false,
    cache: "readwrite",
    files: [{ file: "a.csv", format: "csv" }],
  });
});

test("a file that a config names is a file, even if a folder has its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "settings-"));
  const path = join(folder, "out.csv");
  mkdirSync(path);
  expect(withSettings(FLAGS, { outputs: [path] }).files).toEqual([{ file: path, format: "csv" }]);
  rmSync(folder, { recursive: true });
});

test("typed flags take precedence", () => {
  const files = [{ file: "b.md", format: "md" }] as const;
  const typed = { ...FLAGS, maxConcurrency: 4, cache: false, timeout: 9, files } as const;
  const settings = { maxConcurrency: 2, cache: "readwrite", timeout: 5, limit: 3, outputs: ["a.csv"] } as const;
  expect(withSettings({ ...typed, untyped: new Set() }, settings)).toMatchObject({
    maxConcurrency: 4,
    cache: false,
    timeout: 9,
    limit: 3,
    files: [{ file: "b.md" }],
  });
});
