import { type BenchmarkDefinition, canonicalJson, type Manifest } from "@sameseed/core";
import type { RunFolder } from "@sameseed/runner";
import { benchmarkOf } from "./replay-run.ts";
import { rescore } from "./rescore.ts";
import type { Tell } from "./difference.ts";

/** Scores every stored answer again with the benchmark's scorers. Returns how many rows were scored. */
export async function verifyScores(
  folder: RunFolder,
  manifest: Manifest,
  { definition, tell }: { definition: BenchmarkDefinition; tell: Tell },
): Promise<number> {
  let rows = 0;
  for await (const { row, stored } of rescore(folder, manifest, await benchmarkOf(manifest, definition))) {
    rows++;
    const { case: testCase, repeat, variant } = row.trial;
    for (const name of new Set([...Object.keys(stored.scores), ...Object.keys(row.scores)])) {
      const [before, now] = [stored.scores[name], row.scores[name]];
      if (canonicalJson(before ?? null) === canonicalJson(now ?? null)) continue;
      tell({
        file: "rows.jsonl",
        where: `${testCase.id}/${repeat}/${variant}, score ${name}`,
        stored: before,
        recomputed: now,
      });
    }
  }
  return rows;
}
