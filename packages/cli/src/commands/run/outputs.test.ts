import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outputsOf } from "./outputs.ts";

test("a name with a format's ending is a file, any other a folder", () => {
  expect(outputsOf([])).toEqual({ out: "results", files: [] });
  expect(outputsOf(["out.json", "runs", "a/b.CSV"])).toEqual({
    out: "runs",
    files: [
      { file: "out.json", format: "json" },
      { file: "a/b.CSV", format: "csv" },
    ],
  });
});

test("a folder that is there is a folder, whatever it is called", async () => {
  const folder = await mkdtemp(join(tmpdir(), "out.json"));
  const named = `${folder}.csv`;
  try {
    expect(outputsOf([folder])).toEqual({ out: folder, files: [] });
    expect(outputsOf([named]).files).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  [["a", "b"], "two folders"],
  [["out.yaml"], ".yaml is no format"],
  [["out.xml"], ".xml is no format"],
])("%j is a mistake", (given, message) => {
  expect(() => outputsOf(given)).toThrow(message);
});
