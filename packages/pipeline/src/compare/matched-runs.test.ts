import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRun, simulated } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { expect, test } from "vitest";
import { runBenchmark } from "../run/run-benchmark.ts";
import { compareTwoRuns } from "./compare-two-runs.ts";

test("two runs report that phrasings are compared one by one, only if there are any", async () => {
  const out = await mkdtemp(join(tmpdir(), "matched-"));
  const made = async (phrasings: readonly string[]) => {
    const finished = await runBenchmark(
      {
        name: "matched",
        cases: [{ id: "c", vars: { text: "x" }, expected: "correct" }],
        prompts: phrasings.length > 1 ? [{ id: "ask", phrasings }] : [{ id: "ask", text: phrasings[0]! }],
        models: [simulated("m")],
        scorers: [equals()],
      },
      { out },
    );
    return findRun(out, finished!.folder);
  };
  try {
    const notes = async (...texts: string[]) =>
      (await compareTwoRuns([await made(texts), await made(texts)], { force: true })).notes.join();
    expect(await notes("A {{text}}", "B {{text}}")).toContain("Phrasings are compared one by one here");
    expect(await notes("A {{text}}")).not.toContain("Phrasings");
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
