import { join } from "node:path";
import { expect, test } from "vitest";
// oxlint-disable-next-line import/no-unassigned-import -- it adds the matcher
import "../src/vitest.ts";
import { sameseed } from "./hosted-sameseed.ts";
import { ranVariants } from "./runs.ts";

const ARMS = { cases: 400, right: { a: 300 } };

test("a run passes against a baseline file when it is shown not to be worse", async () => {
  await using before = await ranVariants(ARMS);
  const file = join(before.path, "sameseed-baseline.json");
  await sameseed(["baseline", "save", "-o", file], { cwd: before.path });
  await using after = await ranVariants({ cases: 400, right: { a: 300 } });
  await expect({ folder: after.run }).toBeNotWorseThan(file, { margin: 0.05 });
});

test("a worse run fails and names the criterion", async () => {
  await using before = await ranVariants(ARMS);
  await using after = await ranVariants({ cases: 400, right: { a: 200 } });
  await expect(after.run).not.toBeNotWorseThan(before.run);
  await expect(expect(after.run).toBeNotWorseThan({ folder: before.run })).rejects.toThrow(
    /not worse than the other run\n.*: worse, -25\.0 \[/,
  );
});

test("an inconclusive result does not pass, unless only worse fails", async () => {
  await using before = await ranVariants({ cases: 20, right: { a: 10 } });
  await using after = await ranVariants({ cases: 20, right: { a: 11 } });
  await expect(expect(after.run).toBeNotWorseThan(before.run)).rejects.toThrow("inconclusive");
  await expect(after.run).toBeNotWorseThan(before.run, { gate: "fail-on-worse" });
});

test("a baseline that does not exist is a mistake with a remedy", async () => {
  await using folder = await ranVariants({ cases: 6, right: { a: 3 } });
  await expect(expect(folder.run).toBeNotWorseThan("missing.json")).rejects.toThrow(
    "There is no baseline file missing.json",
  );
});
