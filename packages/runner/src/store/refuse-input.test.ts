import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refuseInput } from "./refuse-input.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refuse-input-"));
  await mkdir(join(folder, "run"));
  for (const name of ["cases.csv", "other.csv", "rows.jsonl", "run/manifest.json", "run/rows.jsonl", "run/rows.csv"])
    await writeFile(join(folder, name), "x");
  await symlink("cases.csv", join(folder, "link.csv"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const refused = (name: string, read: readonly string[] = ["cases.csv"]): Promise<void> =>
  refuseInput(
    join(folder, name),
    read.map((file) => join(folder, file)),
  );

test.each([
  ["cases.csv", "sameseed reads this file"],
  ["run/../cases.csv", "sameseed reads this file"],
  ["link.csv", "sameseed reads this file"],
  ["run/manifest.json", "it is part of a run"],
  ["run/rows.jsonl", "it is part of a run"],
])("%s is not replaced", async (name, reason) => {
  await expect(refused(name)).rejects.toMatchObject({ code: "BAD_ARGUMENT", message: expect.stringContaining(reason) });
});

test.each(["other.csv", "new.csv", "rows.jsonl", "run/rows.csv", "run/answers.jsonl"])(
  "%s may be written",
  async (name) => {
    await expect(refused(name)).resolves.toBeUndefined();
  },
);

test("a link to an input that is named by its link is the same file", async () => {
  await expect(refused("cases.csv", ["link.csv"])).rejects.toThrow("sameseed reads this file");
  await expect(refused("cases.csv", ["missing.csv"])).resolves.toBeUndefined();
});
