import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { SameseedError, unknownId } from "@sameseed/core";
import { readManifest, readRows, writeDurably } from "@sameseed/runner";
import { baselineJson, baselineOf, readBaseline } from "@sameseed/pipeline/compare";
import { namedRun } from "../view/named-run.ts";

export interface BaselineSaveFlags {
  readonly output: string;
  readonly variant?: string;
  readonly out: string;
}

/** `sameseed baseline save`: a run's scores and hashes in a small file. */
export async function baselineSave(reference: string, { output, variant, out }: BaselineSaveFlags): Promise<void> {
  const folder = await namedRun(out, reference);
  const manifest = await readManifest(folder);
  const ids = manifest.variants.map(({ id }) => id);
  if (variant !== undefined && !ids.includes(variant)) throw unknownId("variant", variant, ids);
  if ((manifest.sequential?.stoppedAt ?? null) !== null) {
    throw new SameseedError(
      "BAD_RUN",
      `${folder.id} was ended by its sequential rule: a comparison with another run has no valid interval.`,
      { hint: "Save a run of all cases." },
    );
  }
  const text = baselineJson(await baselineOf(manifest, readRows(folder.rowsFile, manifest.counts.planned), variant));
  await mkdir(dirname(output), { recursive: true });
  await writeDurably(output, text);
  console.log(
    `Wrote ${output}: ${manifest.cases.count} cases, ${variant === undefined ? ids.length : 1} variants, ${Math.ceil(text.length / 1024)} kB.`,
  );
}

/** `sameseed baseline show`. */
export async function baselineShow(file: string): Promise<void> {
  const { run, cases, variants, repeats, scorers, seed, seedPolicy } = await readBaseline(file);
  console.log(`${run.name}, run ${run.runId}${run.gitCommit === null ? "" : `, commit ${run.gitCommit.slice(0, 12)}`}`);
  console.log(
    `${Object.keys(cases).length} cases × ${repeats}, seed ${seedPolicy === "none" ? "none" : `${seed} (${seedPolicy})`}, scored by ${scorers.map(({ name }) => name).join(", ")}`,
  );
  for (const { id } of variants) console.log(`  ${id}`);
}
