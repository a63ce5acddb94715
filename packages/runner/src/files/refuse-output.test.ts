import { mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseOut, refuseOutput } from "./refuse-output.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sameseed-output-"));
  await mkdir(join(folder, "taken.csv"));
  await writeFile(join(folder, "file.csv"), "a");
});
afterEach(() => rm(folder, { recursive: true }));

test.each(["new.csv", "file.csv", "a/b/new.csv"])("%s can be written, and the check leaves nothing", async (name) => {
  await refuseOutput(join(folder, name));
  await refuseOut(join(folder, "results"));
  expect((await readdir(folder)).toSorted()).toEqual(["file.csv", "taken.csv"]);
});

test("a folder in the place of a file, and a file in the place of a folder, are refused", async () => {
  await expect(refuseOutput(join(folder, "taken.csv"))).rejects.toThrow("taken.csv: it is a folder.");
  await expect(refuseOutput(join(folder, "file.csv", "new.csv"))).rejects.toThrow("file.csv is not a folder.");
  await expect(refuseOut(join(folder, "file.csv"))).rejects.toThrow("file.csv is not a folder.");
});

test.runIf(process.platform === "linux").each(["/proc/new.csv", "/proc/new/new.csv", "/sys/new.csv"])(
  "%s is refused although the permissions of the folder may allow it",
  async (file) => {
    await expect(refuseOutput(file)).rejects.toThrow(
      /^Cannot write into \/(?:proc|sys).*: .* (?:accepts no new files|may not be written)/,
    );
  },
);

test.runIf(process.platform === "linux")("a device accepts output", async () => {
  await expect(refuseOutput("/dev/null")).resolves.toBeUndefined();
});
