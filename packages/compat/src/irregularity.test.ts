import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInspectLog } from "./inspect/read-log.ts";
import { irregularity } from "./translation/irregularity.ts";
import { translatedConfig } from "./promptfoo/testing/translated-config.ts";
import { recordedRun } from "./recorded-runs.ts";
import { readForeignFile } from "./translation/importer.ts";

let folder = "";
const pipe = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "irregular-"));
  if (process.platform === "win32") return;
  for (const name of ["p.yaml", "p.jsonl", "p.eval", "p.ts", "p.txt", "p.png", "p.csv"])
    execFileSync("mkfifo", [pipe(name)]);
});
afterAll(() => rm(folder, { recursive: true }));

test("an impossible path has no visible problem", () => {
  expect(irregularity("a".repeat(5000))).toBeNull();
});

describe.skipIf(process.platform === "win32")("does not wait for a named pipe in any importer", () => {
  test.each(["p.yaml", "p.jsonl", "p.eval", "p.ts"])("%s", async (name) => {
    await expect(readForeignFile(pipe(name))).rejects.toMatchObject({
      code: "BAD_ARGUMENT",
      message: `${pipe(name)} is a named pipe, not a file.`,
    });
    expect(await isInspectLog(pipe(name))).toBe(false);
    expect(await recordedRun([pipe(name)])).toBeNull();
  });

  test.each<[string, object]>([
    ["p.yaml", { tests: "file://p.yaml" }],
    ["p.jsonl", { tests: "file://p.jsonl" }],
    ["p.yaml", { defaultTest: "file://p.yaml" }],
    ["p.yaml", { scenarios: "file://p.yaml" }],
    ["p.yaml", { tests: [{ vars: "p.yaml" }] }],
    ["p.txt", { tests: [{ vars: { x: "file://p.txt" } }] }],
    ["p.png", { tests: [{ vars: { x: "file://p.png" } }] }],
    ["p.txt", { tests: [{ assert: [{ type: "equals", value: "file://p.txt" }] }] }],
    ["p.txt", { prompts: "file://p.txt" }],
    ["p.yaml", { providers: ["file://p.yaml"] }],
  ])("%s in a promptfoo config: %j", async (name, keys) => {
    const text = JSON.stringify({ prompts: ["{{x}}"], providers: ["echo"], ...keys });
    const config = text.replaceAll(/file:\/\/|(?<=")(?=p\.yaml)/g, (start) => `${start}${folder}/`);
    await expect(translatedConfig(config)).rejects.toMatchObject({
      code: "BAD_BENCHMARK",
      message: expect.stringContaining(`:1: ${pipe(name)} is a named pipe, not a file.`),
    });
  });
});
