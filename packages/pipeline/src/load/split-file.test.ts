import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHeldOut, type TestCase } from "@sameseed/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countLook, readSplit, splitFileOf, writeSplit } from "./split-file.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "split-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function dataset(cases: readonly TestCase[]) {
  return {
    id: "cases",
    async *cases() {
      yield* cases;
    },
  };
}

const many = Array.from({ length: 200 }, (_, place): TestCase => ({ id: `c${place}`, vars: {} }));

describe("a split", () => {
  test("holds out about its share, keeps clusters together, and moves no case when others are added", () => {
    const split = { seed: 7, share: 0.3 };
    const heldOut = many.filter((one) => isHeldOut(one, split));
    expect(heldOut.length).toBeGreaterThan(40);
    expect(heldOut.length).toBeLessThan(80);
    for (const cluster of ["a", "b", "c", "d", "e"]) {
      const parts = new Set(many.map(({ id }) => isHeldOut({ id, cluster }, split)));
      expect(parts.size).toBe(1);
    }
    const other = many.filter((one) => isHeldOut(one, { ...split, seed: 8 }));
    expect(other).not.toEqual(heldOut);
    // Frozen: a later version that moved a case would show held-out ones.
    expect(heldOut.slice(0, 5).map(({ id }) => id)).toEqual(["c6", "c7", "c9", "c25", "c30"]);
  });

  test("is written next to the benchmark once, and counts each run as one look", async () => {
    const benchmark = join(folder, "benchmark.yaml");
    expect(splitFileOf(benchmark)).toBe(join(folder, "benchmark.split.json"));
    expect(await readSplit(benchmark)).toBeNull();
    const counts = await writeSplit(benchmark, { cases: dataset(many), split: { seed: 7, share: 0.3 } });
    expect(counts.development + counts.heldOut).toBe(200);
    await expect(writeSplit(benchmark, { cases: dataset(many), split: { seed: 8, share: 0.3 } })).rejects.toThrow(
      "split already",
    );
    const at = "2026-01-01T00:00:00.000Z";
    await countLook(benchmark, { runId: "one", at });
    await countLook(benchmark, { runId: "one", at });
    await countLook(benchmark, { runId: "two", at });
    await countLook(benchmark, { runId: "two", at: "2026-01-01T00:00:00.500Z" });
    expect((await readSplit(benchmark))!.looks.map(({ runId }) => runId)).toEqual(["one", "two", "two"]);
    expect(JSON.parse(await readFile(splitFileOf(benchmark), "utf8"))).toMatchObject({ seed: 7, share: 0.3 });
  });

  test("refuses an empty part and a file that is not a split", async () => {
    const benchmark = join(folder, "few.yaml");
    const cases = dataset([{ id: "only", vars: {} }]);
    await expect(writeSplit(benchmark, { cases, split: { seed: 1, share: 0.5 } })).rejects.toThrow("one part");
    for (const text of ["{", '{"seed": 1}', '{"schemaVersion":1,"seed":1,"share":2,"looks":[]}']) {
      await writeFile(splitFileOf(benchmark), text);
      await expect(readSplit(benchmark)).rejects.toThrow("is not a split");
    }
  });
});
