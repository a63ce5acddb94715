import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXPORT_FORMATS, TABLE_FORMATS } from "@sameseed/pipeline/choices";
import { expect, test } from "vitest";
import { outputsOf } from "./outputs.ts";

test("a name with a format's ending is a file, any other a folder", () => {
  expect(outputsOf([], EXPORT_FORMATS)).toEqual({ out: "results", files: [] });
  expect(outputsOf(["out.json", "runs", "a/b.CSV"], EXPORT_FORMATS)).toEqual({
    out: "runs",
    files: [
      { file: "out.json", format: "json" },
      { file: "a/b.CSV", format: "csv" },
    ],
  });
});

test("an existing folder is a folder, with any name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "out.json"));
  const named = `${folder}.csv`;
  try {
    expect(outputsOf([folder], EXPORT_FORMATS)).toEqual({ out: folder, files: [] });
    expect(outputsOf([named], EXPORT_FORMATS).files).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  [["a", "b"], "two folders"],
  [[""], 'expected a folder or a file, got ""'],
  [[" "], "leave -o out"],
  [["out.yaml"], ".yaml is not a format"],
  [["out.xml"], ".xml is not a format"],
  [["out.parquet"], "Formats: csv, tsv, json, xlsx, md."],
])("%j is a mistake", (given, message) => {
  const formats = given[0] === "out.parquet" ? TABLE_FORMATS : EXPORT_FORMATS;
  expect(() => outputsOf(given, formats)).toThrow(
    expect.toSatisfy((error: Error & { hint: string }) => `${error.message} ${error.hint}`.includes(message)),
  );
});
