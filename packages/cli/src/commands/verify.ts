import type { Verification } from "@sameseed/pipeline/verify";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { example, type Exit, JSON_FLAG, OUT_FLAG, RUN, TRUST_FLAG } from "../flags/shared-flags.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

const SHOWN = 20;

const FLAGS = { ...JSON_FLAG, ...TRUST_FLAG, ...OUT_FLAG } as const satisfies FlagTable;
type VerifyFlags = FlagsOf<typeof FLAGS>;

/** `sameseed verify`: exit 1 when anything differs from the values recomputed from the rows. */
export function addVerify(sameseed: Command, exit: Exit): void {
  const verify = sameseed
    .command("verify")
    .description("recompute a run from its rows and report differences, without sending requests")
    .argument("<run>", RUN)
    .argument("[benchmark]", "the benchmark file: the answers are scored again as well");
  addFlags(verify, FLAGS)
    .addHelpText("after", example("sameseed verify latest"))
    .action(async (run: string, file: string | undefined, flags: VerifyFlags) =>
      exit(await verifyCommand(run, file, flags)),
    );
}

/** One note for each file without another difference, and one for a page with the program of another build. */
function wordingNotes({ wording, differences }: Pick<Verification, "wording" | "differences">): string[] {
  const differing = new Set(differences.map(({ file }) => file));
  const program = wording.find(({ where }) => where === "the page's program");
  const formats = wording.filter(({ where, file }) => where === "format" && !differing.has(file));
  const ofFormat = new Set(formats.map(({ file }) => file));
  const byFile = Map.groupBy(
    wording.filter((one) => one !== program && !differing.has(one.file) && !ofFormat.has(one.file)),
    ({ file }) => file,
  );
  return [
    ...formats.map(
      ({ file, stored, recomputed }) =>
        `${file} was written by another build: its format is ${formatText(stored)}, and this build writes ${formatText(recomputed)}. What both contain is as recomputed.`,
    ),
    ...[...byFile.keys()].map((file) =>
      file.endsWith(".xlsx")
        ? `${file} was not checked: another build worded its sentences. Export it again to check it.`
        : `${file} has other words than this build writes. Its numbers and verdicts are as recomputed.`,
    ),
    ...(program === undefined ? [] : [`${program.file} has the program of another build. Its data is checked.`]),
  ];
}

function formatText(format: unknown): string {
  return typeof format === "number" ? String(format) : "1";
}

export async function verifyCommand(
  reference: string,
  file: string | undefined,
  { out, json = false, ...given }: VerifyFlags,
): Promise<ExitCode> {
  const { differenceText, verifyRun } = await import("@sameseed/pipeline/verify");
  const { loadBenchmark } = await import("../terminal/load-benchmark.ts");
  const { note } = await import("../terminal/tell.ts");
  const { namedRun } = await import("../view/named-run.ts");
  const definition = file === undefined ? undefined : await loadBenchmark(file, given);
  const verification = await verifyRun(await namedRun(out, reference), definition);
  const { run, differences, count, rows, files, scored } = verification;
  if (json) {
    console.log(JSON.stringify({ schemaVersion: 1, ...verification }, null, 2));
    return count === 0 ? 0 : 1;
  }
  for (const difference of differences.slice(0, SHOWN)) console.log(differenceText(difference));
  if (count > SHOWN) console.log(`… and ${count - SHOWN} more (--json lists them)`);
  for (const sentence of wordingNotes(verification)) note(sentence);
  const reports = files === null ? "no reports, since the run has not ended" : files.join(", ");
  const scores = scored === null ? "" : `; ${scored} answers scored again`;
  console.log(
    count === 0
      ? `${run}: as recomputed from its ${rows} rows: hashes, seeds, order, costs; ${reports}${scores}.`
      : `${run}: ${count} ${count === 1 ? "difference" : "differences"}.`,
  );
  return count === 0 ? 0 : 1;
}
