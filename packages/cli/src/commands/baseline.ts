import { dirname } from "node:path";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { example, LONG_OUT_FLAG, RUN } from "../flags/shared-flags.ts";

const FILE = "sameseed-baseline.json";
const SAVE_FLAGS = {
  output: { flags: "-o, --output <file>", help: "the file to commit", default: FILE as string },
  variant: { flags: "--variant <id>", help: "only this variant" },
  ...LONG_OUT_FLAG,
} as const satisfies FlagTable;

/** `sameseed baseline save`: a run's scores and hashes in a small file; `show` prints one. */
export function addBaseline(sameseed: Command): void {
  const baseline = sameseed.command("baseline").description("manage baseline files for later comparisons");
  const save = baseline
    .command("save")
    .description("save the scores and content hashes of a run, without answers")
    .argument("[run]", RUN, "latest");
  addFlags(save, SAVE_FLAGS).addHelpText("after", example("sameseed baseline save latest")).action(saveBaseline);
  baseline
    .command("show")
    .description("show the content of a baseline file")
    .argument("[file]", "the file", FILE)
    .addHelpText("after", example("sameseed baseline show"))
    .action(showBaseline);
}

async function saveBaseline(reference: string, { output, variant, out }: FlagsOf<typeof SAVE_FLAGS>): Promise<void> {
  const { plural, SameseedError, unknownId } = await import("@sameseed/core");
  const { variantMeasures, baselineJson, baselineOf } = await import("@sameseed/pipeline/compare");
  const { makeFolder, readManifest, readRows, writeDurably } = await import("@sameseed/runner");
  const { namedRun } = await import("../view/named-run.ts");
  const { refuseReplacing } = await import("../terminal/refuse-replacing.ts");
  const folder = await namedRun(out, reference);
  await refuseReplacing(output, folder);
  const manifest = await readManifest(folder);
  const ids = manifest.variants.map(({ id }) => id);
  if (variant !== undefined && !ids.includes(variant)) throw unknownId("variant", variant, ids);
  if ((manifest.sequential?.stoppedAt ?? null) !== null) {
    throw new SameseedError(
      "BAD_RUN",
      `${folder.id} ended early by its sequential rule, so a comparison with another run has no valid interval.`,
      { hint: "Save a run of all cases." },
    );
  }
  const saved = await baselineOf(manifest, readRows(folder.rowsFile, manifest.counts.planned), variant);
  const text = baselineJson({ ...saved, measures: await variantMeasures(folder, saved.variants) });
  await makeFolder(dirname(output));
  await writeDurably(output, text);
  console.log(
    `Wrote ${output}: ${plural(manifest.cases.count, "case")}, ${plural(variant === undefined ? ids.length : 1, "variant")}, ${Math.ceil(text.length / 1024)} kB.`,
  );
}

async function showBaseline(file: string): Promise<void> {
  const { plural } = await import("@sameseed/core");
  const { readBaseline } = await import("@sameseed/pipeline/compare");
  const { run, cases, variants, repeats, scorers, seed, seedPolicy } = await readBaseline(file);
  console.log(`${run.name}, run ${run.runId}${run.gitCommit === null ? "" : `, commit ${run.gitCommit.slice(0, 12)}`}`);
  console.log(
    `${plural(Object.keys(cases).length, "case")} × ${repeats}, seed ${seedPolicy === "none" ? "none" : `${seed} (${seedPolicy})`}, scored by ${scorers.map(({ name }) => name).join(", ")}`,
  );
  for (const { id } of variants) console.log(`  ${id}`);
}
