import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TranslatedBenchmark } from "./translation/translated-benchmark.ts";
import { expect, test } from "vitest";
import { relocated } from "./relocated.ts";

test("paths of scripts and programs start from the new folder, and data is unchanged", async () => {
  const from = await mkdtemp(join(tmpdir(), "relocated-"));
  try {
    await writeFile(join(from, "answer.py"), "");
    const models = [
      { model: "exec:python3 answer.py --fast" },
      { model: "file://./model.js" },
      { model: "http", url: "http://x/answer.py", body: { a: "file://x.js" }, output: "file://parse.js" },
    ];
    const benchmark = { name: "b", models } as unknown as TranslatedBenchmark;
    expect(relocated(benchmark, from, { folder: join(from, "sub") }).models).toEqual([
      { model: "exec:python3 ../answer.py --fast" },
      { model: "file://../model.js" },
      { model: "http", url: "http://x/answer.py", body: { a: "file://x.js" }, output: "file://../parse.js" },
    ]);
    expect(relocated(benchmark, from, { folder: from })).toBe(benchmark);
  } finally {
    await rm(from, { recursive: true, force: true });
  }
});
